"""How code is compiled, decided once.

Every equation of the model is a scalar function under :func:`rule`; the loops over dyads are under
:func:`kernel`. No other module imports
numba's decorators.

* ``error_model="numpy"``: a division by zero gives inf instead of raising. A function that can
  raise stops the vectoriser.
* ``forceinline=True``: LLVM sees one straight loop body. A called rule is four times slower.
* A rule stays a plain Python function: called from Python it runs as Python, named in compiled code
  it is compiled. So it needs no wrapper for calls from Python, which with two hundred parameters is
  most of the compile time (48 s against 17 s, measured), and the Mesa engine, which calls rules
  from Python, is a witness of the bits that shares no machine code with the kernel.
* ``_nrt=False``: a rule holds no array, so nothing in it is counted. Else numba looks through every
  leaf of every state for references, wherever one is named: a fifth of the compile time.
* No ``fastmath``: it would let the compiler reorder sums, and the engines would differ in the bits.
* numba's disk cache does not notice an edit in an imported module. The cache folder therefore
  carries a hash of all sources that compiled code may come from, so an edit misses the cache and
  an edit undone hits it again.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar

import numba
from numba import njit
from numba.extending import register_jitable

F = TypeVar("F", bound=Callable[..., Any])

PACKAGE = Path(__file__).parents[1]
#: What compiled code may come from, as patterns below the package (a test holds this closed).
SOURCES = (
    "jit/*.py",
    "model/resources.py",
    "model/state.py",
    "model/draws.py",
    "model/parameters/*.py",
    "model/people/*.py",
    "model/rules/*.py",
    "model/measures/*.py",
    "engines/kernel.py",
)


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

    numba names a cache file after the function and not after the options, so each twin has a name
    of its own: under one name the first to be compiled would be loaded for both.
    """
    name = f"{function.__name__}_{'parallel' if parallel else 'serial'}"
    twin = FunctionType(function.__code__, function.__globals__, name)
    twin.__qualname__ = name
    with _cache_folder():
        return njit(error_model="numpy", cache=True, parallel=parallel)(twin)  # type: ignore[no-any-return]


def source_hash() -> str:
    """Hexadecimal digest of everything that decides the machine code, besides the processor."""
    digest = hashlib.sha256(numba.__version__.encode())
    for path in sorted(path for pattern in SOURCES for path in PACKAGE.glob(pattern)):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_root() -> Path:
    """Where compiled code is kept: ``$MUTUA_CACHE_DIR`` or the user's cache folder."""
    given = os.environ.get("MUTUA_CACHE_DIR")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME", "") or Path.home() / ".cache") / "mutua"


@contextmanager
def _cache_folder() -> Iterator[None]:
    """Point numba at the folder of these very sources while a function is decorated."""
    before = numba.config.CACHE_DIR
    if not os.environ.get("NUMBA_CACHE_DIR"):
        numba.config.CACHE_DIR = str(cache_root() / source_hash())
    try:
        yield
    finally:
        numba.config.CACHE_DIR = before
