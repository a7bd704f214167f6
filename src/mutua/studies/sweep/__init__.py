"""Sweeps: design points x regimes x replicates on the same random draws, kept in parts, never lost.

``space`` says what varies, ``notation`` reads it from words, ``constraints`` exclude points, and
``design`` lays the points; ``plan`` numbers every run, ``columns`` gives its parameters, ``engine``
steps many runs in one call, ``table`` makes them rows; ``folder`` keeps the parts, ``runner`` goes
through them, ``adaptive`` says how many replicates are enough, ``growing`` adds more and
``merging`` joins shards. ``backends`` say who simulates: ``workers`` do ``chunks`` of parts on
``clusters``.
``result`` is what users call.
"""
