"""The places of our lexicon that a word of Russian text speaks of, as their name, their people or their adjective."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from pipeline.names.read import read_rows
from pipeline.terms.entry import Term
from pipeline.terms.lemmas import fold, words
from pipeline.terms.stack import own_glossaries

Place = tuple[int, int]

_LEAST_STEM = 4
_LEAST_ADJECTIVE = 5
_KEY = 3
"""First letters by which stems are looked up."""
_ADJECTIVE = r"[сцй]?к(?:ий|ая|ое|ие|ого|ой|ому|ую|им|ом|ими|их)"
_OF_PEOPLE = re.compile(
    rf"\w{{0,3}}(?:{_ADJECTIVE}|ец|ц(?:ы|ев|ам|ами|ах|а|у|ем|е)|[яа]не|[яа]н|[яа]на[мх]и?|[яа]нин\w{{0,2}})"
)
_NOUN = re.compile("(?:ами?|ов|ом|у|а|и|ы|ам|ах)?")
"""How the name of a people goes on behind a beginning that is its whole stem (грек, чех)."""
_ADJECTIVE_OF_PLACE = re.compile(rf"\w{{0,4}}{_ADJECTIVE}")
"""How an adjective or the name of a people goes on behind the beginning that it shares with its place."""
_NOT_OF_PEOPLE = frozenset({"океа", "полюс", "поляр", "кремл", "сша", "оаэ", "фрг", "юар"})
"""Beginnings that words share which have nothing to do with the place (океанский)."""


@lru_cache(maxsize=16_384)
def places_of(word: str) -> tuple[Term, ...]:
    """The places that a word may speak of, by its beginning (Китаю, китайский, китаец)."""
    folded = fold(word)
    return tuple(term for stem, terms in _stems().get(folded[:_KEY], ()) if folded.startswith(stem) for term in terms)


@lru_cache(maxsize=4096)
def forms_for(word: str) -> tuple[str, ...]:
    """The forms in every language of the places that a word may speak of."""
    return tuple(form for term in places_of(word) for forms in term.targets.values() for form in forms)


@lru_cache(maxsize=16_384)
def place_of_people(word: str) -> tuple[Term, ...]:
    """The places whose adjective or people a word is, by the longest beginning that they share."""
    folded = fold(word)
    found = [(stem, terms) for stem, terms in _stems().get(folded[:_KEY], ()) if folded.startswith(stem)]
    stem, terms = max(found, key=lambda entry: len(entry[0]), default=("", ()))
    if stem in _NOT_OF_PEOPLE or (len(stem) < _LEAST_ADJECTIVE and stem not in _peoples()):
        return ()
    ending = _ADJECTIVE_OF_PLACE if word[0].isupper() else _OF_PEOPLE
    fits = any(ending.fullmatch(folded, len(stem) - back) for back in range(3))
    return terms if fits or (stem in _peoples() and _NOUN.fullmatch(folded, len(stem))) else ()


@lru_cache(maxsize=4096)
def forms_of_people(word: str, language: str) -> tuple[str, ...]:
    """How a language may say the places whose adjective or people a word is, or that adjective; nothing for none.

    The first is the form of the first place.
    """
    terms = place_of_people(word)
    forms = [form for term in terms for form in term.targets.get(language, ())]
    also = [form for stem, others in _also().items() if terms and fold(word).startswith(stem) for form in others]
    return (*forms, *also)


@lru_cache(maxsize=1024)
def explained_forms(source: str) -> frozenset[str]:
    """In small letters, every form of every place that something in a Russian text speaks of, and its words alone."""
    found = [word.text for word in words(source)]
    forms = {form for word in found for form in (*forms_for(word), *forms_of_people(word, "-"))}
    beginnings = {_beginning(word) for word in found}
    forms |= {form for match in pattern("en").finditer(source) for form in _by_english().get(match.group(), ())}
    for term, names in _of_several_words():
        if any(beginnings.issuperset(name) for name in names):
            forms.update(form for some in term.targets.values() for form in some)
    parts = {part for form in forms for part in re.findall(r"\w+", form)}
    return frozenset(form.lower() for form in forms | parts)


def in_latin(forms: Iterable[str]) -> Iterator[str]:
    """The English forms of the places that have some forms: a translation may leave a name in Latin letters."""
    for form in forms:
        yield from _english_of().get(form, ())


@lru_cache(maxsize=1)
def _english_of() -> Mapping[str, tuple[str, ...]]:
    return {
        form: term.targets.get("en", ())
        for term in _places()
        for language in ("kk-Cyrl", "zh-Hans")
        for form in term.targets.get(language, ())
    }


@lru_cache(maxsize=4)
def pattern(language: str) -> re.Pattern[str]:
    """Every place of our lexicon as a language writes it, the longest first."""
    forms = {form for term in _places() for form in term.targets.get(language, ())}
    longest = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True) if len(form) > 1)
    return re.compile(longest if language == "zh-Hans" else rf"(?<![\w-])(?:{longest})(?![\w-])")


@lru_cache(maxsize=1)
def _places() -> tuple[Term, ...]:
    return tuple(term for term in own_glossaries() if term.domain == "place")


@lru_cache(maxsize=1)
def names_of_one_word() -> frozenset[str]:
    """In small letters, every form of a place that is one word."""
    return frozenset(
        form.lower() for term in _places() for forms in term.targets.values() for form in forms if form.isalpha()
    )


@lru_cache(maxsize=1)
def _stems() -> Mapping[str, list[tuple[str, tuple[Term, ...]]]]:
    """By their first letters, the beginnings of words that speak of a place, and the places."""
    found: dict[str, tuple[Term, ...]] = {}
    for term in _places():
        for name in term.source:
            folded = fold(name).replace("-", "")
            if " " in name or (len(folded) < _LEAST_STEM and not name.isupper()):
                continue
            stem = folded if name.isupper() else folded[: max(_LEAST_STEM, len(folded) - 3)]
            found[stem] = (*found.get(stem, ()), term)
    for stem, terms in _peoples().items():
        found[stem] = (*found.get(stem, ()), *terms)
    index: dict[str, list[tuple[str, tuple[Term, ...]]]] = {}
    for stem, terms in found.items():
        index.setdefault(stem[:_KEY], []).append((stem, terms))
    return index


@lru_cache(maxsize=1)
def _peoples() -> Mapping[str, tuple[Term, ...]]:
    """The beginnings of words for peoples and of adjectives that do not begin like their place."""
    by_name = {name: term for term in _places() for name in term.source}
    found: dict[str, tuple[Term, ...]] = {}
    for stem, name, _ in _rows():
        found[stem] = (*found.get(stem, ()), by_name[name])
    return found


@lru_cache(maxsize=1)
def _also() -> Mapping[str, tuple[str, ...]]:
    """By their beginnings, what the words for peoples and adjectives are in languages that do not derive them."""
    return {stem: tuple(forms.split("|")) for stem, _, forms in _rows() if forms}


def _rows() -> list[list[str]]:
    """The rows of the table of peoples: the beginning of a word, its place, and what else it is called."""
    return read_rows("peoples")[1:]


@lru_cache(maxsize=1)
def _of_several_words() -> tuple[tuple[Term, tuple[frozenset[str], ...]], ...]:
    """Places whose name has several words, each with the beginnings of the words of its names."""
    found = []
    for term in _places():
        names = [[_beginning(word.text) for word in words(name)] for name in term.source]
        several = tuple(frozenset(parts) for parts in names if len(parts) > 1)
        if several:
            found.append((term, several))
    return tuple(found)


def _beginning(word: str) -> str:
    """What the forms of a word share, roughly."""
    return fold(word)[: max(2, min(_LEAST_STEM, len(word) - 1))]


@lru_cache(maxsize=1)
def _by_english() -> Mapping[str, tuple[str, ...]]:
    """By the English name of a place, its forms in every language: Russian text may have it in Latin letters."""
    return {
        form: tuple(other for forms in term.targets.values() for other in forms)
        for term in _places()
        for form in term.targets.get("en", ())
    }
