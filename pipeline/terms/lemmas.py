"""Words and their base forms, by pymorphy3 (Korobov 2015, https://doi.org/10.1007/978-3-319-26123-2_31)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands."""

    start: int
    stop: int
    text: str


def words(text: str) -> list[Word]:
    """The words and figures of a text in order; a hyphen parts words."""
    return [Word(match.start(), match.end(), match.group()) for match in _WORD.finditer(text)]


@lru_cache(maxsize=1)
def analyzer() -> Any:
    """pymorphy3's analyzer with its Russian dictionary, loaded once (0.1 to 0.8 s)."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=65_536)
def parses(word: str) -> tuple[Any, ...]:
    """pymorphy3's parses of a word, the likeliest first."""
    return tuple(analyzer().parse(word))


@lru_cache(maxsize=65_536)
def lemmas(word: str) -> frozenset[str]:
    """Every base form that a word may have, in small letters, ё as е; the word itself among them.

    An abbreviation in capitals (ШОС, США) is not inflected: it is its own only base form.
    """
    if len(word) > 1 and word.isupper() and len(word) <= 6:
        return frozenset((fold(word),))
    return frozenset((fold(word), *(fold(parse.normal_form) for parse in parses(word.lower()))))


def fold(word: str) -> str:
    """A word in small letters, ё as е, as it is compared."""
    return word.lower().replace("ё", "е")


def may_be_plural(word: str) -> bool:
    """Whether some parse of a word is plural, or it has no number at all."""
    return any("sing" not in parse.tag for parse in parses(word.lower()))


def is_plural(word: str) -> bool:
    """Whether a word of a term's base form is plural there (выборы): its singular (выбор) is another word."""
    nouns = [p for p in parses(word.lower()) if "NOUN" in p.tag and not {"Fixd", "Abbr", "Sgtm"} & set(p.tag.grammemes)]
    return not word.isupper() and bool(nouns) and all("plur" in p.tag for p in nouns)
