"""The lock of an installed model: where its files came from, and what each must be."""

import hashlib
import os
from datetime import datetime, timezone
from pathlib import Path

import msgspec

from models.card import ModelId
from models.errors import ModelDamagedError, ModelError

LOCK = "lock.json"
_CHUNK = 1 << 20


class File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a file must be: `size` in bytes, `sha256` in hexadecimal."""

    size: int
    sha256: str


class Lock(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`repository`, `revision` as asked, and the `commit` that it meant; empty for a folder that names none.

    `accepted` is the licence that was accepted by name, empty where none had to be, on the day `accepted_on`. `tools`
    are the versions of what converted the weights, empty where they came converted. Times are UTC, ISO 8601.
    """

    id: ModelId
    repository: str
    revision: str
    commit: str
    precision: str
    licence: str
    accepted: str
    accepted_on: str
    installed: str
    tools: dict[str, str]
    files: dict[str, File]
    schema: int = 1

    @property
    def short(self) -> str:
        """The revision as it stands on a translation: 12 digits of the commit, else of the weights' sha256."""
        return (self.commit or self.files["model.bin"].sha256)[:12]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files.values())


def now() -> str:
    """The time as a lock has it."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def describe(folder: Path) -> dict[str, File]:
    """Size and sha256 of every file of a folder but its lock, by its name relative to the folder."""
    return {
        path.relative_to(folder).as_posix(): File(size=path.stat().st_size, sha256=sha256(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != LOCK
    }


def write_lock(lock: Lock, folder: Path) -> None:
    """Puts the lock into a model's folder, on the disk before it returns."""
    with (folder / LOCK).open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(lock), indent=1) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read_lock(folder: Path) -> Lock:
    """The lock of a model's folder. Raises ModelDamagedError where it is missing or is none."""
    path = folder / LOCK
    try:
        return msgspec.json.decode(path.read_bytes(), type=Lock)
    except OSError as error:
        raise ModelDamagedError(f"{path} cannot be read ({error.strerror}): pull the model again") from error
    except msgspec.MsgspecError as error:
        raise ModelDamagedError(f"{path} is damaged ({error}): pull the model again") from error


def check_files(model: str, files: dict[str, File], folder: Path, *, deep: bool) -> None:
    """Compares every file with its lock: its size, and its sha256 too when `deep`.

    Raises ModelDamagedError for the first file that differs or lacks.
    """
    for name, expected in files.items():
        path = folder / name
        try:
            differs = path.stat().st_size != expected.size or (deep and sha256(path) != expected.sha256)
        except OSError as error:
            said = f"model {model}: {path} cannot be read ({error.strerror}): install it again"
            raise ModelDamagedError(said) from error
        if differs:
            raise ModelDamagedError(f"model {model}: {path} is not what its lock says: install it again")


def sha256(path: Path) -> str:
    """The digest of a file, in hexadecimal. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def check_space(folder: Path, needed: int, what: str) -> None:
    """Raises ModelError, with the figures, when the disk that holds `folder` has not `needed` bytes free."""
    import shutil

    from models.sizes import spell

    there = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    free = shutil.disk_usage(there).free
    if needed > free:
        raise ModelError(
            f"{what} needs {spell(needed)} of disk and {there} has {spell(free)} free: "
            "make room, or set AUDARMA_MODELS to a folder on another disk"
        )
