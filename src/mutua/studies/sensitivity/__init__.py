"""Sensitivity: which parameters move which outcome of a sweep.

``cube`` reads the outcomes of a sweep as an array; ``blocks`` checks that the points are those of
the design; ``indices`` and ``regions`` compute the tables, ``findings`` holds them, ``figures``
draws them, and ``result`` is what users call.
"""
