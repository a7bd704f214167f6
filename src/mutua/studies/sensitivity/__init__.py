"""Sensitivity: what a sweep says about which parameters move which outcome.

``cube`` reads the outcomes of a sweep as an array, ``blocks`` knows how designs are built and
checks that this one is, ``measuring`` turns both into tables, ``regions`` says where an outcome is
high; ``gallery`` draws, ``telling`` says and ``page`` lays out what was found, and ``result`` is
what users call.
"""
