"""Figures as functions from results to matplotlib Axes."""
