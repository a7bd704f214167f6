"""From names and values to a checked scenario, and back from a manifest."""
