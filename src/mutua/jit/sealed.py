"""Small files that notice damage: a digest of name and content goes before the content.

Compiled code is loaded into the process, so one flipped bit crashes it. Whatever is read here is
what was written under this very name, or it is not there. A file appears whole or not at all:
it is written under another name and then renamed, so that processes may write at the same time.
"""

import logging
import os
import re
import time
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

log = logging.getLogger("mutua")
#: Days after which code of other sources is removed, unless it was loaded since.
UNUSED_DAYS = 30
#: Names of the folders of code, and of the files in them, those being written included.
FOLDER, FILE = r"[0-9a-f]{16}", r".+-[0-9a-f]{16}\.(code|tables|[0-9a-f]{32})"


def cache_root() -> Path | None:
    """Folder of what is kept between runs; None where the user has no home folder.

    The first that is set of ``$MUTUA_CACHE_DIR``, ``$NUMBA_CACHE_DIR`` and ``mutua`` in
    ``$XDG_CACHE_HOME``; else ``~/.cache/mutua``.
    """
    for name in ("MUTUA_CACHE_DIR", "NUMBA_CACHE_DIR"):
        if given := os.environ.get(name):
            return Path(given)
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given) / "mutua"
    try:
        return Path.home() / ".cache" / "mutua"
    except RuntimeError:
        return None


def read(path: Path) -> bytes | None:
    """Content of a sealed file; None if there is none, or none that can be trusted."""
    try:
        digest, content = _split(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        _warn(error)
        return None
    if digest != _digest(path, content):
        log.warning("%s is damaged; it is made anew", path)
        return None
    return content


def write(path: Path, content: bytes) -> None:
    """Seal `content` under `path`, or warn that nothing can be kept there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, _digest(path, content) + content)
    except OSError as error:
        _warn(error)


def mark_used(folder: Path) -> None:
    """Note, as the time of a folder, that its code was loaded."""
    with suppress(OSError):
        os.utime(folder)


def prune(root: Path) -> None:
    """Remove folders of code that was not loaded for `UNUSED_DAYS`; all else stays."""
    oldest = time.time() - UNUSED_DAYS * 86_400
    for folder in root.glob("*"):
        if re.fullmatch(FOLDER, folder.name) and not folder.is_symlink():
            with suppress(OSError):  # another process may prune too
                _remove_code(folder, oldest)


def _remove_code(folder: Path, oldest: float) -> None:
    files = [*folder.iterdir()]
    own = all(re.fullmatch(FILE, f.name) and f.is_file() and not f.is_symlink() for f in files)
    if own and folder.stat().st_mtime < oldest:
        for file in files:
            file.unlink()
        folder.rmdir()


@cache
def warn_once(message: str) -> None:
    """Log `message`, the first time that it is given in this process."""
    log.warning(message)


def _split(text: bytes) -> tuple[bytes, bytes]:
    return text[: sha256().digest_size], text[sha256().digest_size :]


def _digest(path: Path, content: bytes) -> bytes:
    """The name is part of it: a file copied over another one is damage too."""
    return sha256(path.name.encode() + b"\0" + content).digest()


def _write(path: Path, text: bytes) -> None:
    unfinished = path.with_suffix(f".{uuid4().hex}")
    try:
        unfinished.write_bytes(text)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def _warn(error: OSError) -> None:
    """The same words for each file, so that they are given once."""
    warn_once(f"{cache_root()} cannot be used ({error.strerror}): compiled code is not kept")
