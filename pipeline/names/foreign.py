"""Names in a translation, and whether something in the Russian source explains them.

A word of the source explains one that is spelt as the rules of its language may spell it (Путин, Putin), or that
belongs to a place it speaks of (немецкий, German). Words that a language writes with a capital although they name
nobody (Monday, Ministry) need no explanation.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pipeline.names.compare import consonants, distance
from pipeline.names.inflect import russian_stems, target_stems
from pipeline.names.places import Place, explained_forms, names_of_one_word, places_of
from pipeline.names.sounds import alike
from pipeline.terms.lemmas import words

_CAPITAL = {
    "en": re.compile(r"(?<![\w’'-])[A-ZÀ-Þ][^\W\d_]+(?:[’'-][^\W\d_]+)*"),
    "kk-Cyrl": re.compile(r"(?<![\w-])[А-ЯЁӘҒҚҢӨҰҮҺІ][^\W\d_]+(?:-[^\W\d_]+)*"),
}
_INSIDE = re.compile(r"[^\W_][,]? $")
"""What stands before a word that does not begin a sentence or a quotation."""
_SAME_LATIN = 0.7
_MAY_BE = 0.33
"""How alike two words must roughly sound to be compared letter by letter."""
_LATIN = re.compile(r"[A-Za-z]{2,}")
_FAR = float("inf")
_LEAST_BASE = 4
_WORD = re.compile(r"[^\W\d_]{3,}")
_FEW = 3
"""Words with a capital up to which a text is no headline in capitals."""
_SHORT = 2
"""Consonants of a word that is too short to be told from another by them."""
_OF_COMMON = re.compile(
    r"(?:tion|sion|ment|ship|ity|[ct]ical|ency|ance|ence|ness|hood|tive|ology|graphy|tural|toral|ular|ous)s?$"
)
"""What ends an English word that is no name."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The word of a source that a name of its translation comes nearest to, and how far it is; a consonant counts 1."""

    word: str
    distance: float

    @property
    def explains(self) -> bool:
        """Whether the spelling is one that the name may have."""
        size = consonants(self.word)
        return self.distance < (0.65 if size > _SHORT else 0.45 if size == _SHORT else 0.2)

    @property
    def near(self) -> bool:
        """Whether the name may be this word misspelt."""
        return consonants(self.word) >= _SHORT and self.distance < min(2.1, 0.3 + 0.45 * consonants(self.word))


def capitals(text: str, language: str, *, inside: bool = False) -> list[Place]:
    """Where words with a capital stand; `inside` leaves out those that begin a sentence, and headlines in capitals."""
    if language not in _CAPITAL:
        return []
    found = [match.span() for match in _CAPITAL[language].finditer(text)]
    if not inside:
        return found
    if len(found) > _FEW and len(found) * 2 > len(text.split()) + 1:
        return []
    return [place for place in found if _INSIDE.search(text[: place[0]])]


def nearest(word: str, candidates: Iterable[str], language: str) -> Counterpart:
    """The Russian word of some that a word of a translation comes nearest to."""
    best = Counterpart("", _FAR)
    for candidate in candidates:
        found = spelling_distance(candidate, word, language)
        if found < best.distance:
            best = Counterpart(candidate, found)
            if not found:
                break
    return best


@lru_cache(maxsize=65_536)
def spelling_distance(russian: str, word: str, language: str) -> float:
    """How far a word is from what a Russian one may become, endings aside; infinitely where no sound fits."""
    if alike(russian, word) < _MAY_BE:
        return _FAR
    stems = target_stems(word, language)
    return min(distance(one, other, language) for one in russian_stems(russian) for other in stems)


def is_ordinary(word: str, language: str) -> bool:
    """Whether a word with a capital names nobody: an abbreviation, or a word that stands in small letters as well."""
    if word.isupper() or len(word) <= _SHORT:
        return True
    parts = [part for part in re.split(r"[-’']", word) if len(part) > 1]
    return all(
        not _common().isdisjoint(target_stems(part, language)) or (language == "en" and _OF_COMMON.search(part))
        for part in parts
    )


@lru_cache(maxsize=16_384)
def explain(word: str, source: str, language: str) -> Counterpart | None:
    """What explains a name of a translation: None where it needs nothing or its place is spoken of."""
    if is_ordinary(word, language):
        return None
    forms = explained_forms(source)
    stems = target_stems(word, language)
    meant = [stem for stem in stems if stem in _calendar()]
    if meant:
        folded = source.lower().replace("ё", "е")
        return None if any(begin in folded for stem in meant for begin in _calendar()[stem]) else Counterpart("", _FAR)
    if not forms.isdisjoint(stems) or not _bases(forms, language).isdisjoint(map(_base, stems)):
        return None
    latin = [found.group().lower() for found in _LATIN.finditer(source)]
    if any(stem in latin or alike(stem, found) >= _SAME_LATIN for stem in stems for found in latin):
        return None
    best = nearest(word, [found.text for found in words(source) if len(found.text) > _SHORT], language)
    if not best.explains and "-" in word:
        parts = [part for part in word.split("-") if len(part) > _SHORT]
        explained = [explain(part, source, language) for part in parts]
        if all(found is None or found.explains for found in explained):
            return None
    return best


_ENDING = re.compile(r"(?:i?ans?|eans?|ese|ish|ics?|ers?|is?|ia|[aeyos]|ия|[аяы])$")
"""What is not shared by the name of a place and what derives from it (Australia, Australian; Исландия, Исландтық)."""


def has_derived(forms: Iterable[str], text: str, language: str) -> bool:
    """Whether some word of a translation derives from a form of a place, whose own forms are not there."""
    bases = _bases(frozenset(form.lower() for form in forms), language)
    found = _WORD.findall(text)
    return any(_base(stem) in bases for word in found for stem in target_stems(word, language))


def has_lost_name(source: str, text: str, language: str) -> bool:
    """Whether something with a name in a Russian text has no counterpart in its translation: a word with a capital
    inside a sentence, one in Latin letters, or a month or weekday.
    """
    there = [match.group() for match in _WORD.finditer(text)]
    folded = text.lower()
    if any(latin.lower() not in folded for latin in _LATIN_NAME.findall(source)):
        return True
    return any(
        not any(spelling_distance(name, word, language) < _CLOSE for word in there)
        for name in _NAME.findall(source)
        if consonants(name) > _SHORT and not places_of(name)
    ) or _has_lost_day(source.lower(), folded, language)


def _has_lost_day(source: str, text: str, language: str) -> bool:
    """Whether a month or a weekday of the source has no word in the translation."""
    said = {
        beginnings[0]: any(word in text for word, other in _calendar().items() if other == beginnings)
        for word, beginnings in _calendar().items()
        if len(beginnings) == 1 and len(beginnings[0]) > _LEAST_BASE and (word[0] <= "z") == (language == "en")
    }
    return any(beginning in source and not there for beginning, there in said.items())


_LATIN_NAME = re.compile(r"\b[A-Z][a-z]{2,}")
_NAME = re.compile(r"(?<=[а-яё,»] )[А-ЯЁ][а-яё]{3,}")
_CLOSE = 1.0


def _base(word: str) -> str:
    return _ENDING.sub("", word)


@lru_cache(maxsize=1024)
def _bases(forms: frozenset[str], language: str) -> frozenset[str]:
    own = (form for form in forms if (form[:1] <= "z") == (language == "en"))
    return frozenset(base for base in map(_base, own) if len(base) >= _LEAST_BASE)


@lru_cache(maxsize=4096)
def is_known(word: str, language: str) -> bool:
    """Whether a word is a place of our lexicon, or one letter away from one or a common word (Mondap, Minibtry)."""
    from rapidfuzz.distance import Hamming

    stems = target_stems(word, language)
    if not names_of_one_word().isdisjoint(stems):
        return True
    return any(
        Hamming.distance(stem, other) == 1
        for stem in stems
        if len(stem) > _LEAST_BASE
        for other in _by_beginning().get((stem[0], len(stem)), ())
    )


@lru_cache(maxsize=1)
def _by_beginning() -> Mapping[tuple[str, int], list[str]]:
    """Common words and places by their first letter and length."""
    found: dict[tuple[str, int], list[str]] = {}
    for word in _common() | names_of_one_word() | _calendar().keys():
        found.setdefault((word[0], len(word)), []).append(word)
    return found


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    lines = files("seeds").joinpath("names", "common.txt").read_text("utf-8").splitlines()
    own = [line for line in lines if not line.startswith("#")]
    kazakh = [stem for word in own if word[0] > "z" for stem in target_stems(word, "kk-Cyrl")]
    found = frozenset((*own, *(stem for stem in kazakh if len(stem) >= _LEAST_BASE)))
    return found - names_of_one_word() - _calendar().keys()


@lru_cache(maxsize=1)
def _calendar() -> Mapping[str, tuple[str, ...]]:
    """Words with a capital that stand for common words of Russian, with the beginnings of those."""
    lines = files("seeds").joinpath("names", "calendar.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return {word: tuple(beginnings.split("|")) for word, beginnings in rows}
