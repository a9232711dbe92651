"""An installed model in one file, for a machine without internet: a tar with its manifest first.

The manifest is the model's lock and, where the model is not in Audarma's own catalogue, its card. A pack that is
damaged or altered is refused and leaves nothing behind; to be sure that it is the pack that was sent, compare its
sha256, which `pack` prints and `unpack` can be given.
"""

import hashlib
import io
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from models.card import Card
from models.catalogue import catalogue, forget_own_cards, own_card_file, read_card
from models.errors import CatalogueError, ModelDamagedError, PackError
from models.install import alone, check_vocabulary, put
from models.installed import find_lock, folder_of, partial_of
from models.lock import Lock, check_files, check_space, sha256, write_lock

_MANIFEST = "audarma-pack-{}.json"
"""The name of a manifest carries its own sha256, so that a change in it shows."""
_MOST = 1 << 20
"""No manifest is longer than this."""
_CHUNK = 1 << 20


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a pack holds. `card` is the text of the model's card, empty where Audarma's own catalogue has it."""

    lock: Lock
    card: str
    schema: int = 1


def pack(model: str, out: Path) -> str:
    """Writes an installed model into the file `out` and returns its sha256.

    The files are checked first. Raises UsageError, ModelDamagedError, PackError; a half-written file is taken away.
    """
    lock = find_lock(model)
    folder = folder_of(model)
    check_files(model, lock.files, folder, deep=True)
    check_space(out, lock.size + _MOST, f"the pack of {model}")
    own = own_card_file(model)
    manifest = msgspec.json.encode(Manifest(lock=lock, card=own.read_text("utf-8") if own.is_file() else ""))
    partial = out.with_name(f".{out.name}.partial")
    try:
        with tarfile.open(partial, "w") as tar:
            _add(tar, _MANIFEST.format(hashlib.sha256(manifest).hexdigest()), manifest)
            for name in lock.files:
                tar.add(folder / name, arcname=f"files/{name}", recursive=False, filter=_plain)
        digest = sha256(partial)
        partial.replace(out)
    except OSError as error:
        raise PackError(f"{out} cannot be written ({error.strerror})") from error
    finally:
        partial.unlink(missing_ok=True)
    return digest


def unpack(path: Path, expected: str = "") -> Lock:
    """Installs the model of a pack and returns its lock. Raises PackError and leaves nothing behind.

    `expected` is the sha256 that the pack must have; empty leaves that unchecked.
    """
    if expected and _digest(path) != expected.strip().casefold():
        raise PackError(f"{path} is not the pack that was sent: its sha256 is {_digest(path)}")
    with _readable(path), tarfile.open(path, "r:") as tar:
        manifest = _manifest(path, tar)
        model = manifest.lock.id
        partial = partial_of(model)
        with alone(partial):
            _install(path, tar, manifest, partial)
    return manifest.lock


def _install(path: Path, tar: tarfile.TarFile, manifest: Manifest, partial: Path) -> None:
    """The files into a folder aside, checked, then by one rename to their place; nothing stays aside."""
    lock, into = manifest.lock, partial / "model"
    check_space(into, lock.size, f"model {lock.id}")
    try:
        shutil.rmtree(into, ignore_errors=True)
        into.mkdir(parents=True)
        _extract(path, tar, lock, into)
        check_vocabulary(_card(path, manifest, partial), into)
        write_lock(lock, into)
        put(into, folder_of(lock.id))
        _keep_card(manifest)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _manifest(path: Path, tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    file = tar.extractfile(first) if first is not None and first.isreg() and first.size <= _MOST else None
    if first is None or file is None or not first.name.startswith(_MANIFEST.partition("{")[0]):
        raise PackError(f"{path} is not a pack of Audarma's: it does not begin with its manifest")
    data = file.read()
    if first.name != _MANIFEST.format(hashlib.sha256(data).hexdigest()):
        raise PackError(f"{path} is damaged: its manifest is not what its name says: fetch the pack again")
    try:
        return msgspec.json.decode(data, type=Manifest)
    except msgspec.MsgspecError as error:
        raise PackError(f"{path} is of another version: its manifest does not validate ({error})") from error


def _extract(path: Path, tar: tarfile.TarFile, lock: Lock, into: Path) -> None:
    """Every file of the lock, each once and as the lock says; anything else in the pack refuses it."""
    left = dict(lock.files)
    while (member := tar.next()) is not None:
        name = member.name.removeprefix("files/")
        if not member.isreg() or not member.name.startswith("files/") or name not in left:
            raise PackError(f"{path} is altered: it holds {member.name}, which its manifest does not name")
        expected = left.pop(name)
        file = tar.extractfile(member)
        assert file is not None, "a regular member can be read"
        target = into / name
        if into.resolve() not in target.resolve().parents:
            raise PackError(f"{path} is altered: {name} would be written outside the model's folder")
        digest, size = hashlib.sha256(), 0
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
        if (size, digest.hexdigest()) != (expected.size, expected.sha256):
            raise PackError(f"{path} is damaged: {name} is not what its manifest says: fetch the pack again")
    if left:
        raise PackError(f"{path} is damaged: {next(iter(left))} is missing")


def _card(path: Path, manifest: Manifest, partial: Path) -> Card:
    """The card of the model: this Audarma's own, or the one that the pack brings."""
    model = manifest.lock.id
    if model in catalogue():
        return catalogue()[model]
    if not manifest.card:
        raise PackError(f"{path} holds model {model}, of which this Audarma has no card: update Audarma")
    brought = partial / "card.toml"
    brought.write_text(manifest.card, "utf-8")
    try:
        card = read_card(brought)
    except CatalogueError as error:
        raise PackError(f"{path}: the card it brings does not validate: {error}") from error
    if card.id != model:
        raise PackError(f"{path} is altered: its card is that of {card.id}, not of {model}")
    return card


def _keep_card(manifest: Manifest) -> None:
    if manifest.lock.id not in catalogue():
        place = own_card_file(manifest.lock.id)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(manifest.card, "utf-8")
        forget_own_cards()


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError) as error:
        raise PackError(f"{path} is damaged or no pack of Audarma's ({error})") from error
    except OSError as error:
        raise PackError(f"{path} cannot be unpacked ({error.strerror or error})") from error
    except ModelDamagedError as error:
        raise PackError(f"{path}: {error}") from error


def _digest(path: Path) -> str:
    try:
        return sha256(path)
    except OSError as error:
        raise PackError(f"{path} cannot be read ({error.strerror})") from error


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(_plain(info), io.BytesIO(data))


def _plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without owner and time, so that equal models give equal packs."""
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mtime = 0
    info.mode = 0o644
    return info
