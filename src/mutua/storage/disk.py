"""What a run folder needs of the disk: flushed files, one writer, errors in one line."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from mutua.errors import StoreError


def lock(path: Path) -> IO[str]:
    """Lock a file, created if missing, and return it open: closing it ends the lock.

    The lock is the system's own and ends with its process, however that dies: no stale one is
    taken for a live one, and no live one for stale where process numbers are used again. The
    number in the file is for the message only. (POSIX; elsewhere simulating works, saving does
    not.)
    """
    import fcntl

    while True:
        file = path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                file.truncate(0)
                print(os.getpid(), end="", file=file, flush=True)
                return file
            file.close()
        except BlockingIOError:
            file.seek(0)
            with file:
                message = f"{path.parent} is being written by another process ({file.read()})"
                raise StoreError(message) from None
        except FileNotFoundError:
            file.close()  # removed between our opening and our locking it
        except BaseException:
            file.close()
            raise


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
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
