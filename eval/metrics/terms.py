"""Name and term accuracy: whether what a glossary prescribes stands in the hypothesis where the source calls for it."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np

from eval.metrics.score import Array, References, share
from models.errors import UsageError
from models.languages import SOURCE, short

Kind = Literal["term", "name"]
_ENDING = 3
"""Letters that a Russian or Kazakh word may lose at its end when it is inflected, and keep being that word."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a glossary: the forms a language may use, by primary subtag. Any of them will do."""

    kind: Kind
    forms: dict[str, tuple[str, ...]]


def read_glossary(path: Path) -> tuple[Entry, ...]:
    """Reads a TSV with a header: `ru`, `zh`, `kk`, `en` and, where there are names, `kind` (term or name).

    Several forms in a cell are parted by `|`. Raises UsageError, which names the line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"glossary {path} cannot be read: {error}") from error
    if not rows or SOURCE not in rows[0]:
        raise UsageError(f"glossary {path}: its first line names the columns ru, zh, kk, en and kind, parted by tabs")
    return tuple(_entry(path, number, row) for number, row in enumerate(rows, 2))


def _entry(path: Path, number: int, row: dict[str, str | None]) -> Entry:
    kind = row.get("kind") or "term"
    if kind not in {"term", "name"}:
        raise UsageError(f"glossary {path}, line {number}: kind is term or name, not {kind!r}")
    forms = {
        language: tuple(form.strip() for form in (row.get(language) or "").split("|") if form.strip())
        for language in (SOURCE, "zh", "kk", "en")
    }
    return Entry("name" if kind == "name" else "term", forms)


class Terms:
    """Of the terms that a source (or, without sources, a reference) has, the share that the hypothesis renders so."""

    key, title, higher_is_better = "terms", "term accuracy", True
    kind: Kind = "term"

    def __init__(self, references: References, glossary: Sequence[Entry]) -> None:
        target = short(references.language)
        self._entries = [e for e in glossary if e.kind == self.kind and e.forms[target] and e.forms[SOURCE]]
        if not self._entries:
            raise UsageError(f"the glossary has no {self.kind} with a Russian and a {target} form")
        self._target, self._sourced, self._count = target, bool(references.sources), len(references.texts)
        asked_in = references.sources or references.texts[0]
        asked_by = SOURCE if references.sources else target
        self._asked = [[e for e in self._entries if _stands(e, asked_by, text)] for text in asked_in]

    @property
    def signature(self) -> str:
        """The recipe."""
        by = "source" if self._sourced else "reference"
        return f"asked:{by}|entries:{len(self._entries)}|case:lc|inflection:{_ENDING}|version:audarma-1"

    def statistics(self, hypotheses: Sequence[str]) -> Array:
        """Terms rendered as prescribed, and terms asked for."""
        rows = [
            (sum(_stands(entry, self._target, text) for entry in asked), len(asked))
            for text, asked in zip(hypotheses, self._asked, strict=True)
        ]
        return np.array(rows, np.float64)

    def pool(self, totals: Array) -> Array:
        """The share; NaN where none was asked for."""
        return share(totals[:, 0], totals[:, 1])

    def pool_segments(self, statistics: Array) -> Array:
        """The same of one segment."""
        return self.pool(statistics)


class Names(Terms):
    """The same for names of people, places and organisations."""

    key, title = "names", "name accuracy"
    kind: Kind = "name"


def _stands(entry: Entry, language: str, text: str) -> bool:
    return any(finder(text) for finder in _finders(entry.forms[language], language))


def _finders(forms: Sequence[str], language: str) -> Iterator[Callable[[str], object]]:
    for form in forms:
        yield _pattern(form, language).search


@lru_cache(maxsize=8192)
def _pattern(form: str, language: str) -> re.Pattern[str]:
    """A form as it may stand in a text: as it is in Chinese, as a word in English, inflected in Russian and Kazakh."""
    if language == "zh":
        return re.compile(re.escape(form), re.IGNORECASE)
    if language == "en":
        return re.compile(rf"(?<!\w){re.escape(form)}(?:s|es|['’]s?)?(?!\w)", re.IGNORECASE)
    words = [_inflected(word, language) for word in form.split()]
    return re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)", re.IGNORECASE)


def _inflected(word: str, language: str) -> str:
    """Kazakh adds endings to the whole word; Russian may also change its last letters. Short ones stay as they are."""
    if len(word) <= _ENDING or word.isupper():
        return re.escape(word) + (r"(?:-?\w+)?" if language == "kk" else "")
    if language == "kk":
        return re.escape(word[:-1]) + r"\w*"
    stem = word[: max(_ENDING, len(word) - 2)]
    return re.escape(stem) + rf"\w{{0,{_ENDING + 2}}}"
