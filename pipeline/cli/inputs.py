"""From the words after `audarma translate` to sources: files, folders, standard input, each with a stem of its own."""

import re
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from models.languages import TARGETS, short
from pipeline.article import Article
from pipeline.errors import AudarmaError, UsageError
from pipeline.readers import READABLE_SUFFIXES, read, read_bytes
from pipeline.readers.items import EXCHANGE_SUFFIXES, entries_in, is_ours, read_item
from pipeline.run import Source

STDIN = "-"
_OURS = re.compile(rf".*\.(?:{'|'.join(short(target) for target in TARGETS)})(?:\.(?:ninjs|newsml|rss))?")


def find_sources(inputs: Sequence[str], language: str) -> list[Source]:
    """A source for each article named, in order; folders are searched to the bottom. Raises UsageError.

    Two inputs of the same stem get different stems, so that neither overwrites the other. In folders, what is hidden
    and what Audarma itself wrote there (`story.kk.txt`, `story.html` beside its `story.json`) is left alone. A file
    that is named twice is one article.
    """
    taken: set[str] = set()
    seen: set[Path] = set()
    sources = []
    for word in dict.fromkeys(inputs):
        if word == STDIN:
            sources.append(Source("standard input", _unique("stdin", "", taken), partial(_read_stdin, language)))
            continue
        root = Path(word)
        for path in _articles(root):
            if (place := path.resolve()) in seen:
                continue
            seen.add(place)
            relative = path.relative_to(root) if root.is_dir() else Path(path.name)
            stem = _unique(str(relative.with_suffix("")), path.suffix.lstrip("."), taken)
            sources.extend(_sources(path, stem, language, taken))
    return sources


def _sources(path: Path, stem: str, language: str, taken: set[str]) -> Iterator[Source]:
    """The source of a file, or one for each item of a file that holds several: `feed-ID`, or `feed-2` without an id.

    A file that cannot be opened is one source: its error is told when it is read.
    """
    try:
        found = entries_in(path) if path.suffix.lower() in EXCHANGE_SUFFIXES else []
    except AudarmaError:
        found = []
    if len(found) < 2:
        yield Source(str(path), stem, partial(read, path, language))
        return
    for index, entry in enumerate(found):
        own = _unique(f"{stem}-{entry.slug or index + 1}", "", taken)
        yield Source(entry.name, own, partial(read_item, path, index, language))


def _articles(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path  # a missing file is this source's error, told when it is read
        return
    found = [
        file
        for file in sorted(path.rglob("*"))
        if file.suffix.lower() in READABLE_SUFFIXES and file.is_file() and not _is_left_alone(file, path)
    ]
    if not found:
        kinds = " ".join(sorted(READABLE_SUFFIXES))
        raise UsageError(f"no article in folder {path}: Audarma reads {kinds}")
    yield from found


def _is_left_alone(file: Path, root: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
    written = bool(_OURS.fullmatch(file.stem)) or (file.suffix == ".html" and _is_our_json(file.with_suffix(".json")))
    return hidden or written or (file.suffix.lower() == ".json" and _is_our_json(file))


def _is_our_json(file: Path) -> bool:
    """Whether a file is a story that Audarma wrote, by how it begins."""
    try:
        with file.open("rb") as opened:
            return is_ours(opened.read(256))
    except OSError:
        return False


def _unique(stem: str, suffix: str, taken: set[str]) -> str:
    """`stem`, or `stem-docx` where another input has it, or `stem-2`. Case is no difference: some disks see none."""
    tries = [stem, f"{stem}-{suffix}"] if suffix else [stem]
    number = 2
    while tries[0].casefold() in taken:
        tries = [*tries[1:], f"{stem}-{number}"]
        number += 1
    taken.add(tries[0].casefold())
    return tries[0]


def _read_stdin(language: str) -> Article:
    return read_bytes(sys.stdin.buffer.read(), "standard input", language)
