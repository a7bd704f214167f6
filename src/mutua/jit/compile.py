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
* No ``fastmath``: it would let the compiler reorder sums, and the engines would differ in the bits.
* Code is kept on disk by :mod:`mutua.jit.cache`.
"""

from collections.abc import Callable
from types import FunctionType
from typing import Any, TypeVar

import numba
from numba import njit
from numba.extending import register_jitable

from mutua.jit.cache import CodeCache

F = TypeVar("F", bound=Callable[..., Any])


def rule(function: F) -> F:
    """Mark a scalar function to disappear into the compiled loop that calls it."""
    options = {
        "forceinline": True,
        "error_model": "numpy",
        "no_cfunc_wrapper": True,
        "no_cpython_wrapper": True,
        "_nrt": False,
    }
    return register_jitable(**options)(function)  # type: ignore[no-any-return]


def kernel(function: F, *, parallel: bool) -> F:
    """Compile a loop over teams, cached on disk; both twins come from one body.

    Code is kept under the name of a function, so each twin has a name of its own: under one name
    the first to be compiled would be loaded for both.
    """
    name = f"{function.__name__}_{'parallel' if parallel else 'serial'}"
    twin = FunctionType(function.__code__, function.__globals__, name)
    twin.__qualname__ = name
    compiled = njit(error_model="numpy", parallel=parallel)(twin)
    if not numba.config.DISABLE_JIT:
        compiled._cache = CodeCache(name)
    return compiled  # type: ignore[no-any-return]
