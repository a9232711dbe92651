"""Latin letters that stand in Cyrillic words because they look alike, and the other way round.

The pairs are those that Unicode's confusables (UTS #39) and a Kazakh or Russian keyboard make likely.
"""

import re
from collections.abc import Iterator

from pipeline.article import Span

_LATIN = "aceopxykiABCEHKMOPTXYhë"
_CYRILLIC = "асеорхукіАВСЕНКМОРТХУһё"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)

_WORD = re.compile(r"[A-Za-zëÀ-ɏ\u0400-\u052f\u00ad\u0301]{2,}")
_IS_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_IS_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_INFLECTED = re.compile(r"[A-Z]{2,}[а-яё]+$")
"""A Latin abbreviation with a Russian ending (SMSки, PRщик) is written so on purpose."""
_ALONE = re.compile(r"(?:(?<=[\u0400-\u052f,;:] )|^)([acoyBCOYKA])(?= [\u0400-\u04ff]{2})")
"""A preposition or conjunction typed in Latin: "встреча c послом". Between Cyrillic words, or at the start."""


def find(text: str) -> list[Span]:
    """The words of a text in which two scripts are mixed so that one only imitates the other, in order."""
    return [Span(start, start + len(word), word) for start, word, _ in _mixed(text)]


def repair(text: str) -> str:
    """The text with every such word written in the script of most of its letters."""
    for start, word, mended in reversed(list(_mixed(text))):
        text = text[:start] + mended + text[start + len(word) :]
    return text


def _mixed(text: str) -> Iterator[tuple[int, str, str]]:
    if not (_IS_LATIN.search(text) and _IS_CYRILLIC.search(text)):
        return  # nearly every sentence
    found = [(m.start(), m.group(), _mend(m.group())) for m in _WORD.finditer(text)]
    whole = _WORD.sub(lambda match: _mend(match.group()), text)
    found += [(m.start(1), m.group(1), m.group(1).translate(_TO_CYRILLIC)) for m in _ALONE.finditer(whole)]
    yield from sorted((start, word, mended) for start, word, mended in found if word != mended)


def _mend(word: str) -> str:
    """The word in one script, or as it is when it is in one already, or when the other script does not imitate."""
    if word.isascii() or not _IS_LATIN.search(word):
        return word
    latin, cyrillic = _IS_LATIN.findall(word), _IS_CYRILLIC.findall(word)
    if not cyrillic or _INFLECTED.match(word):
        return word
    latin_imitates, cyrillic_imitates = set(latin) <= set(_LATIN), set(cyrillic) <= set(_CYRILLIC)
    if latin_imitates and (len(cyrillic) >= len(latin) or not cyrillic_imitates):
        return word.translate(_TO_CYRILLIC)
    return word.translate(_TO_LATIN) if cyrillic_imitates else word
