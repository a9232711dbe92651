"""Names of foreigners in a Chinese translation, 名·姓, held against the names of the Russian source by their sound.

Where such a name begins and ends in the text is not marked, so what stands before the first point is compared from its
end, and what stands after the last one from its beginning, as far as a name may go there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipeline.names.borders import may_begin, may_end
from pipeline.names.compare import consonants, distance, distance_within
from pipeline.names.established import established_forms
from pipeline.names.hanzi import transcribe
from pipeline.names.inflect import russian_stems
from pipeline.names.places import Place
from pipeline.terms.lemmas import words

_NAME = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[·•・‧][\u4e00-\u9fff]{1,8})+")
_POINT = re.compile("[·•・‧]")
_LANGUAGE = "zh-Hans"
_AND = re.compile("[和与及]")
_SHOWN = 5
"""Characters shown of a part whose border is not marked."""
_BESIDE = 3
"""How far apart two words of the source may stand that are of one name (Йоханнес ван дер Ваальс)."""
_SURE = 0.12
"""The distance below which a part is surely of a word."""
STRANGE = 0.19
"""The distance by consonants and one, from which a part is told: of 537 parts of names in good translations of news and
of FLORES-200 dev 9 in 100 are farther, for the most part where the source has another name or none."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a name in characters, where it stands, the word of the source that comes nearest, and how far it is."""

    place: Place
    word: str
    distance: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two points, or before the first and after the last, where the name has one free border."""

    start: int
    text: str
    free: Literal["start", "stop", ""]
    borders: tuple[int, ...]

    @property
    def place(self) -> Place:
        """Where it stands in the translation, a part whose border is not marked cut to what is shown of it."""
        stop = self.start + len(self.text)
        return (
            max(self.start, stop - _SHOWN) if self.free == "start" else self.start,
            min(stop, self.start + _SHOWN) if self.free == "stop" else stop,
        )

    def holds(self, form: str) -> bool:
        """Whether it may be a form, with what is beside the name."""
        if self.free == "stop":
            return self.text.startswith(form) and len(form) in self.borders
        if self.free == "start":
            return self.text.endswith(form) and len(self.text) - len(form) in self.borders
        return self.text == form


def strange_parts(source: str, translation: str) -> Iterator[Part]:
    """The parts of names in a Chinese text that sound like no name of the source.

    Where one part of a name is surely a word of the source, those beside it are held against the words beside that one.
    """
    found = words(source)
    names = {i: word.text for i, word in enumerate(found) if word.text[0].isupper() and len(word.text) > 1}
    if not names:
        return
    for match in _NAME.finditer(translation):
        for row in _rows(match):
            table = [{i: _distance(name, piece) for i, name in names.items()} for piece in row]
            for piece, (far, i) in zip(row, _explained(table), strict=True):
                if far >= STRANGE:
                    yield Part(piece.place, names[i], far)


def _explained(table: list[dict[int, float]]) -> list[tuple[float, int]]:
    """For each part of a name, how far it is and from which word: of words beside each other where one is sure."""
    alone = [min((far, i) for i, far in row.items()) for row in table]
    paths: dict[int, tuple[float, tuple[int, ...]]] = {i: (far, (i,)) for i, far in table[0].items()}
    for row in table[1:]:
        longer: dict[int, tuple[float, tuple[int, ...]]] = {}
        for i, far in row.items():
            before = [paths[j] for j in range(i - _BESIDE, i + _BESIDE + 1) if j != i and j in paths]
            if before:
                cost, path = min(before)
                longer[i] = (cost + far, (*path, i))
        paths = longer
    if not paths:
        return alone
    together = [(row[i], i) for row, i in zip(table, min(paths.values())[1], strict=True)]
    return together if min(together)[0] < _SURE else alone


def _rows(match: re.Match[str]) -> Iterator[list[_Piece]]:
    """The parts of each of the names that a run of characters with points in it holds (汤姆·克鲁斯和妮可·基德曼)."""
    row: list[_Piece] = []
    for piece in _pieces(match):
        if row and piece.free == "start":
            yield row
            row = []
        row.append(piece)
    yield row


def count_names(text: str) -> int:
    """How many names with a point a Chinese text has at least."""
    return len(_NAME.findall(text))


def _pieces(match: re.Match[str]) -> Iterator[_Piece]:
    start, texts = match.start(), _POINT.split(match.group())
    for number, text in enumerate(texts):
        joint = _AND.search(text)
        if number == 0:
            yield _from_behind(match.string, start, text)
        elif number == len(texts) - 1:
            yield _from_before(match.string, start, text)
        elif joint:
            yield _from_before(match.string, start, text[: joint.start()])
            yield _from_behind(match.string, start + joint.end(), text[joint.end() :])
        else:
            yield _Piece(start, text, "", ())
        start += len(text) + 1


def _from_behind(translation: str, start: int, text: str) -> _Piece:
    """A part that stops at a point and begins somewhere in a text."""
    borders = tuple(at for at in range(len(text)) if not at or may_begin(translation, start + at))
    return _Piece(start, text, "start", borders)


def _from_before(translation: str, start: int, text: str) -> _Piece:
    """A part that begins at a point and stops somewhere in a text."""
    size = len(text)
    borders = tuple(at for at in range(1, size + 1) if at == size or may_end(translation, start + at))
    return _Piece(start, text, "stop", borders or (0,))


def _distance(name: str, piece: _Piece) -> float:
    if any(piece.holds(form) for form in _forms(name)):
        return 0.0
    if piece.free:
        far = min(
            distance_within(stem, piece.text, _LANGUAGE, piece.borders, ends=piece.free == "start")
            for stem in russian_stems(name)
        )
    else:
        far = min(distance(stem, piece.text, _LANGUAGE) for stem in russian_stems(name))
    return far / (consonants(name) + 1)


@lru_cache(maxsize=4096)
def _forms(name: str) -> tuple[str, ...]:
    """A name as custom or the syllable table has it in Chinese."""
    by_table = (transcribe(stem, woman=woman) for stem in russian_stems(name) for woman in (False, True))
    return (*established_forms(name), *(form for form in by_table if len(form) > 1))
