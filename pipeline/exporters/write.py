"""Files that appear whole or not at all: written under a temporary name beside the place, then renamed.

Files that belong together are all on the disk before the first appears, and what has appeared outlives a power cut.
They are put there side by side: a disk that is told to keep eight files at once needs little longer than for one.
"""

import errno
import os
import re
import socket
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import WriteError

_TOGETHER = 8
_OPEN = 64
"""Files that are open at once: a process may have a thousand on most systems."""
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


def write_atomically(files: Mapping[Path, bytes]) -> None:
    """Writes each file's bytes, in folders that are made where they lack. Raises WriteError.

    Until all are written none appears, and an error before that leaves nothing behind. The mode is what the process's
    umask gives, as for any file that a person makes.
    """
    path = Path()
    temporary = {path: path.with_name(f".{path.name[:180]}.{_host()}-{os.getpid()}.part") for path in files}
    try:
        try:
            with ThreadPoolExecutor(_TOGETHER, "writer") as writers:
                waiting = [(path, temporary[path], data) for path, data in files.items()]
                for first in range(0, len(waiting), _OPEN):
                    _write_some(waiting[first : first + _OPEN], writers)
            for path in files:
                temporary[path].replace(path)
        except BaseException:
            for part in temporary.values():
                part.unlink(missing_ok=True)
            raise
        for path in {path.parent: path for path in files}.values():
            _sweep(path.parent.absolute())
            _keep_names(path.parent)
    except OSError as error:
        raise failed(path, error) from error


def _write_some(files: Sequence[tuple[Path, Path, bytes]], writers: ThreadPoolExecutor) -> None:
    """Writes files under their temporary names, one by one: names of one folder can be made by one at a time only.

    Raises WriteError with the name that a person knows.
    """
    with ExitStack() as opened:
        written = {path: opened.enter_context(_written(path, part, data)) for path, part, data in files}
        kept = {path: writers.submit(os.fsync, file.fileno()) for path, file in written.items()}
        wait(kept.values())
        for path, done in kept.items():
            with _named(path):
                done.result()


def _written(path: Path, part: Path, data: bytes) -> BinaryIO:
    """An open file that has its bytes, though perhaps not on the disk yet."""
    with _named(path):
        file = _open(part)
        try:
            file.write(data)
            file.flush()
        except BaseException:
            file.close()
            raise
        return file


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("wb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Errors of the system become the one line for a file."""
    try:
        yield
    except OSError as error:
        raise failed(path, error) from error


def _keep_names(folder: Path) -> None:
    """Puts a folder's own list of names on the disk; some systems do that by themselves, and cannot be told to."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except (OSError, AttributeError):
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # a file system without such a thing
            raise
    finally:
        os.close(descriptor)


@cache
def _host() -> str:
    """The machine's name, as much of it as a file's name takes."""
    return re.sub(r"[^A-Za-z0-9]", "", socket.gethostname())[:24] or "host"


@cache
def _sweep(folder: Path) -> None:
    """Takes away, once a run, what programs that were killed on this machine have left half-written in a folder."""
    ours = re.compile(rf"\..+\.{_host()}-(\d+)\.part")
    with os.scandir(folder) as entries:
        for entry in entries:
            found = ours.fullmatch(entry.name)
            if found and not _runs(int(found.group(1))):
                Path(entry.path).unlink(missing_ok=True)


def _runs(process: int) -> bool:
    import psutil

    return psutil.pid_exists(process)


def failed(path: Path, error: OSError) -> WriteError:
    """The one line for a file or folder that could not be written."""
    return WriteError(f"{path} cannot be written: {_REASONS.get(error.errno or 0, error.strerror or str(error))}")
