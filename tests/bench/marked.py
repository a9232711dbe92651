"""Our hundred sentences with their persons, places and terms marked: `tests/data/fidelity.tsv`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "fidelity.tsv"
_MARK = re.compile(r"\[([PLT]) ([^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A person (P), a place (L) or a term (T), and what each language may say for it; nothing where it is not asked."""

    kind: str
    start: int
    stop: int
    expected: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without its marks, and the marks."""

    text: str
    marks: tuple[Mark, ...]


def read_marked() -> Iterator[Sentence]:
    """The sentences in order."""
    lines = [line for line in FILE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    languages = lines[0].split("\t")[1:]
    for line in lines[1:]:
        source, *columns = line.split("\t")
        cells = [column.split("|") for column in columns]
        text, last, marks = "", 0, []
        for number, match in enumerate(_MARK.finditer(source)):
            text += source[last : match.start()]
            expected = {
                language: tuple(form for form in cell[number].split("/") if form != "–")
                for language, cell in zip(languages, cells, strict=True)
            }
            marks.append(Mark(match[1], len(text), len(text) + len(match[2]), expected))
            text, last = text + match[2], match.end()
        yield Sentence(text + source[last:], tuple(marks))
