"""Names in a translation, and whether something in the Russian source explains them.

A word of the source explains one that sounds like it (Путин, Putin), or that belongs to a place whose name it derives
from (немецкий, German), as the lexicon of places has it. Words that a language writes with a capital although they name
nobody (Monday, Ministry) need no explanation.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipeline.names.sounds import alike, sounds
from pipeline.terms.lemmas import fold, words
from pipeline.terms.stack import own_glossaries

Place = tuple[int, int]

_CAPITAL = {
    "en": re.compile(r"(?<!\w)[A-ZÀ-Þ][^\W\d_]+(?:[’'-][^\W\d_]+)*"),
    "kk-Cyrl": re.compile(r"(?<!\w)[А-ЯЁӘҒҚҢӨҰҮҺІ][^\W\d_]+(?:-[^\W\d_]+)*"),
}
_INSIDE = re.compile(r"[^\W_][,]? $")
"""What stands before a word that does not begin a sentence or a quotation."""
_EXPLAINS = 0.62
"""How alike, from 0 to 1, a word of the source must sound to explain a name."""
_LEAST_STEM = 4
_COMMON = {
    "en": set(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
        "september october november december ministry minister president prime deputy foreign affairs government party "
        "council court national international state states united north south east west northern southern eastern "
        "western central university institute academy department committee commission agency association federation "
        "union republic kingdom city street road river lake sea ocean island islands mount mountain mountains park "
        "house white world war street church school college museum airport bank company group center centre general "
        "secretary chairman director king queen prince princess lord lady sir mr mrs ms dr pope god internet english "
        "democratic republican parliament senate congress house assembly supreme high royal air force army navy police "
        "new old great saint day night year olympic olympics games cup championship league christmas easter christian "
        "muslim jewish islamic catholic orthodox organization organisation security development economic defense "
        "defence health education finance justice interior trade research science".split()
    ),
    "kk-Cyrl": set("солтүстік оңтүстік шығыс батыс ұлы жаңа орта".split()),
}
_PEOPLES: Mapping[str, tuple[str, ...]] = {
    "немец": ("German", "Германия", "неміс"),
    "русск": ("Russian", "Russia", "Ресей", "орыс"),
    "британ": ("British", "Britain", "UK", "Ұлыбритания", "Британия"),
    "голланд": ("Dutch", "Netherlands", "Holland", "Нидерланд", "Голландия"),
    "датск": ("Danish", "Denmark", "Дания"),
    "америк": ("American", "America", "US", "United", "States", "АҚШ", "Америка"),
    "москов": ("Moscow", "Мәскеу"),
    "евро": ("European", "Europe", "Еуропа", "Euro"),
    "еврей": ("Jewish", "Jews", "Hebrew", "еврей"),
}
"""Stems whose people or state has another root."""


def capitals(text: str, language: str, *, inside: bool = False) -> list[Place]:
    """Where words with a capital stand; `inside` leaves out those that begin a sentence, and headlines in capitals."""
    if language not in _CAPITAL:
        return []
    found = [match.span() for match in _CAPITAL[language].finditer(text)]
    if not inside:
        return found
    if len(found) * 2 > len(text.split()) + 1:
        return []
    return [place for place in found if _INSIDE.search(text[: place[0]])]


@lru_cache(maxsize=16_384)
def explained(word: str, source: str, language: str) -> bool:
    """Whether a name of a translation comes from some word of the source."""
    plain = word.lower().removesuffix("'s").removesuffix("’s")
    if plain in _COMMON[language] or len(sounds(word)) < 2 or word.isupper():
        return True
    for found in words(source):
        if alike(found.text, plain) >= _EXPLAINS or any(_same(word, form) for form in _by_stem(fold(found.text))):
            return True
    return False


def misspelt_for(word: str, names: Sequence[str]) -> str:
    """The one of the source's names that a name is one consonant away from (Clindon, Клинтон); empty for none."""
    heard = sounds(word)
    if len(heard) < 3:
        return ""
    if any(sounds(name).startswith(heard) for name in names):
        return ""
    for name in names:
        other = sounds(name)[: len(heard)]
        if len(other) == len(heard) and sum(a != b for a, b in zip(other, heard, strict=True)) == 1:
            return name
    return ""


def _same(word: str, form: str) -> bool:
    return any(word.lower()[:5] == part.lower()[:5] for part in form.split())


@lru_cache(maxsize=16_384)
def _by_stem(word: str) -> tuple[str, ...]:
    """The forms of the places that a Russian word may derive from."""
    forms = [form for stem, found in _PEOPLES.items() if word.startswith(stem) for form in found]
    for stem, found in _stems():
        if word.startswith(stem):
            forms += found
    return tuple(forms)


@lru_cache(maxsize=1)
def _stems() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """For each place of our lexicon its stem, and its forms in every language."""
    found = []
    for term in own_glossaries():
        if term.domain == "place" and " " not in term.source[0]:
            name = fold(term.source[0])
            stem = name[: max(_LEAST_STEM, len(name) - 3)]
            if len(name) >= _LEAST_STEM:
                found.append((stem, tuple(form for forms in term.targets.values() for form in forms)))
    return tuple(found)
