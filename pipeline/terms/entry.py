"""One term: how Russian text says it, how each target language must say it, and what it must not say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from models.languages import TARGETS


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of a glossary.

    `source` has the Russian ways to say it, the base form first; `targets` the forms in each language (BCP 47), the one
    to be written first, the others also accepted; `forbidden` what a language must not say for it. `domain` says what
    kind of term it is ("person" and "place" are names). `origin` is the file and line it was read from.

    Raises ValueError for an entry that has no Russian form or no form in any target language, or that forbids what it
    asks for.
    """

    source: tuple[str, ...]
    targets: Mapping[str, tuple[str, ...]]
    pos: str = ""
    domain: str = ""
    note: str = ""
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    origin: str = ""

    def __post_init__(self) -> None:
        targets = {language: forms for language, forms in self.targets.items() if forms}
        forbidden = {language: forms for language, forms in self.forbidden.items() if forms}
        if not self.source:
            raise ValueError("no Russian form")
        if not any(character.isalnum() for form in self.source for character in form):
            raise ValueError(f"{self.source[0]!r} has no letter or figure to be found by")
        if not targets:
            raise ValueError(f"{self.source[0]!r} has no form in any target language")
        strange = (set(targets) | set(forbidden)) - set(TARGETS)
        if strange:
            raise ValueError(f"unknown language {', '.join(sorted(strange))}: there are {', '.join(TARGETS)}")
        for language, forms in forbidden.items():
            both = set(forms) & set(targets.get(language, ()))
            if both:
                raise ValueError(f"{sorted(both)[0]!r} is both asked for and forbidden in {language}")
        object.__setattr__(self, "targets", MappingProxyType(targets))
        object.__setattr__(self, "forbidden", MappingProxyType(forbidden))

    @property
    def is_name(self) -> bool:
        """Whether it names a person or a place."""
        return self.domain in ("person", "place")
