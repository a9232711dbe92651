"""Articles from files: `read(path)` and `read_bytes(data, name)`, one module a format."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Final

from models.languages import SOURCE, parse_language
from pipeline.article import Article, Block, Finding, Item
from pipeline.errors import EmptyArticleError, ReadError, WrongLanguageError
from pipeline.identify import identify, mixed_languages
from pipeline.identify import name as language_name
from pipeline.readers import docx, html, markdown, txt
from pipeline.readers.items import EXCHANGE_SUFFIXES, Entry, entries, is_exchange, read_items

__all__ = ["LARGEST", "READABLE_SUFFIXES", "as_article", "entries_of", "finish", "read", "read_bytes", "read_items"]

LARGEST: Final = 10 * 2**20
"""Bytes: an article of news is some kilobytes, a book some hundreds; what is larger is something else."""

_Reader = Callable[[bytes, str], list[Block]]
_READERS: Final[dict[str, _Reader]] = {
    ".txt": txt.blocks,
    ".text": txt.blocks,
    ".html": html.blocks,
    ".htm": html.blocks,
    ".xhtml": html.blocks,
    ".docx": docx.blocks,
    ".md": markdown.blocks,
    ".markdown": markdown.blocks,
}
READABLE_SUFFIXES: Final = frozenset(_READERS) | EXCHANGE_SUFFIXES

_OTHER_KINDS: Final = (
    (b"%PDF", "a PDF: save its text as docx or txt"),
    (b"{\\rtf", "an RTF file: save it as docx"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Word file, or one with a password: save it as docx without a password",
    ),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
)


def read(path: str | os.PathLike[str], language: str = SOURCE) -> Article:
    """The article in a file: blocks as written, kinds as far as the format gives them, no segments yet.

    `language` is the one that it must be in (BCP 47, or ru). Raises ReadError, EmptyArticleError, WrongLanguageError.
    """
    path = Path(path)
    try:
        if path.is_dir():
            raise ReadError(f"{path}: a folder, not an article")
        if path.stat().st_size > LARGEST:
            raise ReadError(_too_large(str(path), path.stat().st_size))
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{path}: no such file") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ReadError(f"{path}: cannot be read ({reason})") from error
    return read_bytes(data, str(path), language)


def read_bytes(data: bytes, name: str, language: str = SOURCE) -> Article:
    """The article in `data`; the suffix of `name` gives the format, and without one the data themselves.

    Raises ReadError, EmptyArticleError, WrongLanguageError, each naming `name`.
    """
    if len(data) > LARGEST:
        raise ReadError(_too_large(name, len(data)))
    if not data.strip():
        raise EmptyArticleError(f"{name}: empty, there is nothing to translate")
    for magic, kind in _OTHER_KINDS:
        if data.startswith(magic):
            raise ReadError(f"{name}: {kind}; Audarma reads txt, html, docx, markdown and news items")
    if is_exchange(data, PurePath(name).suffix.lower()):
        return _only(entries(data, name), name, language)
    blocks = tuple(_reader(data, name)(data, name))
    if not blocks:
        raise EmptyArticleError(f"{name}: empty, no text was found in it")
    return finish((blocks, None, ()), name, language)


def entries_of(data: bytes, name: str) -> list[Entry]:
    """The items of a file of the exchange; none for any other file, or one that cannot be read as what it says."""
    if len(data) > LARGEST or not is_exchange(data, PurePath(name).suffix.lower()):
        return []
    try:
        return entries(data, name)
    except ReadError:
        return []


def as_article(entry: Entry, language: str = SOURCE) -> Article:
    """An item as an article. Raises ReadError, WrongLanguageError, EmptyArticleError."""
    return finish(entry.content(), entry.name, language)


def finish(
    content: tuple[tuple[Block, ...], Item | None, tuple[Finding, ...]], name: str, language: str = SOURCE
) -> Article:
    """The article of what a reader found. Raises WrongLanguageError, EmptyArticleError."""
    blocks, item, findings = content
    language = parse_language(language)
    _check_language(blocks, name, language)
    digest = hashlib.sha256("\n\n".join(block.text for block in blocks).encode("utf-8", "surrogatepass")).hexdigest()
    found = (*findings, *mixed_languages(blocks, language, item.language if item else ""))
    return Article(f"sha256:{digest}", language, blocks, findings=found, item=item)


def _only(found: list[Entry], name: str, language: str) -> Article:
    if len(found) != 1:
        raise ReadError(f"{name}: holds {len(found)} items: read_items reads them one by one")
    return as_article(found[0], language)


def _reader(data: bytes, name: str) -> _Reader:
    suffix = PurePath(name).suffix.lower()
    if suffix in _READERS and suffix not in {".txt", ".text"}:
        return _READERS[suffix]
    if data.startswith(b"PK\x03\x04"):
        return docx.blocks
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return html.blocks if start.startswith((b"<!doctype html", b"<html")) else txt.blocks


def _check_language(blocks: tuple[Block, ...], name: str, language: str) -> None:
    found = identify("\n".join(block.text for block in blocks))
    if found is None:
        raise EmptyArticleError(f"{name}: empty, there is not one word in it")
    if found != language:
        raise WrongLanguageError(
            f"{name}: the article is in {language_name(found)}; Audarma translates from {language_name(language)}"
        )


def _too_large(name: str, size: int) -> str:
    return f"{name}: {size / 2**20:.0f} MB; an article has at most {LARGEST // 2**20} MB"
