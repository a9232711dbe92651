"""Terms of the glossaries: the translation has each in a form that the glossary gives, and none that it forbids."""

from collections.abc import Iterator

from pipeline.checks.check import Check, Issue, Manifest, Pair, Parameter
from pipeline.normalise import normalise
from pipeline.protect import Protected, parse_paths, protect
from pipeline.terms import stack
from pipeline.terms.kept import find_first

MANIFEST = Manifest(
    "terms",
    "Terms of the glossary stand as it says; no form that it forbids.",
    "error",
    (
        Parameter("glossaries", "", "files of your own, by semicolons, over Audarma's glossary"),
        Parameter("common", False, "warn of terms in small letters too, of which there is otherwise a note"),
    ),
    thorough=True,
)


def build(glossaries: str, common: bool) -> Check:
    """The check. A glossary that is wrong raises GlossaryError when the first pair is looked at."""

    def check(pair: Pair) -> Iterator[Issue]:
        told: set[str] = set()
        for entry in protect(normalise(pair.source), pair.language, stack(parse_paths(glossaries))):
            if entry.kind == "address":
                continue
            yield from _forbidden(entry, pair)
            if (
                entry.kind == "term"
                and entry.form not in told
                and find_first(entry.forms, pair.hypothesis, pair.language) is None
            ):
                told.add(entry.form)
                yield Issue(
                    "warning" if entry.proper or common else "note",
                    "term-missing",
                    {"source": entry.text, "target": entry.form},
                    source=_place(entry, pair),
                    suggestion=entry.form,
                )

    return check


def _forbidden(entry: Protected, pair: Pair) -> Iterator[Issue]:
    place = find_first(entry.forbidden, pair.hypothesis, pair.language)
    if place is not None:
        values = {"target": pair.hypothesis[slice(*place)], "suggestion": entry.form}
        yield Issue("error", "term-forbidden", values, _place(entry, pair), place, suggestion=entry.form)


def _place(entry: Protected, pair: Pair) -> tuple[int, int] | None:
    """Where the term stands in the source as it was written; None where normalising moved it out of sight."""
    start = pair.source.find(entry.text)
    return (start, start + len(entry.text)) if start >= 0 else None
