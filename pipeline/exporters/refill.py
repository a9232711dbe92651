"""An XLIFF file that came from a translator's tool, given back with its targets: its files, groups, units, notes and
comments as they were, so that the tool finds its own work again.
"""

from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from models.languages import is_in
from pipeline.article import Article
from pipeline.markup.parse import local, parse_xml
from pipeline.readers.xliff import XLIFF, side, units_with_text

_N = f"{{{XLIFF}}}"
_REPLACED = {"segment", "ignorable", "originalData", "matches"}
_CODES = ("pc", "ph", "sc", "ec", "cp", "sm", "em", "mrk")
_BY_PERSONS = {"reviewed", "final"}
_HELD = "codes in this unit are no tags that Audarma can place: it is left as it came"

Fill = Callable[[Any, int], None]
"""Puts what stands for block number N into an empty unit: matches, notes, original data and segments."""


def reopen(article: Article, language: str) -> "etree._Element | None":
    """The root of the file that the article came from, ready for targets in `language`; None for other articles."""
    if article.item is None or article.item.format != "xliff" or not article.item.document:
        return None
    root: etree._Element = parse_xml(article.item.document.encode(), article.item.id, comments=True)
    if len(list(units_with_text(root))) != len(article.blocks):
        return None
    is_same = is_in(root.get("trgLang", ""), language)
    for unit, _ in units_with_text(root):
        unit.set("audarma-is-done", "yes" if is_same and _is_done(unit) else "no")
    if not is_same:
        for side_of in list(root.iter(f"{_N}segment", f"{_N}ignorable")):
            for target in side_of.findall(f"{_N}target"):
                side_of.remove(target)
    root.set("trgLang", language)
    return root


def refill(root: Any, article: Article, fill: Fill) -> None:
    """Fills each unit that no person has finished, and leaves one whose codes would be lost, with a note."""
    for index, (unit, _) in enumerate(list(units_with_text(root))):
        if unit.attrib.pop("audarma-is-done", "no") == "yes":
            continue
        fresh = etree.Element(unit.tag)
        if _loses_codes(unit, len(article.blocks[index].inline)):
            _note(fresh, _HELD)
        else:
            fill(fresh, index)
            for child in [child for child in unit if local(child) in _REPLACED]:
                unit.remove(child)
        _take_in(unit, fresh)


def add_notes(file: Any, fresh: Any) -> None:
    """Puts the notes in `fresh` among those of a file, before its first unit."""
    known = file.find(f"{_N}notes")
    if known is None:
        first = next((i for i, e in enumerate(file) if local(e) in {"unit", "group"}), len(file))
        known = etree.Element(f"{_N}notes")
        file.insert(first, known)
    _merge(known, fresh.find(f"{_N}notes"))


def _take_in(unit: Any, fresh: Any) -> None:
    """The parts of a filled unit into the old one, in the order that XLIFF wants."""
    notes = unit.find(f"{_N}notes")
    for child in list(fresh):
        if local(child) == "matches":
            unit.insert(0, child)
        elif local(child) == "notes" and notes is not None:
            _merge(notes, child)
        elif local(child) in {"notes", "originalData"}:
            first = next((i for i, e in enumerate(unit) if local(e) in {"originalData", "segment", "ignorable"}), None)
            unit.insert(len(unit) if first is None else first, child)
        else:
            unit.append(child)


def _merge(notes: Any, fresh: Any) -> None:
    """Our notes get ids that no note there has."""
    for number, note in enumerate(list(fresh) if fresh is not None else [], 1):
        note.set("id", f"audarma-{number}")
        notes.append(note)


def _note(unit: Any, text: str) -> None:
    note = etree.SubElement(etree.SubElement(unit, f"{_N}notes"), f"{_N}note", id="n1", category="codes", priority="1")
    note.text = text


def _is_done(unit: Any) -> bool:
    """Whether a person has finished any of a unit: no machine writes over that."""
    return any(segment.get("state") in _BY_PERSONS for segment in unit.iterfind(f"{_N}segment"))


def _loses_codes(unit: Any, kept: int) -> bool:
    found = [local(element) for element in _source_codes(unit)]
    whole = sum(found.count(name) for name in ("pc", "ph", "sc"))
    is_bare = not any(found.count(name) for name in ("cp", "sm", "em", "mrk"))
    return whole != kept or not is_bare or bool(side(unit, "source").open)


def _source_codes(unit: Any) -> Iterator[Any]:
    for element in unit:
        if local(element) in {"segment", "ignorable"}:
            yield from element.find(f"{_N}source").iter(*(f"{_N}{name}" for name in _CODES))
