"""The threads that share the work of the kernel, and what a fork has to wait for.

Python's own threads: the kernel holds no lock of the interpreter, and is compiled once for any
number of them. Each takes the next share of the tasks when it is done with one, so that a slower
thread takes fewer.
"""

import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from mutua.engines import kernel
from mutua.jit.compile import is_to_be_compiled

log = logging.getLogger("mutua")
#: Shares of the tasks for each thread.
SHARES = 16
#: Held by the thread that calls the kernel. A fork copies one thread only: a child would wait for
#: ever for a lock that another thread of its parent held, this one or that of numba's compiler.
kernel_lock = Lock()
if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(
        before=kernel_lock.acquire,
        after_in_parent=kernel_lock.release,
        after_in_child=kernel_lock.release,
    )


def run_tasks(threads: int, tasks: int, step: Callable[[slice], None]) -> None:
    """Step so many tasks on this many threads, a share of them at a time.

    Parameters
    ----------
    threads, tasks : int
    step : callable
        Calls the kernel for one share of the tasks; also once when there are none.
    """
    size = max(1, tasks // (threads * SHARES))
    shares = [slice(first, first + size) for first in range(0, max(tasks, 1), size)]
    with kernel_lock:
        if is_to_be_compiled(kernel.step_share):
            log.warning("Compiling, once for this version: that takes about a minute")
        if threads == 1 or tasks < 2:
            for share in shares:
                step(share)
            return
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(step, shares))
