"""The report of a comparison: one HTML page that holds all it shows."""
