"""What a fork, which copies one thread only, must not find half done.

A pool of kernel threads that the parent had begun is remembered in the child and gone: the first
call that waits for it waits for ever. So does one that waits for a lock, the kernel's or numba's
compiler's, that another thread held; a fork begins once no thread is in the kernel.
"""

import os

from mutua.engines.kernel import kernel_lock

_pool = {"is_running": False, "is_lost": False}


def usable_threads(threads: int) -> int:
    """As many threads as were asked for; one where the pool of threads was lost in a fork."""
    if _pool["is_lost"]:
        return 1
    _pool["is_running"] |= threads > 1
    return threads


def _after_fork() -> None:
    _pool["is_lost"] |= _pool["is_running"]
    kernel_lock.release()


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(
        before=kernel_lock.acquire,
        after_in_parent=kernel_lock.release,
        after_in_child=_after_fork,
    )
