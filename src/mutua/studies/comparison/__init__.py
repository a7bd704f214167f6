"""Arms compared on the same dyads with the same random draws."""
