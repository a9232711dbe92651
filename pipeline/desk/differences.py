"""What differs between two texts, as runs to be marked: words, or characters where a language has no spaces."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `same` is False where the other text has something else, or nothing."""

    text: str
    same: bool


def differ(text: str, other: str, *, by_character: bool) -> tuple[Piece, ...]:
    """The pieces of `text`, seen from `other`."""
    ours, theirs = (list(side) if by_character else _WORD.findall(side) for side in (text, other))
    marks = [False] * len(ours)
    for start, _, size in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        marks[start : start + size] = [True] * size
    return _join(ours, marks)


def _join(tokens: Sequence[str], marks: Sequence[bool]) -> tuple[Piece, ...]:
    pairs = groupby(zip(tokens, marks, strict=True), key=lambda pair: pair[1])
    return tuple(Piece("".join(token for token, _ in run), same) for same, run in pairs)
