"""Statistics on tables; no engine is imported."""
