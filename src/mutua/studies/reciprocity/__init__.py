"""Which side answers the other: an experiment on the same dyads."""
