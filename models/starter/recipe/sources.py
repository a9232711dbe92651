"""The corpus by source: which ones are trained on, with what weight, and their rows."""

import csv
import gzip
import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TextIO

import msgspec

from models.errors import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LANGUAGES = ("ru", "kk", "zh", "en")
"""The columns of every file, in the order in which rows are kept."""

Row = tuple[str, str, str, str]
"""A segment in the four languages, empty where it is missing."""

OWN = "text"
"""The source that is no file of the corpus but the folder of our own sentences."""

_HELD_OUT_FROM = "audarma_news"
_LONGEST = 500
_CODE = re.compile(r"[{}<>\\|=_`~^]|%[a-z(]|%\d*\$|\$[A-Za-z(]|https?:|--|\(&|&\w")
"""What marks a software string or a line of code: nothing that a newsroom translates is learnt from it."""


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A source of `data.toml`. `weight` is how often a row of it is seen beside a row of weight 1."""

    name: str
    licence: str
    why: str
    use: Literal["train", "dev", "out"] = "train"
    weight: float = 0.0

    def __post_init__(self) -> None:
        if (self.weight > 0) is not (self.use == "train"):
            raise ValueError(f"{self.name}: a source has a weight when it is trained on, and only then")


def read_sources(path: Path) -> dict[str, Source]:
    """The sources of a `data.toml` by name. Raises UsageError."""
    try:
        found = msgspec.convert(tomllib.loads(path.read_text("utf-8"))["source"], list[Source])
    except (OSError, KeyError, ValueError) as error:  # TOML and validation errors are ValueErrors
        raise UsageError(f"{path} is no list of sources: {error}") from error
    return {source.name: source for source in found}


def read_corpus(corpus: Path, own: Path, sources: dict[str, Source]) -> Iterator[tuple[Source, Row]]:
    """Every row of what is not out, our own text last. Raises UsageError for a file that `sources` does not name."""
    paths = sorted(corpus.glob("*.tsv.gz"))
    if not paths:
        raise UsageError(f"{corpus} holds no *.tsv.gz: set AUDARMA_CORPUS to the folder of the corpus")
    for path in paths:
        name = path.name.removesuffix(".tsv.gz")
        if name not in sources:
            raise UsageError(f"{path}: the recipe's data.toml does not say whether this source may be used")
        if sources[name].use != "out":
            with gzip.open(path, "rt", encoding="utf-8") as stream:
                yield from ((sources[name], row) for row in _rows(stream, path))
    for path in sorted(own.glob("*.tsv")):
        with path.open(encoding="utf-8") as stream:
            yield from ((sources[OWN], row) for row in _rows(stream, path))


def clean(row: Row) -> Row:
    """A row without what the model is not to learn: very long text, code. A row may come out empty."""
    if any(_CODE.search(cell) for cell in row):
        return ("", "", "", "")
    ru, kk, zh, en = (" ".join(cell.split()) if len(cell) <= _LONGEST else "" for cell in row)
    return (ru, kk, zh, en)


def split_held_out(rows: list[tuple[Source, Row]], number: int) -> tuple[list[Row], set[Row]]:
    """The second dev set: `number` rows of our news, the same ones whatever else is in the corpus, and as a set."""
    news = {row for source, row in rows if source.name == _HELD_OUT_FROM and all(row)}
    held = sorted(news, key=lambda row: hashlib.sha256(row[0].encode()).digest())[:number]
    return held, set(held)


def _rows(stream: TextIO, path: Path) -> Iterator[Row]:
    lines = csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
    if next(lines, []) != list(LANGUAGES):
        raise UsageError(f"{path}: the first line must be 'ru kk zh en', separated by tabs")
    for number, cells in enumerate(lines, start=2):
        if len(cells) != len(LANGUAGES):
            raise UsageError(f"{path}, line {number}: has {len(cells)} columns instead of {len(LANGUAGES)}")
        ru, kk, zh, en = (cell.strip() for cell in cells)
        yield ru, kk, zh, en
