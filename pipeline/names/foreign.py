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
        "earth moon sun english roman second first third hemisphere channel annual black "
        "defence health education finance justice interior trade research science".split()
    ),
    "kk-Cyrl": set("солтүстік оңтүстік шығыс батыс ұлы жаңа орта".split()),
}
_PEOPLES: Mapping[str, str] = {
    "немец": "Германия", "герман": "Германия", "русск": "Россия", "россий": "Россия", "россиян": "Россия",
    "британ": "Великобритания", "англи": "Англия", "англич": "Англия", "голланд": "Нидерланды", "датск": "Дания",
    "датчан": "Дания", "америк": "США", "москов": "Москва", "москвич": "Москва", "европе": "Европа", "турец": "Турция",
    "турок": "Турция", "турк": "Турция", "греч": "Греция", "грек": "Греция", "тайск": "Таиланд", "корей": "Корея",
    "норвеж": "Норвегия", "польск": "Польша", "поляк": "Польша", "чешск": "Чехия", "чех": "Чехия", "шведск": "Швеция",
    "швед": "Швеция", "венгер": "Венгрия", "венгр": "Венгрия", "украин": "Украина", "индий": "Индия", "инду": "Индия",
    "эмират": "ОАЭ", "римск": "Рим", "римлян": "Рим", "тихоокеан": "Тихий океан", "черномор": "Черное море",
    "средиземн": "Средиземное море", "ближневосточ": "Ближний Восток", "новозеланд": "Новая Зеландия",
    "южноамерик": "Южная Америка", "североамерик": "Северная Америка", "латиноамерик": "Латинская Америка",
    "южноафрик": "ЮАР", "африкан": "Африка", "азиат": "Азия", "японск": "Япония", "японц": "Япония",
    "швейцар": "Швейцария", "ирланд": "Ирландия", "шотланд": "Шотландия", "финск": "Финляндия", "финн": "Финляндия",
    "саудов": "Саудовская Аравия", "израил": "Израиль", "палестин": "Палестина", "париж": "Париж", "лондон": "Лондон",
    "французск": "Франция", "француз": "Франция", "испан": "Испания", "итальян": "Италия", "кита": "Китай",
    "юар": "ЮАР", "сша": "США", "оаэ": "ОАЭ", "фрг": "Германия", "кнр": "Китай", "рф": "Россия", "ссср": "Россия",
    "советск": "Россия", "пекинск": "Пекин", "калифорн": "Калифорния", "техас": "Техас", "чилийск": "Чили",
}  # fmt: skip
"""Stems of peoples, adjectives and abbreviations, and the place of our lexicon that they belong to."""


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
    places = _forms_of_places()
    named = [place for stem, place in _PEOPLES.items() if word.startswith(stem)]
    forms = [form for place in named for name in places if place in name for form in places[name]]
    for stem, found in _stems():
        if word.startswith(stem):
            forms += found
    return tuple(forms)


@lru_cache(maxsize=1)
def _forms_of_places() -> Mapping[str, tuple[str, ...]]:
    """By the Russian names of a place, parted by |, its forms in every language."""
    return {
        "|".join(term.source): tuple(form for forms in term.targets.values() for form in forms)
        for term in own_glossaries()
        if term.domain == "place"
    }


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


_SOURCE_NAME = re.compile(r"(?<=[а-яё,»] )«?([А-ЯЁ][а-яё]{2,}(?:-[А-ЯЁа-яё]+)*)")


def has_lost_name(source: str, translation: str, known: Sequence[Place]) -> bool:
    """Whether a word with a capital inside a Russian sentence sounds like nothing in its translation.

    `known` are places in the source whose names are looked after otherwise.
    """
    there = [match.group() for match in re.finditer(r"[^\W\d_]+", translation) if match.group()[0].isupper()]
    for match in _SOURCE_NAME.finditer(source):
        inside = any(start < match.end() and match.start() < stop for start, stop in known)
        if not inside and len(sounds(match[1])) >= 2 and not any(alike(match[1], word) >= _EXPLAINS for word in there):
            return True
    return False


def strange_places(source: str, translation: str, language: str, kept: Sequence[str]) -> list[Place]:
    """Where a translation names a place of our lexicon that neither a word of the source nor a form kept explains."""
    derived = {form for found in words(source) for form in _by_stem(fold(found.text))}
    derived |= {part for form in (*kept, *derived) for part in re.findall(r"\w+", form)}
    folded = {form.lower() for form in derived}
    found = []
    for match in _places(language).finditer(translation):
        name = match.group()
        if name.lower() not in folded and not any(name in form for form in kept):
            word = re.sub(r"\W", "", name)
            if language == "zh-Hans" or not any(alike(other.text, word) >= _EXPLAINS for other in words(source)):
                found.append(match.span())
    return found


@lru_cache(maxsize=4)
def _places(language: str) -> re.Pattern[str]:
    """Every place of our lexicon in a language, the longest first."""
    forms = {form for term in own_glossaries() if term.domain == "place" for form in term.targets.get(language, ())}
    longest = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True) if len(form) > 1)
    return re.compile(longest if language == "zh-Hans" else rf"(?<![\w-])(?:{longest})(?![\w-])")
