"""The two engines: a compiled kernel and Mesa agents, equal to the last bit."""
