"""TMX 1.4b, translation memories: units of one text in several languages. https://www.gala-global.org/tmx-14b"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.article import Block, Finding, Item
from pipeline.errors import ReadError
from pipeline.markup.parse import local
from pipeline.readers.draft import Draft
from pipeline.readers.newsml import XML_LANG

_STAMP = re.compile(r"\d{8}")
_CODES = {"bpt", "ept", "it", "ph", "ut"}
"""Native codes of the tool that wrote the memory: no text to translate."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One text, by language (BCP 47 as the file writes it, lower case). `properties` are the unit's own.

    `attributes` are the element's (creationid, changedate and the like); where it says nothing, its variants'.
    `date` is the day on which it was last changed, else made (ISO 8601), empty where the memory does not say.
    """

    texts: dict[str, str]
    properties: dict[str, str]
    attributes: dict[str, str] = field(default_factory=dict)
    date: str = ""


def units(root: Any) -> Iterator[Unit]:
    """The units of a memory, in order; a language without text is left out."""
    for unit in root.iterfind("body/tu"):
        yield read_unit(unit)


def read_unit(unit: Any) -> Unit:
    """One `tu` element."""
    texts: dict[str, str] = {}
    attributes: dict[str, str] = {}
    dates = [_date(unit)]
    for variant in unit.iterfind("tuv"):
        language = (variant.get(XML_LANG) or variant.get("lang") or "").lower()
        segment = variant.find("seg")
        text = "" if segment is None else " ".join(_text(segment).split())
        if language and text:
            texts[language] = text
        attributes |= dict(variant.attrib)
        dates.append(_date(variant))
    properties = {p.get("type", ""): (p.text or "").strip() for p in unit.iterfind("prop")}
    return Unit(texts, properties, attributes | dict(unit.attrib), max(dates))


def read_units(root: Any, name: str) -> tuple[tuple[Block, ...], Item, tuple[Finding, ...]]:
    """The Russian side of a memory as an article, a block a unit. Raises ReadError."""
    draft = Draft(name)
    for number, unit in enumerate(units(root), 1):
        text = next((text for language, text in unit.texts.items() if language.partition("-")[0] == "ru"), "")
        if text:
            draft.add_text("body", text, str(number))
    if not draft.blocks and root.find("body/tu") is not None:
        raise ReadError(f"{name}: a translation memory without Russian: Audarma translates from Russian")
    return draft.finish(format="tmx")


def _date(element: Any) -> str:
    """TMX writes 20260114T093000Z."""
    stamp = element.get("changedate") or element.get("creationdate") or ""
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}" if _STAMP.match(stamp) else ""


def _text(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        if local(child) not in _CODES:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
