"""Where a result comes from: command, versions, commit, hardware.

No name of a person or host, and of folders only what was typed.
"""

import os
import platform
import shlex
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[1]
LIBRARIES = ("numpy", "numba", "mesa", "scipy", "pandas", "pyarrow")
#: What was typed after ``mutua``, while a command runs.
_COMMAND: ContextVar[str | None] = ContextVar("command", default=None)


@contextmanager
def record_command(words: Sequence[str]) -> Iterator[None]:
    """Record the words of a command in the provenance of every result that it makes."""
    token = _COMMAND.set(shlex.join(words))
    try:
        yield
    finally:
        _COMMAND.reset(token)


def current_command() -> str | None:
    """What was typed after ``mutua``, quoted for a shell; None from Python."""
    return _COMMAND.get()


def provenance(commands: Sequence[str | None] = ()) -> dict[str, Any]:
    """What is running, on what, since when; called as a run starts.

    `commands`: the `current_command` that started the work, then those that continued it, if it is
    not only the present one.
    """
    from mutua.jit.sources import source_hash

    first, *further = commands or [current_command()]
    return {
        "command": first,
        **({"continued_by": further} if further else {}),
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "source": source_hash(),
        "git": checkout(PACKAGE),
        "hardware": hardware(),
    }


def versions() -> dict[str, str | None]:
    """Versions of mutua, Python and the libraries that decide results; None if missing."""
    return {
        "mutua": _version("mutua"),
        "python": platform.python_version(),
        **{name: _version(name) for name in LIBRARIES},
    }


@cache
def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:  # run from a source tree that is not installed
        return None


def hardware() -> dict[str, Any]:
    """Processor, cores (all, and those this process may use) and operating system."""
    affinity: Callable[[int], set[int]] | None = getattr(os, "sched_getaffinity", None)
    cores = os.cpu_count()
    return {
        "cpu": _cpu() or platform.processor() or platform.machine(),
        "cores": cores,
        "cores_usable": len(affinity(0)) if affinity else cores,
        "platform": platform.platform(),
    }


def _cpu() -> str | None:
    """The processor's own name for itself; the platform module knows only the architecture."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return _output(["sysctl", "-n", "machdep.cpu.brand_string"])
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, None)


def available_memory() -> int:
    """Bytes that this process can take: what is free, within the limit of its control group."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        free = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable"))
        memory = 1024 * free
    except (OSError, StopIteration):
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    with suppress(OSError, ValueError):  # no such limit
        memory = min(memory, int(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii")))
    return memory


def checkout(folder: Path) -> dict[str, Any] | None:
    """Commit of the git checkout that a package is part of, and whether the files differ from it.

    None without git, and for a package installed inside another project's checkout (an environment
    in a project's folder): that commit would be of that project, so git has to track the
    package itself.
    """
    git = ["git", "-C", str(folder)]
    if not _output([*git, "ls-files", "--", "__init__.py"]):
        return None
    commit = _output([*git, "rev-parse", "--verify", "HEAD"])
    changed = _output([*git, "status", "--porcelain", "--untracked-files=no"])
    added = _output([*git, "ls-files", "--others", "--exclude-standard"])  # within the package
    if not commit or changed is None or added is None:
        return None
    return {"commit": commit, "dirty": bool(changed or added)}


def _output(command: list[str]) -> str | None:
    """What a command prints; None where it is missing, fails or hangs."""
    # Within a git hook these variables point at another repository; reading takes no lock.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env = {**inherited, "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
