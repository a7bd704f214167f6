"""Reciprocal helping dyads in mental health care, simulated by the million."""
