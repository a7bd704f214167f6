"""Compiled code on disk: one sealed file a kernel, signature and processor.

numba's own cache has an index apart from its data, stamps both with the path and time of a source
file, and trusts what it reads. Here the folder is named after the hash of the sources and the file
after everything else that decides the code, so checkouts share it, and damage costs a compilation
and one line of warning.
"""

import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import llvmlite
import numba
from numba.core.caching import _Cache
from numba.core.compiler import CompileResult
from numba.core.runtime import rtsys
from numba.core.serialize import dumps, loads

from mutua.jit import sealed
from mutua.jit.sources import source_hash

SUFFIX = ".code"
#: Settings of numba (``NUMBA_OPT`` and so on) that change the code it makes.
SETTINGS = ("OPT", "BOUNDSCHECK", "DEBUGINFO_DEFAULT", "LOOP_VECTORIZE", "SLP_VECTORIZE")


def code_folder() -> Path | None:
    """Folder of code compiled from these very sources; None where nothing can be kept."""
    root = sealed.cache_root()
    return root and root / source_hash()


def is_compiled() -> bool:
    """Whether some kernel of these sources has been compiled and kept."""
    folder = code_folder()
    return folder is not None and any(folder.glob(f"*{SUFFIX}"))


class CodeCache(_Cache):  # type: ignore[misc,unused-ignore]
    """Where numba looks for the code of one kernel before it compiles, and leaves it afterwards.

    The name of the kernel is different for each set of compiler options.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.folder = code_folder()

    @property
    def cache_path(self) -> str | None:
        """Folder of the code."""
        return None if self.folder is None else str(self.folder)

    def path(self, sig: Any, codegen: Any) -> Path | None:
        """File of the code for a signature on this processor; None where nothing can be kept."""
        versions = sys.implementation.cache_tag, numba.__version__, llvmlite.__version__
        settings = [str(getattr(numba.config, name)) for name in SETTINGS]
        key = repr((versions, settings, codegen.magic_tuple(), str(sig)))
        file = f"{self.name}-{sha256(key.encode()).hexdigest()[:16]}{SUFFIX}"
        return self.folder and self.folder / file

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Code for a signature; None if it has to be compiled.

        numba's own cache also imports all that numba can compile, which takes longer than the rest
        of loading: code that is whole calls nothing but the runtime, which manages memory.
        """
        path = self.path(sig, target_context.codegen())
        content = None if path is None else sealed.read(path)
        if path is None or content is None:
            return None
        sealed.mark_used(path.parent)
        rtsys.initialize(target_context)
        try:
            return CompileResult._rebuild(target_context, *loads(content))
        except Exception as error:  # whatever a library raises over what is not its own
            sealed.log.warning("%s cannot be loaded (%r); it is made anew", path, error)
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep code that was compiled for a signature."""
        path = self.path(sig, data.codegen)
        if path is None:
            sealed.warn_once("There is no home folder: compiled code is not kept")
        elif not data.library.has_dynamic_globals:  # addresses of this process
            sealed.write(path, dumps(data._reduce()))
            sealed.prune(path.parents[1])

    def enable(self) -> None:
        """Do nothing: it is always enabled."""

    def disable(self) -> None:
        """Do nothing: it is always enabled."""

    def flush(self) -> None:
        """Forget nothing: code is replaced when it is compiled anew."""
