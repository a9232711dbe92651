"""From a finished file to a letter for a receiver: which item it is, which version, and a key that stays the same."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pipeline.errors import ReadError, UsageError
from pipeline.readers import LARGEST
from pipeline.store.outbox import Letter

NINJS, NEWSML, RSS = "application/json", "application/vnd.iptc.g2.newsitem+xml", "application/rss+xml"
ENDINGS = (".ninjs.json", ".newsml.xml")
"""How the files end that are sent out of a folder."""
FORMATS = ("ninjs", "newsml-g2", "rss")
"""The formats that are sent on when they are written."""


def wrap(path: Path, receiver: str) -> Letter:
    """The letter for the item in a file of ninjs, NewsML-G2 or RSS. Raises ReadError."""
    try:
        if path.stat().st_size > LARGEST:
            raise ReadError(f"{path}: larger than {LARGEST // 2**20} MB, which no item is")
        body = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror})") from error
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    item, version, kind = _ninjs(body, str(path)) if start in {b"{", b"["} else _xml(body, str(path))
    return Letter(item, version, receiver, delivery_key(item, version, kind, receiver), kind, body, str(path))


def letters_for(files: Sequence[Path], receivers: Sequence[str]) -> list[Letter]:
    """The letters for the items among `files`, one for each receiver; files of other kinds (a page) are left out."""
    letters = []
    for file in files if receivers else ():
        with suppress(ReadError):
            letter = wrap(file, receivers[0])
            letters += [letter, *(_readdressed(letter, receiver) for receiver in receivers[1:])]
    return letters


def _readdressed(letter: Letter, receiver: str) -> Letter:
    key = delivery_key(letter.item, letter.version, letter.content_type, receiver)
    return replace(letter, receiver=receiver, key=key)


def delivery_key(item: str, version: str, content_type: str, receiver: str) -> str:
    """The idempotency key: 64 hexadecimal digits, the same for the same version of an item, kind and receiver."""
    said = "\n".join(("audarma delivery 1", item, version, content_type, receiver))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def finished_files(words: Sequence[str]) -> Iterator[Path]:
    """The files named, and those of the folders named that are items, in the order of their names.

    Raises UsageError for what is not there.
    """
    for path in map(Path, words):
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if _is_item(file))
        elif path.exists():
            yield path
        else:
            raise UsageError(f"{path}: no such file or folder")


def _is_item(file: Path) -> bool:
    return not file.name.startswith(".") and file.name.endswith(ENDINGS) and file.is_file()


def _ninjs(body: bytes, name: str) -> tuple[str, str, str]:
    from pipeline.readers.ninjs import is_ninjs, load

    item = load(body, name)
    if not is_ninjs(item) or not item["uri"]:
        raise ReadError(f"{name}: no item of ninjs, NewsML-G2 or RSS, which are what is sent")
    return item["uri"], str(item.get("version", "")), NINJS


def _xml(body: bytes, name: str) -> tuple[str, str, str]:
    from pipeline.markup.parse import local, parse_xml

    root = parse_xml(body, name)
    if local(root) == "newsItem" and root.get("guid"):
        return root.get("guid"), root.get("version", "1"), NEWSML
    guid = root.find("channel/item/guid") if local(root) == "rss" else None
    if guid is not None and guid.text:
        return guid.text.strip(), root.findtext("channel/item/pubDate", ""), RSS
    raise ReadError(f"{name}: no item of ninjs, NewsML-G2 or RSS, which are what is sent")
