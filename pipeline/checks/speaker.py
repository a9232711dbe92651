"""Speaker: a person's words stay his: where two people speak in one segment, and where they speak in two nearby.

In one segment each name stays beside its quotation. Across segments the speaker of one must not be another's of those
nearby, in place of his own: the article is a window of pairs that the check is told of before.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.checks.attributed import Speaker, speakers
from pipeline.checks.check import Check, Issue, Manifest, Pair, Parameter, Place
from pipeline.names.compare import consonants
from pipeline.names.meet import Met, likeness, meet

MANIFEST = Manifest(
    "speaker",
    "Words in quotation marks stay with the person who said them.",
    "warning",
    (Parameter("alike", 0.75, "How alike the consonants of two spellings of a name are, 0 to 1."),),
    thorough=True,
)

_QUOTATION = re.compile(r"[«“\"„]([^«»“”\"„]{12,})[»”\"]")
_IN_CHARACTERS = re.compile(r"[“\"「]([^“”\"「」]{5,})[”\"」]")
_SENTENCE = 200
_END = re.compile(r"[.!?](?=\s)|[。！？]")
_NAME = re.compile(r"(?<![.!?»”\"] )(?<!^)\b[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w’'-]+(?: [A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w’'-]+){0,2}")
_CAPITAL = re.compile(r"\b[А-ЯЁӘҒҚҢӨҰҮҺІ]\w+")
_NEARBY = 4
"""Segments before and after in which another speaker is looked for."""
_GONE = 0.7
"""How alike what comes nearest to a name may be where the name is not there."""
_SHORTEST = 3
"""Consonants of a name that is told from others by them."""


def build(alike: float) -> Check:
    """The check; `alike` as in the manifest."""
    return _Speaker(alike)


class _Speaker:
    """The check of one pair, after one look at who speaks in all segments of a window."""

    def __init__(self, alike: float) -> None:
        self._alike = alike
        self._nearby: dict[Pair, tuple[str, ...]] = {}

    def prepare(self, pairs: Sequence[Pair]) -> None:
        """Remembers of each pair in which one person speaks who else speaks nearby; of the window before nothing."""
        said = [speakers(pair.source) for pair in pairs]
        self._nearby = {}
        for i, pair in enumerate(pairs):
            if len(said[i]) != 1:
                continue
            near = range(max(0, i - _NEARBY), min(len(pairs), i + _NEARBY + 1))
            others = {s.word for j in near if pairs[j].language == pair.language for s in said[j]}
            absent = tuple(word for word in sorted(others) if not _names(pair.source, word))
            if absent:
                self._nearby[pair] = absent

    def __call__(self, pair: Pair) -> Iterator[Issue]:
        inside = list(_swapped(pair, self._alike))
        yield from inside
        if not inside and pair in self._nearby:
            yield from self._replaced(pair, self._nearby[pair])

    def _replaced(self, pair: Pair, others: Sequence[str]) -> Iterator[Issue]:
        """The speaker of a segment is not named in its translation, but one of those nearby is."""
        (speaker,) = speakers(pair.source)
        own = meet(speaker.word, pair.hypothesis, pair.language)
        if consonants(speaker.word) < _SHORTEST or (own is not None and own.likeness >= _GONE):
            return
        for word in others:
            if consonants(word) < _SHORTEST:
                continue
            met = meet(word, pair.hypothesis, pair.language)
            if met is not None and met.likeness >= self._alike and not _is_another(pair, met):
                yield _told(pair, speaker, met)
                return


def _told(pair: Pair, speaker: Speaker, met: Met) -> Issue:
    values = {"source": pair.source[slice(*speaker.place)], "target": pair.hypothesis[slice(*met.place)]}
    return Issue("warning", "speaker-replaced", values, source=speaker.place, target=met.place)


def _names(source: str, word: str) -> bool:
    """Whether a Russian text has a word in some form."""
    return any(likeness(word, found) >= _GONE for found in _CAPITAL.findall(source))


def _is_another(pair: Pair, met: Met) -> bool:
    """Whether what was met of a speaker nearby is a name that the segment itself has."""
    there = pair.hypothesis[slice(*met.place)]
    found = (meet(word, there, pair.language) for word in _CAPITAL.findall(pair.source))
    return any(other is not None and other.likeness >= _GONE for other in found)


def _swapped(pair: Pair, alike: float) -> Iterator[Issue]:
    """In a segment with several quotations, a name that stands by another one than in the source."""
    quotations = _IN_CHARACTERS if pair.language == "zh-Hans" else _QUOTATION
    ours = [match.span() for match in _QUOTATION.finditer(pair.source)]
    theirs = [match.span() for match in quotations.finditer(pair.hypothesis)]
    if len(ours) < 2 or len(ours) != len(theirs):
        return
    here = [_nearest(pair.source, quotation, _outside(pair.source, ours)) for quotation in ours]
    names = [name for name in dict.fromkeys(here) if name is not None]
    if pair.language == "zh-Hans":
        places = {met.place for name in names if (met := _met(pair, name, alike)) and not _is_in(met.place, theirs)}
    else:
        places = set(_outside(pair.hypothesis, theirs))
    there = [_nearest(pair.hypothesis, quotation, sorted(places)) for quotation in theirs]
    for i, name in enumerate(here):
        if name is None or there[i] is None or _is_same(pair, name, there[i], alike):
            continue
        for j, other in enumerate(there):
            if j != i and other is not None and _is_same(pair, name, other, alike):
                yield Issue("warning", "speaker", {"target": pair.hypothesis[slice(*other)]}, source=name, target=other)


def _met(pair: Pair, name: Place, alike: float) -> Met | None:
    """Where a name of the source stands in a Chinese translation."""
    word = pair.source[slice(*name)].split()[-1]
    met = meet(word, pair.hypothesis, pair.language)
    return met if met is not None and met.likeness >= alike else None


def _is_same(pair: Pair, ours: Place, theirs: Place | None, alike: float) -> bool:
    """Whether a name of the source and one of the translation are one."""
    if theirs is None:
        return False
    name, there = pair.source[slice(*ours)], pair.hypothesis[slice(*theirs)]
    if pair.language != "zh-Hans":
        return likeness(name, there) >= alike
    met = meet(name.split()[-1], there, pair.language)
    return met is not None and met.likeness >= alike


def _outside(text: str, quotations: Sequence[Place]) -> list[Place]:
    """Where names stand outside of quotations."""
    return [m.span() for m in _NAME.finditer(text) if not _is_in(m.span(), quotations)]


def _is_in(name: Place, quotations: Sequence[Place]) -> bool:
    """Whether a name stands in a quotation."""
    return any(start <= name[0] < stop for start, stop in quotations)


def _nearest(text: str, quotation: Place, names: Sequence[Place]) -> Place | None:
    """The name that stands nearest to a quotation."""
    return min(names, key=lambda name: _distance(text, quotation, name), default=None)


def _distance(text: str, quotation: Place, name: Place) -> int:
    """Characters between words and name; the end of a sentence between them counts for many, and so does the other side
    of words that stand behind a colon.
    """
    follows = name[0] >= quotation[1]
    start, stop = (quotation[1], name[0]) if follows else (name[1], quotation[0])
    apart = len(_END.findall(text, start, stop)) + (follows and text[: quotation[0]].endswith("："))
    return stop - start + _SENTENCE * apart
