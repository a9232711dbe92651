"""Files of the content exchange: which format they are in, which items they hold, and each item as an article."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final

from models.languages import SOURCE
from pipeline.article import Article, Block, Finding, Item
from pipeline.errors import EmptyArticleError, ReadError

EXCHANGE_SUFFIXES: Final = frozenset({".json", ".xml", ".rss", ".atom", ".nitf", ".xlf", ".xliff", ".tmx"})
_START: Final = 4096
_OURS: Final = re.compile(rb'\s*\{\s*"schema_version"\s*:')
_BEGINNINGS: Final = (
    *(b"<?xml", b"<rss", b"<feed", b"<newsItem", b"<newsMessage", b"<nitf", b"<xliff", b"<tmx"),
    *(b"<!DOCTYPE nitf", b"<!DOCTYPE tmx", b'{"', b"{\n", b"{\r", b"{ ", b"[{", b"[\n"),
)
_SLUG = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST_SLUG = 60

Content = tuple[tuple[Block, ...], Item, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a file: the name a person knows it by, what of its id may stand in a file's name, how to read it.

    `id` is its own (uri, guid, or link), empty where it has none.
    """

    name: str
    slug: str
    content: Callable[[], Content]
    id: str = ""


def is_exchange(data: bytes, suffix: str) -> bool:
    """Whether a file is one of the exchange formats: by its suffix, and without one by how it begins."""
    if suffix in EXCHANGE_SUFFIXES:
        return True
    return not suffix and data[:_START].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_BEGINNINGS)


def is_ours(start: bytes) -> bool:
    """Whether a JSON file is one that Audarma wrote: it is left alone in a folder of inputs."""
    return bool(_OURS.match(start.removeprefix(b"\xef\xbb\xbf")))


def entries(data: bytes, name: str) -> list[Entry]:
    """The items of a file, in order. Raises ReadError for a file that is none of the formats.

    An item that stands there twice (the same id and version) is read once; the second one's reader says so.
    """
    start = data[:_START].lstrip(b"\xef\xbb\xbf \t\r\n")
    found = _json(data, name) if start.startswith((b"{", b"[")) else _xml(data, name)
    seen: dict[tuple[str, str], int] = {}
    listed = []
    for number, (identity, read) in enumerate(found, 1):
        label = name if len(found) == 1 else f"{name}, item {number}"
        is_twice = bool(identity[0]) and identity in seen
        reader = partial(_twice, label, seen[identity]) if is_twice else read
        seen.setdefault(identity, number)
        listed.append(Entry(label, slug(identity[0]), partial(_read, reader, label), identity[0]))
    return listed


def slug(identifier: str) -> str:
    """What of an id may stand in a file's name: letters, digits, - and _, the last 60 of them; no path."""
    return _SLUG.sub("-", identifier).strip("-")[-_LONGEST_SLUG:].strip("-")


@lru_cache(maxsize=1)
def _entries_of(path: str, _modified: int, size: int) -> list[Entry]:
    from pipeline.readers import LARGEST

    if size > LARGEST:
        raise ReadError(f"{path}: {size / 2**20:.0f} MB; a file of items has at most {LARGEST // 2**20} MB")
    return entries(Path(path).read_bytes(), path)


def entries_in(path: Path) -> list[Entry]:
    """The items of a file on disk. Raises ReadError. A file that is asked for item by item is parsed once."""
    try:
        found = path.stat()
        return _entries_of(str(path), found.st_mtime_ns, found.st_size)
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror})") from error


def read_items(path: str | os.PathLike[str], language: str = SOURCE) -> Iterator[Article]:
    """The articles of a file that may hold several items, in order. Raises ReadError at the first that is none."""
    from pipeline.readers import finish

    for entry in entries_in(Path(path)):
        yield finish(entry.content(), entry.name, language)


def read_item(path: Path, index: int, language: str = SOURCE) -> Article:
    """One item of a file, by its index from 0. Raises ReadError."""
    from pipeline.readers import finish

    entry = entries_in(path)[index]
    return finish(entry.content(), entry.name, language)


_Found = list[tuple[tuple[str, str], Callable[[str], Content]]]


def _json(data: bytes, name: str) -> _Found:
    from pipeline.readers import ninjs

    if is_ours(data[:_START]):
        raise ReadError(f"{name}: an article that Audarma wrote, not one to translate")
    return [
        ((str(item["uri"]), str(item.get("version", ""))), partial(ninjs.read_ninjs, item))
        for item in ninjs.split(data, name)
    ]


def _xml(data: bytes, name: str) -> _Found:
    from pipeline.markup.parse import local, parse_xml
    from pipeline.readers import feed, newsml, nitf, tmx, xliff

    root = parse_xml(data, name)
    kind = local(root)
    readers: dict[str, tuple[Callable[[Any, str], list[Any]], Callable[[Any, str], Content]]] = {
        **dict.fromkeys(("newsItem", "newsMessage", "packageItem"), (newsml.split, newsml.read_newsml)),
        **dict.fromkeys(("rss", "RDF", "feed", "item", "entry"), (feed.split, feed.read_feed)),
        "nitf": (_whole, nitf.read_nitf),
        "xliff": (_whole, xliff.read_units),
        "tmx": (_whole, tmx.read_units),
    }
    if kind not in readers:
        raise ReadError(
            f"{name}: XML of an unknown kind ({kind}); Audarma reads NewsML-G2, NITF, RSS, Atom, XLIFF and TMX"
        )
    if kind in {"tmx", "xliff"}:  # written again with all that stands in it
        root = parse_xml(data, name, comments=True)
    split, read = readers[kind]
    return [(_identity(element), partial(read, element)) for element in split(root, name)]


def _whole(root: Any, _name: str) -> list[Any]:
    return [root]


def _identity(element: Any) -> tuple[str, str]:
    """What tells an item from another: NewsML-G2's guid and version, a feed's guid or id."""
    if element.get("guid"):
        return element.get("guid"), element.get("version", "1")
    for name in ("guid", "{http://www.w3.org/2005/Atom}id", "link"):
        found = element.find(name)
        if found is not None and (found.text or "").strip():
            return found.text.strip(), (element.findtext("{http://www.w3.org/2005/Atom}updated") or "").strip()
    return "", ""


def _twice(label: str, first: int, _name: str) -> Content:
    raise ReadError(f"{label}: has the id and version of item {first} again: left out")


def _read(read: Callable[[str], Content], name: str) -> Content:
    blocks, item, findings = read(name)
    if not blocks:
        raise EmptyArticleError(f"{name}: an item without text: nothing in it to translate")
    return blocks, item, findings
