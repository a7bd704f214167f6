"""Where dyads come to from a low and a high start, and what goes before a break-off."""
