"""Names: the persons and places of the source stand in the translation, spelt right, and no other names do.

From the source: a name that a glossary or a rule spells must stand there so; any other must sound like some name there.
From the translation: a word with a capital inside a sentence must come from something in the source.
"""

from collections.abc import Iterator

from pipeline.checks.check import Check, Issue, Manifest, Pair, Parameter
from pipeline.names.find import find_names, is_name
from pipeline.names.foreign import capitals, explained, has_lost_name, misspelt_for, strange_places
from pipeline.names.person import person
from pipeline.names.sounds import alike, sounds
from pipeline.normalise import normalise
from pipeline.protect import Protected, parse_paths, protect
from pipeline.terms import stack
from pipeline.terms.kept import find_first

MANIFEST = Manifest(
    "names",
    "Persons and places of the source are in the translation, spelt right, and no others.",
    "error",
    (
        Parameter("glossaries", "", "files of your own, by semicolons, over Audarma's glossary"),
        Parameter("alike", 0.7, "from 0 to 1: how alike a name that no lexicon has must sound to pass"),
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
"""Sounds below which a name is too short to be told from another by them."""


def build(glossaries: str, alike: float, added: bool) -> Check:
    """The check. A glossary that is wrong raises GlossaryError when the first pair is looked at."""

    def check(pair: Pair) -> Iterator[Issue]:
        text = normalise(pair.source)
        glossary = stack(parse_paths(glossaries))
        protected = protect(text, pair.language, glossary)
        for entry in protected:
            if entry.kind in ("person", "place"):
                yield from _known(entry, pair, alike)
        for mention in find_names(text):
            covered = any(entry.start < mention.stop and mention.start < entry.stop for entry in protected)
            if not covered and is_name(mention.text):
                yield from _unknown(mention.text, mention.kind == "person", pair, alike)
        if added:
            yield from _added(text, pair, protected)

    return check


def _known(entry: Protected, pair: Pair, least: float) -> Iterator[Issue]:
    """A name whose form is known: it stands there, or what stands there in its place is told."""
    place = find_first(entry.forms, pair.hypothesis, pair.language)
    source = _place(entry.text, pair)
    values = {"source": entry.text, "target": entry.form}
    if place is not None:
        if entry.doubt:
            yield Issue("note", _DOUBTS[entry.doubt], values, source, place)
    elif not entry.sure or entry.doubt == "by-letters":
        yield from _unknown(entry.text, entry.kind == "person", pair, least)
    elif entry.doubt:  # the form is ours, by a table: another may be as good
        yield Issue("note", "name-unconfirmed", values, source, suggestion=entry.form)
    elif (near := _nearest(entry.form, pair)) is not None:
        values["found"] = pair.hypothesis[slice(*near)]
        yield Issue(
            "error" if entry.kind == "person" and entry.firm else "warning",
            "name-misspelt",
            values,
            source,
            near,
            entry.form,
        )
    else:
        yield Issue("warning", "name-missing", values, source, suggestion=entry.form)


def _unknown(name: str, is_person: bool, pair: Pair, least: float) -> Iterator[Issue]:
    """A name that no rule of ours spells for sure: some name in the translation must sound like its last word."""
    base = person(name).words if is_person else tuple(name.split())
    there = [pair.hypothesis[slice(*place)] for place in capitals(pair.hypothesis, pair.language)]
    word = base[-1]
    if pair.language == "zh-Hans" or len(sounds(word)) <= _SHORT or not word[0].isupper():
        return
    if max((alike(word, found) for found in there), default=0.0) < least:
        yield Issue("warning", "name-not-found", {"source": name}, _place(name, pair))


def _added(text: str, pair: Pair, protected: tuple[Protected, ...]) -> Iterator[Issue]:
    """Names of the translation that nothing in the source explains, or that are one consonant away from one there.

    One that our lexicon knows for a place, or that stands where a name of the source is lost, is a warning.
    """
    for place in strange_places(text, pair.hypothesis, pair.language, [e.form for e in protected]):
        yield Issue("warning", "name-added", {"target": pair.hypothesis[slice(*place)]}, target=place)
    if pair.language == "zh-Hans":
        return
    lost = has_lost_name(text, pair.hypothesis, [(entry.start, entry.stop) for entry in protected])
    forms = [form for entry in protected for form in entry.forms]
    names = [word for mention in find_names(text) for word in mention.text.split() if is_name(word)]
    for place in capitals(pair.hypothesis, pair.language, inside=True):
        word = pair.hypothesis[slice(*place)]
        if any(word in form for form in forms):
            continue
        meant = misspelt_for(word, names)
        if meant:
            yield Issue("warning", "name-spelling", {"target": word, "source": meant}, target=place)
        elif not explained(word, text, pair.language):
            yield Issue("warning" if lost else "note", "name-added", {"target": word}, target=place)


def _nearest(form: str, pair: Pair) -> tuple[int, int] | None:
    """The word of the translation that looks like the last word of a form, misspelt."""
    last = form.rpartition(" ")[2]
    found = [(alike(last, pair.hypothesis[slice(*p)]), p) for p in capitals(pair.hypothesis, pair.language)]
    best, place = max(found, default=(0.0, (0, 0)))
    return place if best >= 0.6 and pair.language != "zh-Hans" else None


def _place(text: str, pair: Pair) -> tuple[int, int] | None:
    """Where a name stands in the source as it was written; None where normalising moved it out of sight."""
    start = pair.source.find(text)
    return (start, start + len(text)) if start >= 0 else None
