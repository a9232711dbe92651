"""Names: the persons and places of the source stand in the translation, spelt right, and no other names do.

What is lost is found by `names_lost`, what is strange by `names_added`; here the one is weighed with the other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.checks.check import Check, Issue, Manifest, Pair, Parameter
from pipeline.checks.names_added import strange_names
from pipeline.checks.names_lost import lost_names
from pipeline.names.characters import count_names
from pipeline.names.find import find_names, read_ahead
from pipeline.names.person import person
from pipeline.names.places import pattern
from pipeline.normalise import normalise
from pipeline.protect import parse_paths, protect
from pipeline.terms import stack

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
        strange = list(strange_names(text, pair, protected)) if self._wants_added else []
        told = {issue.values.get("source", "") for issue in strange}
        lost = list(lost_names(text, pair, protected, told))
        yield from _weighed(lost, strange, text, pair)


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
