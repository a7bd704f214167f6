"""How code is compiled, decided once.

Every equation of the model is a scalar function under :func:`rule`; the loops over dyads are under
:func:`kernel`. No other module imports numba's decorators.

* ``error_model="numpy"``: a division by zero gives inf instead of raising. A function that can
  raise stops the vectoriser.
* ``forceinline=True``: LLVM sees one straight loop body. A called rule is four times slower.
* A rule stays a plain Python function: called from Python it runs as Python, named in compiled code
  it is compiled. So it needs no wrapper for calls from Python, which with two hundred parameters is
  most of the compile time (48 s against 17 s, measured), and the Mesa engine, which calls rules
  from Python, is a check of the bits that shares no machine code with the kernel.
* ``_nrt=False``: a rule holds no array, so nothing in it is counted. Else numba looks through every
  leaf of every state for references, wherever one is named: a fifth of the compile time.
* Only a kernel becomes machine code (:mod:`mutua.jit.passes`).
* ``nogil=True``: threads of Python share the work of a kernel, which so is compiled once.
* No ``fastmath``: it would let the compiler reorder sums, and the engines would differ in the bits.
* Code is kept on disk by :mod:`mutua.jit.cache`.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numba
from numba import njit
from numba.extending import register_jitable

from mutua.jit.cache import CodeCache, is_compiled
from mutua.jit.passes import INLINED, KernelCompiler

F = TypeVar("F", bound=Callable[..., Any])
_RULE = INLINED | {"forceinline": True, "error_model": "numpy"}
#: Threads that there are at the most.
MOST_THREADS: int = numba.config.NUMBA_NUM_THREADS


def rule(function: F) -> F:
    """Mark a scalar function to disappear into the compiled loop that calls it."""
    return register_jitable(_nrt=False, **_RULE)(function)  # type: ignore[no-any-return]


def subroutine(function: F) -> F:
    """Mark a function that makes arrays to disappear into the kernel that calls it."""
    return register_jitable(**_RULE)(function)  # type: ignore[no-any-return]


def kernel(function: F) -> F:
    """Compile a loop over teams, cached on disk under its name."""
    compiled = njit(
        error_model="numpy", nogil=True, no_cfunc_wrapper=True, pipeline_class=KernelCompiler
    )(function)
    if not numba.config.DISABLE_JIT:
        compiled._cache = CodeCache(function.__name__)
    return compiled  # type: ignore[no-any-return]


def is_to_be_compiled(compiled: Any) -> bool:
    """Whether the next call of a kernel compiles it: not loaded so far, and not kept on disk."""
    return not getattr(compiled, "signatures", (None,)) and not is_compiled()
