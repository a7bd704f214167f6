"""Matplotlib, whatever backend and settings the user's environment asks for."""

import os
import sys
from typing import Any

#: Read by matplotlib as it is imported. Every kernel of Jupyter sets the first for what it starts,
#: with a backend that other environments do not have; a bad one makes the import fail.
SETTINGS = ("MPLBACKEND", "MATPLOTLIBRC")


def matplotlib() -> Any:
    """The library; where the user's settings make its import fail, imported without them.

    No figure needs a backend: they are made and drawn without pyplot.
    """
    try:
        import matplotlib as library
    except ValueError:
        return _without_settings()
    return library


def _without_settings() -> Any:
    """The library as it is without the user's settings, which stay what they are."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]:
        del sys.modules[name]  # parts of the import that failed
    kept = {name: os.environ.pop(name) for name in SETTINGS if name in os.environ}
    try:
        os.environ["MATPLOTLIBRC"] = os.devnull
        import matplotlib as library
    finally:
        del os.environ["MATPLOTLIBRC"]
        os.environ.update(kept)
    return library
