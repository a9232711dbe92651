"""A wrong character in a name that Chinese writes by its sound: the name as the syllable table has it but for one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.names.compare import spelt
from pipeline.names.established import established_forms
from pipeline.names.find import Mention
from pipeline.names.hanzi import ALONE, ROWS, transcribe
from pipeline.names.inflect import russian_stems
from pipeline.names.person import person
from pipeline.names.places import Place

_LEAST = 3
"""Characters of a name that is not met by chance."""
_CLASSES = ("tdjqR", "bp", "gkjqh", "zscxqj", "fhwv", "lRrn", "m")
"""Initials that translators write for one another."""
_BY_SOUND = "".join(dict.fromkeys("".join(ROWS.values()).replace(" ", "") + "".join(ALONE.values())))


@dataclass(frozen=True, slots=True)
class Wrong:
    """A word of the source, how the table writes it, and where the translation has it with one other character."""

    word: str
    form: str
    place: Place


def wrong_by_one(text: str, mentions: tuple[Mention, ...], translation: str) -> Iterator[Wrong]:
    """The words of a source's names that stand in a Chinese translation with one character that sounds otherwise."""
    seen: set[Place] = set()
    for mention in mentions:
        for word, form in _written(mention, text[mention.stop :].lstrip()):
            yield from _with_one_other(word, form, translation, _CLASSES, seen)
        for word in mention.text.split():
            forms = established_forms(word)
            if not any(form in translation for form in forms):
                for form in forms:
                    yield from _with_one_other(word, form, translation, (), seen)


def _with_one_other(
    word: str, form: str, translation: str, classes: Sequence[str], seen: set[Place]
) -> Iterator[Wrong]:
    """Where a form stands with another character, whose initial is of no class with that in its place."""
    there = sum(character in translation for character in form)
    if len(form) < _LEAST or there < len(form) - 1 or form in translation:
        return
    for match in _one_other(form).finditer(translation):
        if match.span() not in seen and not _may_stand_for(form, match.group(), classes):
            seen.add(match.span())
            yield Wrong(word, form, match.span())


def _written(mention: Mention, after: str) -> list[tuple[str, str]]:
    """The words of a name with their characters by the table; of a place, each stem it may have."""
    if mention.kind == "person":
        who = person(mention.text, after)
        if who.origin == "chinese":
            return []
        return [(word, transcribe(word, woman=who.woman)) for word in who.words]
    return [(mention.text, transcribe(stem)) for stem in russian_stems(mention.text)]


@lru_cache(maxsize=1024)
def _one_other(form: str) -> re.Pattern[str]:
    others = (form[:i] + f"[{_BY_SOUND}]" + form[i + 1 :] for i in range(len(form)))
    return re.compile(f"(?:{'|'.join(others)})(?![{_BY_SOUND}])")


def _may_stand_for(form: str, found: str, classes: Sequence[str]) -> bool:
    """Whether the character that differs begins with the sound of the one in its place, or with one of its class."""
    ours, theirs = next((a, b) for a, b in zip(form, found, strict=True) if a != b)
    initials = {_initial(ours), _initial(theirs)}
    return len(initials) == 1 or any(initials <= set(some) for some in classes)


def _initial(character: str) -> str:
    """The consonant that a character is read with, V where it has none."""
    return spelt(character, "zh-Hans")[:1]
