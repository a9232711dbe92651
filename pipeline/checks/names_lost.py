"""Names of the source that are lost.

A name that a glossary or a rule spells must stand in the translation so; any other must be spelt as some name there may
be; and a place that an adjective or a people is called by must be spoken of.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.article import Severity
from pipeline.checks.check import Issue, Pair
from pipeline.names.compare import consonants
from pipeline.names.exonyms import stand_for
from pipeline.names.find import find_names, is_name
from pipeline.names.foreign import capitals, has_derived, is_ordinary, is_translated, nearest
from pipeline.names.inflect import target_stems
from pipeline.names.person import person
from pipeline.names.places import explained_forms, forms_of_people, in_latin
from pipeline.names.short import has_short_form
from pipeline.names.sounds import alike
from pipeline.protect import Protected
from pipeline.terms.kept import find_first
from pipeline.terms.lemmas import words

_DOUBTS = {
    "by-table": "name-by-table",
    "by-letters": "name-by-letters",
    "characters-unknown": "name-characters-unknown",
}
"""What is told of a form that a person should confirm."""
_SHORT = 2
"""Consonants up to which a name is too short to be told from another by them."""
_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя,0123456789"
_INITIALS = re.compile(r"^(?:[А-ЯЁ]\.)+")
_ALIKE = 5
"""First letters that a Kazakh word for a people shares with the Russian one where it has no word of its own."""
_SMALL = re.compile(r"(?<!\w)[а-яёәғқңөұүһі]{4,}")


def lost_names(text: str, pair: Pair, protected: tuple[Protected, ...], told: set[str]) -> Iterator[Issue]:
    """The persons and places of the source that are not in the translation as they must be.

    `text` is the normalised source and `protected` what stands in it; a name whose last word is in `told` is told
    already.
    """
    for entry in protected:
        if entry.kind in ("person", "place") and entry.text.split()[-1] not in told:
            yield from _known(entry, text, pair)
    for mention in find_names(text):
        covered = any(entry.start < mention.stop and mention.start < entry.stop for entry in protected)
        if not covered and mention.text.split()[-1] not in told:
            yield from _unknown(mention.text, mention.kind == "person", _begins(mention.start, text), pair)
    yield from _spoken_of(text, pair, protected)


def _known(entry: Protected, text: str, pair: Pair) -> Iterator[Issue]:
    """A name whose form is known: it stands there, or what stands there in its place is told."""
    place = find_first(entry.forms, pair.hypothesis, pair.language)
    source = _place(entry.text, pair)
    values = {"source": entry.text, "target": entry.form}
    if place is not None:
        if entry.doubt:
            yield Issue("note", _DOUBTS[entry.doubt], values, source, place)
    elif not entry.sure or entry.doubt == "by-letters":
        yield from _unknown(entry.text, entry.kind == "person", _begins(entry.start, text), pair)
    elif entry.doubt:  # the form is ours, by a table: another may be as good
        yield Issue("note", "name-unconfirmed", values, source, suggestion=entry.form)
    elif _is_there(entry, text, pair):
        return
    elif (near := _nearest(entry.form, pair)) is not None:
        values["found"] = pair.hypothesis[slice(*near)]
        if not entry.firm and entry.kind == "person" and alike(entry.form.split()[-1], values["found"]) == 1.0:
            return
        is_error = entry.kind == "person" and entry.firm
        yield Issue("error" if is_error else "warning", "name-misspelt", values, source, near, entry.form)
    else:
        yield Issue("warning", "name-missing", values, source, suggestion=entry.form)


def _is_there(entry: Protected, text: str, pair: Pair) -> bool:
    """Whether a name stands there in another form that is as good: a place derived from, a person spelt otherwise."""
    if entry.kind == "place":
        return _is_named(entry.forms, text, pair)
    return (
        pair.language != "zh-Hans" and not entry.firm and _is_spelt((_without_initials(entry.text.split()[-1]),), pair)
    )


def _unknown(name: str, is_person: bool, first: bool, pair: Pair) -> Iterator[Issue]:
    """A name that no rule of ours spells for sure: some name in the translation must be spelt as its last word may be.
    A note, for translations leave such names out or say them otherwise, and a strange one in its place is told anyway.

    `first` says that it begins a sentence, where it may be no name at all.
    """
    written = name.partition("(")[0].split() or name.split()
    word = _without_initials((person(" ".join(written)).words if is_person else written)[-1])
    if pair.language == "zh-Hans" or consonants(word) <= _SHORT or not word[0].isupper():
        return
    if not is_name(name, first=first) or is_translated(word):
        return
    if not _is_spelt((word, _without_initials(written[-1])), pair):
        yield Issue("note", "name-not-found", {"source": name}, _place(name, pair))


def _without_initials(word: str) -> str:
    """А.Б.Иванов may stand as А.Б. Иванов."""
    return _INITIALS.sub("", word) or word


def _spoken_of(text: str, pair: Pair, protected: tuple[Protected, ...]) -> Iterator[Issue]:
    """A place that an adjective or a people of the source is called by, and that the translation does not name."""
    told = set()
    for word in words(text):
        forms = forms_of_people(word.text, pair.language)
        if not forms or any(entry.start <= word.start < entry.stop for entry in protected):
            continue
        if forms[0] in told or word.text in pair.hypothesis or _is_named(forms, text, pair):
            continue
        begins = pair.language == "kk-Cyrl" and word.text[:_ALIKE].lower() in pair.hypothesis.lower()
        if not begins and (pair.language == "zh-Hans" or not _is_spelt((word.text,), pair)):
            told.add(forms[0])
            values = {"source": word.text, "target": forms[0]}
            severity: Severity = (
                "warning" if pair.language == "zh-Hans" else "note"
            )  # others say it otherwise more often
            yield Issue(severity, "name-missing", values, _place(word.text, pair), suggestion=forms[0])


def _is_named(forms: tuple[str, ...], text: str, pair: Pair) -> bool:
    """Whether a translation speaks of a place by some form, or by what is short for it or derives from it."""
    if find_first(forms, pair.hypothesis, pair.language) is not None:
        return True
    if any(form in pair.hypothesis for form in in_latin(forms)):
        return True
    if pair.language == "zh-Hans":
        return has_short_form(forms, pair.hypothesis, explained_forms(text))
    return has_derived(forms, pair.hypothesis, pair.language)


def _is_spelt(names: tuple[str, ...], pair: Pair) -> bool:
    """Whether a word of the translation, or one of its parts, is what one of some names may become."""
    candidates = {part for name in names for part in (name, *name.split("-")) if consonants(part) > 1}
    there = [pair.hypothesis[slice(*place)] for place in capitals(pair.hypothesis, pair.language)]
    there += [a + b.lower() for a, b in pairwise(there)]
    parts = [part for found in there for part in (found, *found.split("-"))]
    if pair.language == "kk-Cyrl":  # the adjective of a name has a small letter (талғарлық)
        parts += [
            word for word in _SMALL.findall(pair.hypothesis) if word[0] in {name[0].lower() for name in candidates}
        ]
    latin = () if pair.language == "en" else (pair.hypothesis[slice(*p)] for p in capitals(pair.hypothesis, "en"))
    return (
        any(nearest(found, candidates, pair.language).explains for found in parts)
        or any(nearest(found, candidates, "en").explains for found in latin)
        or any(stand_for(target_stems(found, pair.language), name) for found in parts for name in names)
    )


def _begins(start: int, text: str) -> bool:
    """Whether a sentence or a quotation begins there."""
    return not text[:start].rstrip(' «„“"—–-').endswith(tuple(_LETTERS))


def _nearest(form: str, pair: Pair) -> tuple[int, int] | None:
    """The word of the translation that looks like the last word of a form, misspelt."""
    last = form.rpartition(" ")[2]
    if last.isupper():  # ҚР is not Қайрат misspelt
        return None
    there = [(pair.hypothesis[slice(*place)], place) for place in capitals(pair.hypothesis, pair.language)]
    found = [(alike(last, word), place) for word, place in there if not is_ordinary(word, pair.language)]
    best, place = max(found, default=(0.0, (0, 0)))
    return place if best >= 0.6 and pair.language != "zh-Hans" else None


def _place(text: str, pair: Pair) -> tuple[int, int] | None:
    """Where a name stands in the source as it was written; None where normalising moved it out of sight."""
    start = pair.source.find(text)
    return (start, start + len(text)) if start >= 0 else None
