"""Files that appear whole or not at all: written under a temporary name beside the place, then renamed."""

import errno
import os
import tempfile
from pathlib import Path

from pipeline.errors import WriteError

_REASONS = {
    errno.ENOSPC: "the disk is full: make room and run again",
    errno.EDQUOT: "your quota is used up: make room and run again",
    errno.EFBIG: "the system allows no file that large",
    errno.EACCES: "no permission to write there: choose another --out",
    errno.EROFS: "the disk is read-only: choose another --out",
    errno.ENAMETOOLONG: "the name is too long: rename the source file",
}


def check_folder(folder: Path) -> None:
    """Makes sure that files can be written into `folder`, and makes nothing that stays. Raises WriteError."""
    existing = folder
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    if not existing.is_dir():
        raise WriteError(f"{existing} is a file, not a folder: choose another --out")
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        raise failed(folder, error) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Writes `data` to `path`, whose folder is made where it lacks. Raises WriteError, and then leaves nothing behind.

    The mode is what the process's umask gives, as for any file that a person makes.
    """
    temporary = path.with_name(f".{path.name[:200]}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise failed(path, error) from error


def failed(path: Path, error: OSError) -> WriteError:
    """The one line for a file or folder that could not be written."""
    return WriteError(f"{path} cannot be written: {_REASONS.get(error.errno or 0, error.strerror or str(error))}")
