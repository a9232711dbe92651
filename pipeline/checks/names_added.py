"""Names of the translation that are strange: a word with a capital inside a sentence, and in Chinese a place of our
lexicon or a name with a point in it, that nothing in the source explains, or that comes near a name there.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.checks.check import Issue, Pair
from pipeline.names.characters import Part, strange_parts
from pipeline.names.find import find_names
from pipeline.names.foreign import Counterpart, capitals, explain
from pipeline.names.places import explained_forms, pattern
from pipeline.names.short import is_part_of_another, misspelt_places
from pipeline.names.table import wrong_by_one
from pipeline.protect import Protected

_POSSESSIVE = re.compile("['’]s?$")
_MISSPELT = 0.4
"""The distance of a part of a Chinese name up to which it is its source's misspelt, and not another."""


def strange_names(text: str, pair: Pair, protected: tuple[Protected, ...]) -> Iterator[Issue]:
    """Names of the translation that nothing in the source explains, or that come near a name there.

    `text` is the normalised source and `protected` what stands in it.
    """
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
            found = explain(_POSSESSIVE.sub("", both), text, pair.language)
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
        if pair.language != "zh-Hans" and " " not in name and _is_explained(name, text, pair):
            continue
        if pair.language == "zh-Hans" and not is_part_of_another(match.span(), pair.hypothesis):
            yield Issue("warning", "name-added", {"target": name}, target=match.span())


def _is_explained(name: str, text: str, pair: Pair) -> bool:
    """Whether a word of the source may be spelt so, or be a people's (румынский, Romanian)."""
    found = explain(name, text, pair.language)
    return found is None or found.explains


def _in_characters(text: str, pair: Pair, forms: list[str]) -> Iterator[Issue]:
    wrong = list(wrong_by_one(text, find_names(text), pair.hypothesis))
    for one in wrong:
        values = {"target": pair.hypothesis[slice(*one.place)], "source": one.word}
        yield Issue("warning", "name-spelling", values, target=one.place, suggestion=one.form)
    for part in _worst_of_each(strange_parts(text, pair.hypothesis)):
        if any(one.place[0] <= part.place[1] + 1 and part.place[0] <= one.place[1] + 1 for one in wrong):
            continue  # of one name with it, and told already
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
