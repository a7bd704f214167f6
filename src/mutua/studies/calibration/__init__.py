"""Calibration to a service's own records: from a CSV of visits to a posterior of a few parameters.

Likelihood-free, as the model has no likelihood that could be written down: simulated services of
the same size are compared with the records through summaries of attendance, endings and ratings.
"""
