"""Statistics on tables: nothing here knows an engine."""
