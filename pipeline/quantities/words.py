"""Numbers in words in Russian, Kazakh and English text: the longest runs of words that read as one number."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from pipeline.quantities.european import Numeral
from pipeline.quantities.numerals import SCALE, is_bare, is_vague, scale_of, value_of

_WORD = re.compile(r"[^\W\d_]+")
_GLUE = re.compile(r"[\s\u00a0-]+(?:(?:and a|and|с)[\s-]+)?")
_BETWEEN = {"ru": {"с"}, "en": {"and", "a"}, "kk": set[str]()}
"""две с половиной, a hundred and five, two and a half."""
_HALF = Fraction(1, 2)
_ABLATIVE = re.compile(r".+[днт][ае]н$")
_DECADES = re.compile(r"[\s\u00a0]+десятилети")
_WITH = re.compile(r"[\s\u00a0]+[^\W\d_]+(?:ами|ями|ыми|ими|ью)\b")
"""What makes "семью" seven ("семью голосами"), and not a family."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a number: its values, or what it multiplies with (`factor`, else 0).

    `alone`: it has a value and is no numeral ("decade"). `last`: it has an ending that only a number's last word has.
    """

    text: str
    start: int
    stop: int
    values: tuple[Fraction, ...]
    factor: int
    alone: bool
    last: bool


def find_words(text: str, language: str) -> Iterator[Numeral]:
    """The numbers in words of a text, in order."""
    found = _find(text, language)
    if language == "kk":
        return _with_fractions(text, list(found))
    return _with_decades(text, found) if language == "ru" else found


def _with_decades(text: str, numerals: Iterable[Numeral]) -> Iterator[Numeral]:
    """Three decades may be said as thirty years."""
    for numeral in numerals:
        if _DECADES.match(text, numeral.stop):
            yield replace(numeral, readings=(*numeral.readings, numeral.readings[0] * 10))
        else:
            yield numeral


def _with_fractions(text: str, numerals: Sequence[Numeral]) -> Iterator[Numeral]:
    """A Kazakh fraction has its denominator first, in the ablative: "бестен бір" may be a fifth, or one of five."""
    for numeral, after in pairwise((*numerals, None)):
        assert numeral is not None
        whole = numeral.readings[0]
        if (
            after is not None
            and after.readings[0] < whole
            and _ABLATIVE.match(text[numeral.start : numeral.stop])
            and text[numeral.stop : after.start].isspace()
        ):
            yield replace(numeral, readings=(*numeral.readings, after.readings[0] / whole))
        else:
            yield numeral


def _find(text: str, language: str) -> Iterator[Numeral]:
    meanings = [_meaning(word, language) for word in _WORD.findall(text)]
    if not any(meanings):
        return
    run: list[_Word] = []
    for match, may_mean in zip(_WORD.finditer(text), meanings, strict=True):
        family = may_mean is not None and match.group().lower() == "семью" and not _WITH.match(text, match.end())
        meaning = None if family else may_mean
        if not run and meaning is None:
            continue  # nearly every word
        if run and match.group() in _BETWEEN[language]:
            continue
        word = _Word(match.group(), match.start(), match.end(), *meaning) if meaning else None
        if run and (word is None or not _joins(text, run[-1], word)):
            yield from _read(run)
            run = []
        if word is not None:
            run.append(word)
    yield from _read(run)


@lru_cache(maxsize=65536)
def _meaning(text: str, language: str) -> tuple[tuple[Fraction, ...], int, bool, bool] | None:
    """What a `_Word` says beside its place; None for a word of no number, which nearly every word is."""
    scale = SCALE[language].fullmatch(text.casefold()) if len(text) > 1 else None
    factor = scale_of(scale) if scale is not None else 0
    values = () if factor else value_of(text, language)
    if not factor and not values:
        return None
    alone = not factor and values[0] != _HALF and is_vague(text, language)
    return values, factor, alone, not is_bare(text, language)


def _joins(text: str, before: _Word, word: _Word) -> bool:
    """Whether a word goes on with the number before it; after a word of magnitude a comma may stand."""
    if before.alone or word.alone or before.last:
        return False
    start = before.stop + (before.factor > 0 and text.startswith(", ", before.stop))
    return _GLUE.fullmatch(text, start, word.start) is not None


def _read(run: Sequence[_Word]) -> Iterator[Numeral]:
    """Sums what can be summed ("двадцать пять тысяч триста"), and begins anew where it cannot ("два три")."""
    while run:
        value, taken = _sum(run)
        first, last = run[0], run[taken - 1]
        readings = [value]
        if taken == 1:
            readings += first.values[1:]
        elif not any(word.factor for word in run[:taken]):
            readings += last.values  # "сорок два" may be said of forty and of two
        vague = taken == 1 and (first.alone or first.factor > 0 or first.values[:1] == (_HALF,))
        yield Numeral(tuple(dict.fromkeys(readings)), first.start, last.stop, written=False, vague=vague)
        run = run[taken:]


def _sum(run: Sequence[_Word]) -> tuple[Fraction, int]:
    """The value of the words at the start of a run that make one number, and how many they are."""
    if len(run) == 1:  # nearly every run
        return Fraction(run[0].factor) if run[0].factor else run[0].values[0], 1
    total, part, last = Fraction(0), Fraction(0), Fraction(10**15)
    for taken, word in enumerate(run):
        if word.factor == 100:
            part, last = (part or 1) * Fraction(100), Fraction(100)
        elif word.factor:
            total, part, last = total + (part or 1) * word.factor, Fraction(0), Fraction(word.factor)
        elif taken == 0 or (part and word.values[0] == _HALF) or _follows(word.values[0], last):
            part, last = part + word.values[0], word.values[0]
        else:
            return total + part, taken
    return total + part, len(run)


def _follows(value: Fraction, last: Fraction) -> bool:
    """Units follow tens, tens follow hundreds: "двадцать пять", never "пять один" or "двенадцать три"."""
    small = (value < 10 and last % 10 == 0) or (value < 100 and last >= 100) or last >= 1000
    return 0 < value < last and small
