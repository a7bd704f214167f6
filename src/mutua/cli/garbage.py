"""Rare garbage collection while a command runs.

Nearly all that a command imports and composes lives until its end. Searching it for garbage as
often as Python does by default took a third of the time of a short run.
"""

import atexit
import gc

#: New objects between two collections; 700 is the default of Python 3.11.
THRESHOLD = 400_000


def collect_rarely() -> None:
    """Collect after `THRESHOLD` new objects, and not when the process ends."""
    gc.set_threshold(THRESHOLD)
    atexit.register(gc.freeze)
