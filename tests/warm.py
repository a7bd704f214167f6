"""Imported by a process from which others are forked: all is imported and compiled in them."""

import distributed  # noqa: F401

from mutua.studies.sweep.backends import workers  # noqa: F401
from mutua.studies.sweep.backends.clusters import compile_serial

compile_serial()
