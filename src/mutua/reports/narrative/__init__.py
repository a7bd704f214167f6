"""The story of one tie in words: who, what happened, how and why it ended."""
