"""Whether this process is a fork of one whose threads it does not have.

A fork copies one thread only. A pool of kernel threads that the parent had begun is remembered in
the child and gone, so that the first call that waits for it waits for ever.
"""

import os

_pool = {"is_running": False, "is_lost": False}


def usable_threads(threads: int) -> int:
    """As many threads as were asked for; one where the pool of threads was lost in a fork."""
    if _pool["is_lost"]:
        return 1
    _pool["is_running"] |= threads > 1
    return threads


def _after_fork() -> None:
    _pool["is_lost"] |= _pool["is_running"]


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_after_fork)
