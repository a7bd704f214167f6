"""Copies of this process, to be killed: all is imported and compiled in them."""

import os
import signal
import time
import warnings
from pathlib import Path

from mutua.cli.main import main


def begin_copy(words: list[str]) -> int:
    """Run a command in a copy of this process that says nothing; returns its number."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other threads wait for work
        child = os.fork()
    if child:
        return child
    code = 1
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        code = main(words)
    finally:
        os._exit(code)


def has_ended(child: int) -> bool:
    """Whether a copy has ended by itself."""
    return os.waitpid(child, os.WNOHANG) != (0, 0)


def kill_when(child: int, folder: Path, pattern: str, count: int, *, after: float = 0.0) -> None:
    """Kill a copy as soon as a folder holds so many files of a pattern, or some time after."""
    while len(list(folder.glob(pattern))) < count:
        assert not has_ended(child), f"before there were {count} files {pattern}"
        time.sleep(0.005)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
