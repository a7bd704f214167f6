"""Sweeps: design points x regimes x replicates on common random draws, kept in parts, resumable.

``notation`` reads axes from words, ``constraints`` exclude points, and ``design`` lays the points
out; ``planning`` checks a request and makes the ``plan``, which numbers every run; ``columns`` give
the parameters of runs, ``evaluate`` steps them and reduces each to ``rows``; ``store`` keeps the
parts, ``runner`` goes through them, ``adaptive`` adds replicates, ``extend`` adds points and
``merge`` joins shards. ``backends`` say where runs are evaluated: ``workers`` do ``chunks`` of
parts on ``clusters``. ``result`` is what users call.
"""
