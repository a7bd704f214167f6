"""What a run folder needs of the disk: flushed files, one writer, errors in one line."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from mutua.errors import ParameterError, StoreError

#: More bytes than a process number has.
LOCK_BYTES = 32
#: What values of wrong types, missing ones and endless numbers raise where they are used.
DAMAGE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)


def lock(path: Path) -> IO[str]:
    """Lock a file, created if missing, and return it open: closing it ends the lock.

    The lock is the system's own and ends with its process, however that dies: no stale one is
    taken for a live one, and no live one for stale where process numbers are used again. The
    number in the file is for the message only. (POSIX; elsewhere simulating works, saving does
    not.)
    """
    import fcntl

    while True:
        file = _open_lock(path)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(file.fileno()), path.lstat()):
                file.truncate(0)
                print(os.getpid(), end="", file=file, flush=True)
                return file
            file.close()
        except BlockingIOError:
            with file:
                message = (
                    f"{path.parent} is being written by another process ({_number(file.fileno())})"
                )
                raise StoreError(message) from None
        except FileNotFoundError:
            file.close()  # removed between our opening and our locking it
        except BaseException:
            file.close()
            raise


def _open_lock(path: Path) -> IO[str]:
    """A lock file, open; StoreError for a link or what no lock is, which stays as it was."""
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        descriptor = os.open(path, flags, 0o666)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO):
            raise _no_lock(path) from None
        raise
    status = os.fstat(descriptor)
    is_own = stat.S_ISREG(status.st_mode) and status.st_nlink <= 1  # none once it is removed
    if not is_own or _number(descriptor) is None:
        os.close(descriptor)
        raise _no_lock(path)
    return os.fdopen(descriptor, "r+")


def _no_lock(path: Path) -> StoreError:
    return StoreError(f"{path} is a link or a file of something else, not a lock; take it away")


def _number(descriptor: int) -> str | None:
    """The process number that a lock holds, or nothing yet; None if it holds anything else."""
    content = os.pread(descriptor, LOCK_BYTES, 0)
    is_number = len(content) < LOCK_BYTES and (content.isdigit() or not content)
    return content.decode() if is_number else None


def sync(path: Path) -> None:
    """Flush a file or a folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def exists(path: Path) -> bool:
    """Whether a name is in use, by a dangling link too; a folder that cannot be read raises."""
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    return True


def digest(path: Path) -> str:
    """SHA-256 of a file; what is a device or a pipe has no end and is refused."""
    if path.exists() and not path.is_file():
        raise StoreError(f"{path} is no file")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def create_file(path: Path, text: str) -> None:
    """Write a new file, its folder too; one that is there stays as it is."""
    with one_line(f"cannot write {path}"):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)


def bytes_of(path: Path) -> bytes:
    """Bytes of a file."""
    with one_line(f"cannot read {path}"):
        return path.read_bytes()


def text_of(path: Path) -> str:
    """Text of a file in UTF-8."""
    with one_line(f"cannot read {path}"):
        return path.read_text(encoding="utf-8")


@contextmanager
def as_written(what: str | Path) -> Iterator[None]:
    """Turn what wrong types and missing values of a file lead to into one line that names it."""
    try:
        yield
    except (ParameterError, StoreError):
        raise
    except DAMAGE:
        raise StoreError(f"{what} is not as mutua writes it") from None


@contextmanager
def one_line(failed: str) -> Iterator[None]:
    """Turn an error of the system or a library into one line that names what failed."""
    try:
        yield
    except StoreError:
        raise
    except OSError as error:
        # a library's own words around the system's reason would only bury it
        reason = os.strerror(error.errno) if error.errno else str(error) or type(error).__name__
        raise StoreError(f"{failed}: {reason.splitlines()[0]}") from error
