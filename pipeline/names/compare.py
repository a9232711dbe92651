"""How far the spelling of a name in another language is from its Russian one, by what each consonant may become there.

An alignment of the least cost, after Wagner & Fischer 1974, https://doi.org/10.1145/321796.321811, over
`seeds/names/letters.tsv`. Vowels count little: languages render them freely, and where they stand more than which they
are. A Chinese name is read aloud first, in pinyin.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipeline.names.read import read_rows

STRANGE = 1.0
"""What a consonant costs that has no counterpart."""
_OTHER = 1.4
"""What a consonant costs in another's place where the table does not pair them."""
_RUSSIAN_VOWELS = re.compile("[аеёиоуыэюяй]+")
_VOWELS = {"en": re.compile("[aeiouy]+"), "kk-Cyrl": re.compile("[аәеёиіоөуұүыэюяй]+")}
_SILENT = str.maketrans("", "", "ьъ'’ʼ.")
_LATIN = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "ß": "s", "đ": "d", "æ": "e", "œ": "e", "ð": "d", "þ": "t"})
_MUTE = re.compile("(?<=[aeiou])h$|e$")
_TWICE = re.compile(r"([^V])\1+")

_START = (0,)
_LONGEST = 8
"""Characters or letters of a piece that a word is looked for in, at most, where its beginning is sought."""

Forms = Mapping[str, Sequence[tuple[str, float]]]
"""What a Russian consonant may be, with the cost of each, by its first letter; "" where it is left out."""


def distance(word: str, other: str, language: str) -> float:
    """The cost of taking a Russian word for what another language spells `other`; 0 is as the rules have it."""
    there = spelt(other, language)
    return _align(russian(word), there, language, _START, (len(there),))


def distance_within(word: str, run: str, language: str, borders: tuple[int, ...], *, ends: bool) -> float:
    """The same for the best piece of `run`, of those that stand at its end (`ends`) or else at its beginning.

    `borders` are the places in `run` where the piece may begin, or else end.
    """
    there = spelt(run, language)
    free = tuple(len(spelt(run[:place], language)) for place in borders)
    return _align(russian(word), there, language, *((free, (len(there),)) if ends else (_START, free)))


def find_within(word: str, run: str, language: str) -> tuple[float, int, int]:
    """The least cost that any piece of `run` has, letters or characters, and where that piece begins and stops."""
    sizes = [len(spelt(run[:place], language)) for place in range(len(run) + 1)]
    ours, there = russian(word), spelt(run, language)
    costs = _costs(ours, there, language, tuple(dict.fromkeys(sizes)))
    cost, stop = min((costs[sizes[place]], place) for place in range(1, len(run) + 1))
    behind = [
        (_costs(ours, there, language, (sizes[start],))[sizes[stop]], -start)
        for start in range(max(0, stop - _LONGEST), max(1, stop - 1))
    ]
    return cost, -min(behind)[1], stop


def consonants(word: str) -> int:
    """How many consonants a Russian word is compared by."""
    return len(russian(word).replace("V", ""))


@lru_cache(maxsize=32_768)
def russian(word: str) -> str:
    """A Russian word as it is compared: consonants, and V for each row of vowels."""
    return _TWICE.sub(r"\1", _RUSSIAN_VOWELS.sub("V", word.lower().translate(_SILENT).replace("-", "")))


@lru_cache(maxsize=32_768)
def spelt(word: str, language: str) -> str:
    """A word of another language as it is compared."""
    if language == "zh-Hans":
        return "".join(map(_syllable, word))
    text = word.lower().translate(_SILENT).replace("-", "")
    if language == "en":
        text = "".join(c for c in unicodedata.normalize("NFKD", text.translate(_LATIN)) if not unicodedata.combining(c))
        text = _MUTE.sub("", text)
    written = _VOWELS[language].sub("V", text)
    return written if language == "en" else _TWICE.sub(r"\1", written)


_CONSONANTS = frozenset("斯特克德夫弗布卜姆普格兹茨什赫思奇勒")
"""Characters that stand for a consonant without a vowel, though each is read with one."""


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    from pypinyin import Style, lazy_pinyin

    pinyin: str = lazy_pinyin(character, style=Style.NORMAL)[0]
    if pinyin == "er":
        return "R"
    found = re.fullmatch(r"([zcs]h|[bpmfdtnlgkhjqxrzcsw])?([yaeiouvü]+)(ng|n|r)?", pinyin)
    vowel = "v" if character in _CONSONANTS else "V"
    return (found[1] or "") + vowel + (found[3] or "") if found else ""


@lru_cache(maxsize=4)
def _letters(language: str) -> Mapping[str, Forms]:
    rows = read_rows("letters")
    column = rows[0].index(language)
    return {row[0].strip("-"): _forms(row[column]) for row in rows[1:]}


@lru_cache(maxsize=4)
def _added(language: str) -> Mapping[str, float]:
    """What a letter costs that Russian does not have."""
    return {form: price for forms in _letters(language)[""].values() for form, price in forms}


def _forms(cell: str) -> dict[str, list[tuple[str, float]]]:
    costs: dict[str, float] = {}
    for entry in cell.split():
        form, _, cost = entry.partition(":")
        costs.setdefault(form.strip("-"), float(cost or 0))
    forms: dict[str, list[tuple[str, float]]] = {}
    for form, price in costs.items():
        forms.setdefault(form[:1], []).append((form, price))
    return forms


def _align(word: str, other: str, language: str, starts: tuple[int, ...], stops: tuple[int, ...]) -> float:
    """The least cost of a piece of `other` that begins at one of `starts` and stops at one of `stops`."""
    costs = _costs(word, other, language, starts)
    return min(costs[stop] for stop in stops)


@lru_cache(maxsize=65_536)
def _costs(word: str, other: str, language: str, starts: tuple[int, ...]) -> tuple[float, ...]:
    """By where it stops, the least cost of a piece of `other` that begins at one of `starts`."""
    letters, added = _letters(language), _added(language)
    width = len(other) + 1
    far = float("inf")
    costs = [[far] * width for _ in range(len(word) + 1)]
    for start in starts:
        costs[0][start] = 0.0
    for i in range(len(word) + 1):
        row = costs[i]
        entries = [(i + n, letters.get(word[i : i + n])) for n in (1, 2) if i + n <= len(word)]
        for j in range(width):
            cost = row[j]
            if cost == far:
                continue
            for n in (1, 2):  # a letter that Russian does not have
                if j + n < width:
                    extra = added.get(other[j : j + n], STRANGE if n == 1 else far)
                    row[j + n] = min(row[j + n], cost + extra)
            for stop, forms in entries:
                if forms is not None:
                    after = costs[stop]
                    for form, price in (*forms.get(other[j : j + 1], ()), *forms.get("", ())):
                        if other.startswith(form, j) and cost + price < after[j + len(form)]:
                            after[j + len(form)] = cost + price
            if i < len(word):
                below = costs[i + 1]
                vowel = word[i] == "V"
                below[j] = min(below[j], cost + STRANGE)
                if j + 1 < width and cost + _OTHER < below[j + 1] and vowel == (other[j] == "V"):
                    below[j + 1] = cost + _OTHER
    return tuple(costs[-1])
