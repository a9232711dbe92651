"""Names in a translation, and whether something in the Russian source explains them.

A word of the source explains one that is spelt as the rules of its language may spell it (Путин, Putin), or that
belongs to a place it speaks of (немецкий, German). Words that a language writes with a capital although they name
nobody (Monday, Ministry) need no explanation.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from operator import ne

from pipeline.common_words import common_words
from pipeline.names.compare import consonants, distance
from pipeline.names.exonyms import stand_for
from pipeline.names.inflect import is_inflected, russian_stems, target_stems
from pipeline.names.places import Place, explained_forms, names_of_one_word
from pipeline.names.read import read_rows
from pipeline.names.sounds import alike
from pipeline.terms.lemmas import parses, words

_CAPITAL = {
    "en": re.compile(r"(?:(?<![\w’'-])|(?<=[a-z]-))[A-ZÀ-ÞĀĂĆČĐĒĞĪİŁŃŌŐŘŚŞŠŤŪŮŰŹŻŽȘȚ][^\W\d_]+(?:[’'-][^\W\d_]+)*"),
    "kk-Cyrl": re.compile(r"(?<![\w-])[А-ЯЁӘҒҚҢӨҰҮҺІ][^\W\d_]+(?:-[^\W\d_]+)*"),
}
_LONG_SMALL = {"en": re.compile(r"(?<![\w’'-])[a-zà-þ]{5,}"), "kk-Cyrl": re.compile(r"(?<![\w-])[а-яёәғқңөұүһі]{5,}")}
"""A word in small letters that a headline in capitals would not have so."""
_INSIDE = re.compile(r"[^\W_][,]? $")
"""What stands before a word that does not begin a sentence or a quotation."""
_SAME_LATIN = 0.8
_MAY_BE = 0.33
"""How alike two words must roughly sound to be compared letter by letter."""
_LATIN = re.compile(r"[A-Za-z]{2,}")
_HYPHENED = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)+")
_CONTRACTED = re.compile(r"(?:n['’]t|['’](?:s|d|m|ll|re|ve)?)$|(?<=[А-ЯӘҒҚҢӨҰҮҺІ]{2})-[а-яәғқңөұүһі]+$")
"""What is not of a word: I'm, You're, Paris', and the suffixes of a Kazakh abbreviation."""
_PREFIX = re.compile(
    r"(?:un|non|anti|inter|multi|bio|aero|hydro|euro|micro|cyber|re|pre|post|sub|аэро|гидро|био|авиа|авто|мульти)-?(?=\w{4})"
)
"""What stands before a common word in another."""
_COMPOUND = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-Яа-яЁё]+)+")
_FAR = float("inf")
_LEAST_BASE = 4
_LEAST_NAME = 3
_WORD = re.compile(r"[^\W\d_]{3,}")
_HARD = {"ғ": "қ", "г": "к", "б": "п"}
"""What the last consonant of a Kazakh word was before a vowel: жарлығы, жарлық."""
_AS_RUSSIAN = str.maketrans("әғқңөұүһі", "агкноуухи")
_FEW = 3
"""Words with a capital up to which a text is no headline in capitals."""
_LONGEST_MIXED = 5
"""Letters up to which a word with two capitals is an abbreviation (CoV, ҚазҰУ)."""
_SHORT = 2
"""Consonants of a word that is too short to be told from another by them."""
_OF_COMMON = re.compile(
    r"(?:tion|sion|ment|ship|ity|[ct]ical|ency|ance|ence|ness|hood|tive|ology|graphy|tural|toral|ular|ous)s?$"
)
"""What ends an English word that is no name."""
_IES = re.compile("ies$")
_ADDED = re.compile(r"(?:i?er|ic|ed|ing|ly|ism|ist)$")
"""What makes another common word of a common word; not what makes a people of a place (-an, -ese, -ish)."""


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
        if self.word.isascii():  # in Latin letters, or none
            return bool(self.word)
        return consonants(self.word) >= _SHORT and self.distance < min(2.1, 0.3 + 0.45 * consonants(self.word))


def capitals(text: str, language: str, *, inside: bool = False) -> list[Place]:
    """Where words with a capital stand; `inside` leaves out those that begin a sentence, and headlines in capitals."""
    if language not in _CAPITAL:
        return []
    found = [match.span() for match in _CAPITAL[language].finditer(text)]
    if not inside:
        return found
    if len(found) > _FEW and len(_LONG_SMALL[language].findall(text)) <= 1:
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
    bare = _CONTRACTED.sub("", word)
    if len(bare) <= _SHORT or (len(bare) <= _LONGEST_MIXED and sum(map(str.isupper, bare)) > 1):
        return True
    parts = [part for part in re.split(r"[-’']", bare) if len(part) > 1]
    return all(part.removesuffix("s").isupper() or _is_common(part, language) for part in parts)


def _is_common(word: str, language: str) -> bool:
    """Whether a word, or what it is the plural of or derives from, is one of those in small letters, and no place."""
    if language != "en":
        stems = [
            form for stem in target_stems(word, language) for form in (stem, stem[:-1] + _HARD.get(stem[-1], stem[-1]))
        ]
        return not _common().isdisjoint((*stems, *(_PREFIX.sub("", stem, 1).removesuffix("аралық") for stem in stems)))
    folded = word.lower()
    if not _common().isdisjoint((folded, folded.removesuffix("s"), folded.removesuffix("es"), _IES.sub("y", folded))):
        return True
    if folded in names_of_one_word() or _base(folded) in _bases(names_of_one_word(), language):
        return False
    bare = _PREFIX.sub("", folded, 1)
    return (
        bool(_OF_COMMON.search(folded))
        or _ADDED.sub("", folded.removesuffix("s")) in _common()
        or (bare != folded and _is_common(bare, language))
    )


@lru_cache(maxsize=16_384)
def explain(word: str, source: str, language: str) -> Counterpart | None:
    """What explains a name of a translation: None where it needs nothing or its place is spoken of."""
    if is_ordinary(word, language):
        return None
    stems = target_stems(word, language)
    latin = [found.group() for found in _LATIN.finditer(source)]
    latin += [found.group().replace("-", "") for found in _HYPHENED.finditer(source)]
    if latin and _stands_in(stems, latin):
        return None
    meant = [stem for stem in stems if stem in _calendar()]
    if meant:
        folded = source.lower().replace("ё", "е")
        if any(begin in folded for stem in meant for begin in _calendar()[stem]):
            return None
        if stems[0] in meant:  # Romanian is not of Roman
            return Counterpart("", _FAR)
    if _is_spoken_of(stems, source, language) or stand_for(stems, source):
        return None
    written = next((found for found in latin if differs_by_one(word, found)), None)
    return Counterpart(written, 1.0) if written else _explain_by_letters(word, source, language)


def _is_spoken_of(stems: Iterable[str], source: str, language: str) -> bool:
    """Whether some stem is, or derives from, a place that a word of the source speaks of."""
    forms = explained_forms(source)
    return not forms.isdisjoint(stems) or not _bases(forms, language).isdisjoint(map(_base, stems))


def _explain_by_letters(word: str, source: str, language: str) -> Counterpart | None:
    candidates = [found.text for found in words(source) if len(found.text) > _SHORT]
    candidates += [found.group().replace("-", "") for found in _COMPOUND.finditer(source)]
    best = nearest(word, candidates, language)
    if language == "kk-Cyrl" and not best.explains and any(is_inflected(word, name) for name in _short_names(source)):
        return None
    if not best.explains and "-" in word:
        parts = [part for part in word.split("-") if len(part) > _SHORT]
        explained = [explain(part, source, language) for part in parts]
        if all(found is None or found.explains for found in explained):
            return None
    if language == "kk-Cyrl" and best.near and not best.explains and not _may_be_proper(best.word):
        return None if _begin_alike(best.word, word) else best
    return best


def _short_names(source: str) -> list[str]:
    """The names of a source that are too short to be compared by their sounds."""
    return [found.text for found in words(source) if len(found.text) <= _LEAST_NAME and found.text[0].isupper()]


def _begin_alike(russian: str, kazakh: str) -> bool:
    """Whether two words are the same one in the forms of their languages (Либеральная, Либералдық)."""
    pairs = zip(russian.lower(), kazakh.lower().translate(_AS_RUSSIAN), strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs))) >= _LEAST_BASE


def _stands_in(stems: Iterable[str], latin: Iterable[str]) -> bool:
    """Whether some stem of a word is a word in Latin letters, or sounds like one of other length."""
    return any(
        stem == found.lower() or ((len(stem) != len(found) or stem[0] > "z") and alike(stem, found) >= _SAME_LATIN)
        for found in latin
        for stem in stems
    )


def differs_by_one(word: str, other: str) -> bool:
    """Whether two words are the same but for one letter."""
    return len(word) == len(other) and sum(map(ne, word, other)) == 1


@lru_cache(maxsize=4096)
def is_translated(word: str) -> bool:
    """Whether a Russian name is one of those that other languages have a word of their own for (Венера, Фаренгейт)."""
    folded = word.lower().replace("ё", "е")
    return any(folded.startswith(beginning) for beginnings in _calendar().values() for beginning in beginnings)


@lru_cache(maxsize=16_384)
def _may_be_proper(word: str) -> bool:
    """Whether a Russian word has a capital and is not first of all a common word of the dictionary."""
    likeliest = parses(word.lower())[0]
    own = {"Geox", "Name", "Surn", "Patr", "Orgn", "Abbr"} & set(likeliest.tag.grammemes)
    return word[:1].isupper() and (bool(own) or not likeliest.is_known)


_ENDING = re.compile(r"(?:i?ans?|eans?|ese|ish|ics?|ers?|is?|ia|[aeyos]|ия|[аяы])$")
"""What is not shared by the name of a place and what derives from it (Australia, Australian; Исландия, Исландтық)."""


def has_derived(forms: Iterable[str], text: str, language: str) -> bool:
    """Whether some word of a translation derives from a form of a place, whose own forms are not there."""
    folded = frozenset(form.lower() for form in forms)
    bases = _bases(folded, language)
    found = _WORD.findall(text)
    if any(word.lower()[:-size] in folded for word in found for size in (1, 2, 3) if len(word) > _LEAST_BASE):
        return True
    return any(_base(stem) in bases for word in found for stem in target_stems(word, language))


def _base(word: str) -> str:
    return _ENDING.sub("", word)


@lru_cache(maxsize=1024)
def _bases(forms: frozenset[str], language: str) -> frozenset[str]:
    own = (form for form in forms if (form[:1] <= "z") == (language == "en"))
    return frozenset(base for base in map(_base, own) if len(base) >= _LEAST_BASE)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    own = common_words()
    kazakh = [stem for word in own if word[0] > "z" for stem in target_stems(word, "kk-Cyrl")]
    found = frozenset((*own, *(stem for stem in kazakh if len(stem) >= _LEAST_BASE)))
    return found - names_of_one_word() - _calendar().keys()


@lru_cache(maxsize=1)
def _calendar() -> Mapping[str, tuple[str, ...]]:
    """Words with a capital that stand for common words of Russian, with the beginnings of those."""
    return {word: tuple(beginnings.split("|")) for word, beginnings in read_rows("calendar")[1:]}
