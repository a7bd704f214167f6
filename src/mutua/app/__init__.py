"""The page to play with: two arms side by side on the same dyads, in a browser."""
