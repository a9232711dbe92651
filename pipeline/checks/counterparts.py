"""Which words of a source have a counterpart in its translation, and the other way round, by a lexicon.

Each word speaks for or against its stretch of text being left out (in the source) or added (in the translation): by the
likeliest of its counterparts that is there, by how much it says, and by how many words that could be a counterpart by
chance. How loudly is in `counterparts.tsv`: the logarithm of how much more often such a word stands in a sentence
beside the translation of another one than beside its own. A word that the lexicon does not know says next to nothing.

A run of words without counterparts is the sign of something that is left out; scattered ones are the sign of a free
translation. What is added is looked for clause by clause.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from models.languages import SOURCE
from models.lexicon.read import Lexicon, read_lexicon
from models.lexicon.stem import CUT, Word, words
from pipeline.checks.check import Pair, Place

Cell = tuple[int, ...]
"""What is known of a word: the likelihood of its counterpart (0: none there; -1: not in the lexicon), its weight, how
long the other side is. Of a Chinese character: its own likelihood and weight, that of the better pair it is in, and how
long the source is."""

_BY_CHANCE = (10, 20)
"""Words of the other side from which one is more often a counterpart by chance."""
_CHARACTERS = 4
"""What the lexicon knows of Chinese, characters and pairs, for a word of another language."""
_RARE = 4
"""The weight of a word that the lexicon does not know but that is spelt alike in the source."""
MOST_OF_A_WORD = 2.5
"""What one word counts in a run at most."""
_MOST_IN_CLAUSE = 1.0
_CUT = {
    "": re.compile(r"[,.](?!\d)|[;:—–()«»“”\"!?]|\s-\s"),
    "zh-Hans": re.compile(r"[，；：。—（）“”！？]"),
}
_LEAST = {"": 3, "zh-Hans": 5}
"""Words, or characters, of a clause that says something."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What words say of a pair, in natural logarithms of odds.

    `missing` is the sum over the run of source words that most lacks counterparts, which stands at `missing_at`; `lack`
    the mean over all source words. `strange` is the sum over the clause of the translation that most lacks them, by the
    square root of its number of words, and stands at `strange_at`.
    """

    missing: float
    missing_at: Place | None
    lack: float
    strange: float
    strange_at: Place | None


Table = Mapping[Cell, float]
Told = Sequence[tuple[Cell, int, int]]
"""Words with their places."""


@lru_cache(maxsize=64)
def weigh(pair: Pair) -> Evidence:
    """The evidence of a pair."""
    source, target = tell(pair)
    ours = tables()[pair.language, "source"]
    missing, missing_at = _run(source, _held(pair.language, "source", MOST_OF_A_WORD))
    strange, strange_at = _clause(target, _held(pair.language, "target", _MOST_IN_CLAUSE), pair)
    lack = sum(ours.get(cell, 0.0) for cell, _, _ in source) / max(1, len(source))
    return Evidence(missing, missing_at, lack, strange, strange_at)


def tell(pair: Pair) -> tuple[Told, Told]:
    """What is known of the words of the source, and of the words or characters of the translation."""
    lexicon = read_lexicon(pair.language)
    source, target = _source_words(pair.source), words(pair.hypothesis, pair.language)
    there = {word.stem for word in target}
    likely: dict[str, int] = {}
    grades: list[tuple[int, int] | None] = []
    for word in source:
        found = lexicon.find(word.stem)
        best = 0
        if found is not None:
            for other in found[1].keys() & there:  # a few of many
                grade = found[1][other]
                best = max(best, grade)
                if grade > likely.get(other, 0):
                    likely[other] = grade
        grades.append(None if found is None else (best, found[0]))
    if pair.language == "kk-Cyrl":  # names and loans are spelt alike
        same = {_as_kazakh(word.stem) for word in source}
        likely |= dict.fromkeys(same & there, 4)
        grades = [
            (4, grade[1] if grade else _RARE) if _as_kazakh(word.stem) in there else grade
            for word, grade in zip(source, grades, strict=True)
        ]
    chance = _by_chance(len(target) / (_CHARACTERS if pair.language == "zh-Hans" else 1))
    ours = [
        ((-1, 0, chance) if grade is None else (*grade, chance), word.start, word.stop)
        for word, grade in zip(source, grades, strict=True)
    ]
    of_target: Callable[[Sequence[Word], Mapping[str, int], Lexicon, int], Told]
    of_target = _characters if pair.language == "zh-Hans" else _words
    return ours, of_target(target, likely, lexicon, _by_chance(len(source)))


@lru_cache(maxsize=1)
def tables() -> Mapping[tuple[str, str], Table]:
    """How loudly each cell speaks, by language and side."""
    found: dict[tuple[str, str], dict[Cell, float]] = {}
    for line in files("pipeline").joinpath("checks", "counterparts.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            language, side, value, *cell = line.split("\t")
            found.setdefault((language, side), {})[tuple(map(int, cell))] = float(value)
    return found


@lru_cache(maxsize=512)  # a source is asked about for each language, a window of segments at a time
def _source_words(source: str) -> Sequence[Word]:
    return words(source, SOURCE)


def _as_kazakh(stem: str) -> str:
    return stem[: CUT["kk-Cyrl"]]


def _by_chance(number: float) -> int:
    return sum(number > bound for bound in _BY_CHANCE)


def _words(target: Sequence[Word], likely: Mapping[str, int], lexicon: Lexicon, chance: int) -> Told:
    told = []
    for word in target:
        grade, weight = likely.get(word.stem, 0), lexicon.weigh(word.stem)
        if weight is None and grade:  # spelt alike
            weight = _RARE
        told.append(((-1, 0, chance) if weight is None else (grade, weight, chance), word.start, word.stop))
    return told


def _characters(target: Sequence[Word], likely: Mapping[str, int], lexicon: Lexicon, chance: int) -> Told:
    alone: dict[int, tuple[int, int]] = {}
    paired: dict[int, int] = {}
    for word in target:
        weight = lexicon.weigh(word.stem)
        if len(word.stem) == 1:
            alone[word.start] = (-1, 0) if weight is None else (likely.get(word.stem, 0), weight)
        elif weight is not None:
            grade = likely.get(word.stem, 0)
            for place in (word.start, word.start + 1):
                if grade > paired.get(place, -1):
                    paired[place] = grade
    return [((*of, paired.get(place, -1), chance), place, place + 1) for place, of in alone.items()]


def _run(told: Told, table: Table) -> tuple[float, Place | None]:
    """The greatest sum over words side by side (Kadane's algorithm), and where they stand."""
    best, place, total, began = 0.0, None, 0.0, 0
    for cell, start, stop in told:
        if total <= 0:
            total, began = 0.0, start
        total += table.get(cell, 0.0)
        if total > best:
            best, place = total, (began, stop)
    return best, place


def _clause(told: Told, table: Table, pair: Pair) -> tuple[float, Place | None]:
    """The greatest sum over a clause by the root of its words, and where it stands."""
    key = pair.language if pair.language in _CUT else ""
    stops = [match.start() for match in _CUT[key].finditer(pair.hypothesis)]
    best, place = 0.0, None
    for clause in _parts(told, stops):
        if len(clause) >= _LEAST[key]:
            total = sum([table.get(cell, 0.0) for cell, _, _ in clause]) / len(clause) ** 0.5
            if total > best:
                best, place = total, (clause[0][1], clause[-1][2])
    return best, place


def _parts(told: Told, stops: Sequence[int]) -> Iterator[Told]:
    """The words between the stops, which are places in the text, ascending."""
    starts = [start for _, start, _ in told]
    bounds = [0, *(bisect_left(starts, stop) for stop in stops), len(told)]
    return (told[start:stop] for start, stop in pairwise(bounds))


@lru_cache(maxsize=8)
def _held(language: str, side: str, most: float) -> Table:
    """A table in which no word speaks louder than `most`, either way."""
    return {cell: max(-most, min(most, value)) for cell, value in tables()[language, side].items()}
