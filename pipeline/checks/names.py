"""Names: the persons and places of the source stand in the translation, spelt right, and no other names do.

From the source: a name that a glossary or a rule spells must stand there so; any other must be spelt as some name there
may be. From the translation: a word with a capital inside a sentence, and in Chinese a place of our lexicon or a name
with a point in it, must come from something in the source.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.article import Severity
from pipeline.checks.check import Check, Issue, Manifest, Pair, Parameter
from pipeline.names.characters import Part, count_names, strange_parts
from pipeline.names.compare import consonants
from pipeline.names.find import find_names, is_name, read_ahead
from pipeline.names.foreign import Counterpart, capitals, explain, has_derived, is_ordinary, is_translated, nearest
from pipeline.names.person import person
from pipeline.names.places import (
    explained_forms,
    forms_of_people,
    in_latin,
    pattern,
)
from pipeline.names.short import has_short_form, is_part_of_another, misspelt_places
from pipeline.names.sounds import alike
from pipeline.names.table import wrong_by_one
from pipeline.normalise import normalise
from pipeline.protect import Protected, parse_paths, protect
from pipeline.terms import stack
from pipeline.terms.kept import find_first
from pipeline.terms.lemmas import words

MANIFEST = Manifest(
    "names",
    "Persons and places of the source are in the translation, spelt right, and no others.",
    "error",
    (
        Parameter("glossaries", "", "files of your own, by semicolons, over Audarma's glossary"),
        Parameter("added", True, "tell names in the translation that nothing in the source explains"),
    ),
    thorough=True,
)
_DOUBTS = {
    "by-table": "name-by-table",
    "by-letters": "name-by-letters",
    "characters-unknown": "name-characters-unknown",
}
"""What is told of a form that a person should confirm."""
_SHORT = 2
"""Consonants up to which a name is too short to be told from another by them."""
_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя,0123456789"
_ALIKE = 5
"""First letters that a Kazakh word for a people shares with the Russian one where it has no word of its own."""
_SMALL = re.compile(r"(?<!\w)[а-яёәғқңөұүһі]{4,}")
_MISSPELT = 0.4
"""The distance of a part of a Chinese name up to which it is its source's misspelt, and not another."""


def build(glossaries: str, added: bool) -> Check:
    """The check. A glossary that is wrong raises GlossaryError when the first pair is looked at."""
    return _Names(glossaries, added=added)


class _Names:
    """The check of one pair, after one look at the sources of all of a window."""

    def __init__(self, glossaries: str, *, added: bool) -> None:
        self._paths, self._wants_added = parse_paths(glossaries), added

    def prepare(self, pairs: Sequence[Pair]) -> None:
        """Finds the names of all sources together."""
        read_ahead(normalise(pair.source) for pair in pairs)

    def __call__(self, pair: Pair) -> Iterator[Issue]:
        text = normalise(pair.source)
        protected = protect(text, pair.language, stack(self._paths))
        strange = list(_added(text, pair, protected)) if self._wants_added else []
        told = {issue.values.get("source", "") for issue in strange}
        lost = [*_lost(text, pair, protected, told), *_spoken_of(text, pair, protected)]
        yield from _weighed(lost, strange, text, pair)


def _lost(text: str, pair: Pair, protected: tuple[Protected, ...], told: set[str]) -> Iterator[Issue]:
    """The persons and places of the source that are not in the translation as they must be."""
    for entry in protected:
        if entry.kind in ("person", "place") and entry.text.split()[-1] not in told:
            yield from _known(entry, text, pair)
    for mention in find_names(text):
        covered = any(entry.start < mention.stop and mention.start < entry.stop for entry in protected)
        if not covered and mention.text.split()[-1] not in told:
            yield from _unknown(mention.text, mention.kind == "person", _begins(mention.start, text), pair)


def _weighed(lost: list[Issue], strange: list[Issue], text: str, pair: Pair) -> Iterator[Issue]:
    """The issues; in Chinese a place of ours that is strange is a note where nothing of the source is gone."""
    gone = pair.language != "zh-Hans" or any(issue.severity != "note" for issue in lost) or _lacks_names(text, pair)
    for issue in strange:
        unsure = issue.message == "name-added" and not gone and pattern(pair.language).fullmatch(issue.values["target"])
        yield replace(issue, severity="note") if unsure else issue
    for issue in lost:  # what strange name stands in its place is told already
        yield replace(issue, severity="note") if strange and issue.message == "name-not-found" else issue


def _lacks_names(text: str, pair: Pair) -> bool:
    """Whether a Chinese text has fewer full names of foreigners than its source."""
    full = [mention for mention in find_names(text) if mention.kind == "person" and " " in mention.text]
    return sum(person(mention.text).origin != "chinese" for mention in full) > count_names(pair.hypothesis)


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
    return pair.language != "zh-Hans" and not entry.firm and _is_spelt((entry.text.split()[-1],), pair)


def _unknown(name: str, is_person: bool, first: bool, pair: Pair) -> Iterator[Issue]:
    """A name that no rule of ours spells for sure: some name in the translation must be spelt as its last word may be.
    A note in English, where translations leave such names out or say them otherwise, and a strange one is told anyway.

    `first` says that it begins a sentence, where it may be no name at all.
    """
    written = name.partition("(")[0].split() or name.split()
    word = (person(" ".join(written)).words if is_person else written)[-1]
    if pair.language == "zh-Hans" or consonants(word) <= _SHORT or not word[0].isupper():
        return
    if not is_name(name, first=first) or is_translated(word):
        return
    if not _is_spelt((word, written[-1]), pair):
        severity: Severity = "warning" if pair.language == "kk-Cyrl" else "note"
        yield Issue(severity, "name-not-found", {"source": name}, _place(name, pair))


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
            severity: Severity = "note" if pair.language == "en" else "warning"  # English says it otherwise more often
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


def _added(text: str, pair: Pair, protected: tuple[Protected, ...]) -> Iterator[Issue]:
    """Names of the translation that nothing in the source explains, or that come near a name there."""
    forms = [form for entry in protected for form in entry.forms]
    yield from _strange_places(text, pair, forms)
    if pair.language == "zh-Hans":
        yield from _in_characters(text, pair, forms)
        return
    yield from _in_letters(text, pair, forms)


def _in_letters(text: str, pair: Pair, forms: list[str]) -> Iterator[Issue]:
    """The strange words with a capital; those that stand side by side are one name."""
    places = capitals(pair.hypothesis, pair.language, inside=True)
    told: set[str] = set()
    before: Issue | None = None
    for place in places:
        word = pair.hypothesis[slice(*place)]
        found = None if word in told or any(word in form for form in forms) else explain(word, text, pair.language)
        if found is None or found.explains or _is_part(place, places, text, pair):
            continue
        told.add(word)
        issue = _told(word, found, place)
        if before is not None and issue.message == before.message == "name-added" and _touch(before, place, pair):
            start, stop = before.target[0], place[1]  # type: ignore[index]  # it was made with a place
            before = replace(before, values={"target": pair.hypothesis[start:stop]}, target=(start, stop))
            continue
        if before is not None:
            yield before
        before = issue
    if before is not None:
        yield before


def _touch(before: Issue, place: tuple[int, int], pair: Pair) -> bool:
    """Whether nothing but a space stands between what an issue is of and a place."""
    return before.target is not None and pair.hypothesis[before.target[1] : place[0]] == " "


def _is_part(place: tuple[int, int], places: list[tuple[int, int]], text: str, pair: Pair) -> bool:
    """Whether a word and the one beside it are one word of the source (Тонлесап, Tonle Sap)."""
    start, stop = place
    for other in places:
        if pair.hypothesis[min(stop, other[1]) : max(start, other[0])] == " ":
            both = pair.hypothesis[min(start, other[0]) : max(stop, other[1])].replace(" ", "").capitalize()
            found = explain(both, text, pair.language)
            if found is not None and found.explains:
                return True
    return False


def _told(word: str, found: Counterpart, place: tuple[int, int]) -> Issue:
    if found.near and (found.word[0].isupper() or found.word.isascii()):
        return Issue("warning", "name-spelling", {"target": word, "source": found.word}, target=place)
    return Issue("warning", "name-added", {"target": word}, target=place)


def _strange_places(text: str, pair: Pair, forms: list[str]) -> Iterator[Issue]:
    """Places of our lexicon that neither a word of the source nor a form kept explains."""
    explained = explained_forms(text)
    if pair.language == "zh-Hans":
        for place, form in misspelt_places(explained, pair.hypothesis):
            values = {"target": pair.hypothesis[slice(*place)], "source": form}
            yield Issue("warning", "name-spelling", values, target=place, suggestion=form)
    for match in pattern(pair.language).finditer(pair.hypothesis):
        name = match.group()
        if name.lower() in explained or any(name in form for form in forms) or name in pair.source:
            continue
        if pair.language == "zh-Hans" and not is_part_of_another(match.span(), pair.hypothesis):
            yield Issue("warning", "name-added", {"target": name}, target=match.span())


def _in_characters(text: str, pair: Pair, forms: list[str]) -> Iterator[Issue]:
    wrong = list(wrong_by_one(text, find_names(text), pair.hypothesis))
    for one in wrong:
        values = {"target": pair.hypothesis[slice(*one.place)], "source": one.word}
        yield Issue("warning", "name-spelling", values, target=one.place, suggestion=one.form)
    for part in _worst_of_each(strange_parts(text, pair.hypothesis)):
        if any(one.place[0] < part.place[1] and part.place[0] < one.place[1] for one in wrong):
            continue
        shown = pair.hypothesis[slice(*part.place)]
        if any(form in pair.hypothesis and (shown in form or form in shown) for form in forms):
            continue
        if part.distance < _MISSPELT:
            yield Issue("warning", "name-spelling", {"target": shown, "source": part.word}, target=part.place)
        else:
            yield Issue("warning", "name-added", {"target": shown}, target=part.place)


def _worst_of_each(parts: Iterable[Part]) -> list[Part]:
    """Of parts that only a point is between, which are of one name, the one that is farthest from the source."""
    found: list[list[Part]] = []
    for part in parts:
        if found and part.place[0] == found[-1][-1].place[1] + 1:
            found[-1].append(part)
        else:
            found.append([part])
    return [max(name, key=lambda part: part.distance) for name in found]


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
    return any(nearest(found, candidates, pair.language).explains for found in parts) or any(
        nearest(found, candidates, "en").explains for found in latin
    )


def _begins(start: int, text: str) -> bool:
    """Whether a sentence or a quotation begins there."""
    return not text[:start].rstrip(' «„“"—–-').endswith(tuple(_LETTERS))


def _nearest(form: str, pair: Pair) -> tuple[int, int] | None:
    """The word of the translation that looks like the last word of a form, misspelt."""
    last = form.rpartition(" ")[2]
    there = [(pair.hypothesis[slice(*place)], place) for place in capitals(pair.hypothesis, pair.language)]
    found = [(alike(last, word), place) for word, place in there if not is_ordinary(word, pair.language)]
    best, place = max(found, default=(0.0, (0, 0)))
    return place if best >= 0.6 and pair.language != "zh-Hans" else None


def _place(text: str, pair: Pair) -> tuple[int, int] | None:
    """Where a name stands in the source as it was written; None where normalising moved it out of sight."""
    start = pair.source.find(text)
    return (start, start + len(text)) if start >= 0 else None
