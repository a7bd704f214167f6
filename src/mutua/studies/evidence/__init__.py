"""The scorecard of published patterns."""
