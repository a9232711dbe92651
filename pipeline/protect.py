"""The protect stage: what in a source text must come through a translation, and in what form.

Terms and names of the glossaries first, the longest where they overlap; then persons that no glossary has, by the rule
that fits their bearer.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pipeline.names.find import find_names
from pipeline.names.person import person
from pipeline.names.render import Doubt, render
from pipeline.terms import Glossary, Match

SEPARATOR = ";"
"""Parts the paths of several glossaries in one setting."""

Kind = Literal["term", "place", "person", "address"]

_ADDRESS = re.compile(
    r"https?://[^\s<>«»“”]*[\w/]|www\.[^\s<>«»“”]*[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@])@\w{2,}"
)
"""A web or mail address or a handle: carried through character by character."""


@dataclass(frozen=True, slots=True)
class Protected:
    """Something at `start` to `stop` of a source text that its translation must say as `form`.

    `accepted` are other forms that are as good, `forbidden` forms that are wrong. `sure` says that `form` may replace
    what a model wrote, `doubt` why a person should confirm it. `proper` is False for a term whose words are common
    ones, `firm` for a name that we spell by a rule which its bearer need not follow.
    """

    start: int
    stop: int
    text: str
    kind: Kind
    form: str
    accepted: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    sure: bool = True
    doubt: Doubt = ""
    proper: bool = True
    firm: bool = True

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form that keeps it, the one to write first."""
        return (self.form, *self.accepted)


def parse_paths(setting: str) -> tuple[Path, ...]:
    """The glossaries of a setting, in the order in which they go over one another."""
    return tuple(Path(part.strip()) for part in setting.split(SEPARATOR) if part.strip())


@lru_cache(maxsize=8192)
def protect(text: str, language: str, glossary: Glossary) -> tuple[Protected, ...]:
    """What the translation of a Russian text into `language` (BCP 47) must keep: in order, nothing overlaps."""
    addresses = [Protected(m.start(), m.end(), m.group(), "address", m.group()) for m in _ADDRESS.finditer(text)]
    matches = [m for m in glossary.find(text) if not any(a.start < m.stop and m.start < a.stop for a in addresses)]
    persons = [mention for mention in find_names(text) if mention.kind == "person"]
    found = addresses
    for mention in persons:
        inside = [match for match in matches if match.start < mention.stop and mention.start < match.stop]
        if any(match.stop - match.start >= len(mention.text) for match in inside):
            continue  # the glossary knows the whole name, or the name stands inside a term
        who = person(mention.text, text[mention.stop :].lstrip())
        rendering = render(who, language)
        matches = [match for match in matches if match not in inside]
        if rendering is not None:
            found.append(
                Protected(
                    mention.start,
                    mention.stop,
                    mention.text,
                    "person",
                    rendering.form,
                    rendering.accepted,
                    sure=rendering.sure,
                    doubt=rendering.doubt,
                    firm=who.origin == "chinese",
                )
            )
    found += [entry for match in matches if (entry := _from_glossary(match, language))]
    return tuple(sorted(found, key=lambda entry: entry.start))


def _from_glossary(match: Match, language: str) -> Protected | None:
    forms: Sequence[str] = match.term.targets.get(language, ())
    if not forms:
        return None
    return Protected(
        match.start,
        match.stop,
        match.text,
        "person" if match.term.domain == "person" else "place" if match.term.domain == "place" else "term",
        forms[0],
        tuple(forms[1:]),
        match.term.forbidden.get(language, ()),
        proper=any(letter.isupper() for letter in match.term.source[0]),
    )
