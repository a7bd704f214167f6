"""Run folders: written atomically, read back with every file checked."""
