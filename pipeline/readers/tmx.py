"""TMX 1.4b, translation memories: units of one text in several languages. https://www.gala-global.org/tmx-14b"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from models.languages import SOURCE, is_in
from pipeline.article import Block, Finding, Item, Part
from pipeline.errors import ReadError
from pipeline.markup.parse import local
from pipeline.markup.sanitise import can_run
from pipeline.readers.codes import NATIVE, read_segment
from pipeline.readers.draft import Draft
from pipeline.readers.newsml import XML_LANG

_STAMP = re.compile(r"\d{8}")


@dataclass(frozen=True, slots=True)
class Variant:
    """The text of a unit in one language, with its own properties and attributes (changeid, creationdate)."""

    text: str
    properties: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unit:
    """One text, by language (BCP 47 as the file writes it, lower case), with the unit's own properties and attributes.

    `date` is the day on which it was last changed, else made (ISO 8601), empty where the memory does not say.
    """

    variants: dict[str, Variant]
    properties: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    date: str = ""

    @property
    def texts(self) -> dict[str, str]:
        """The text of each language."""
        return {language: variant.text for language, variant in self.variants.items()}

    def variant(self, language: str) -> Variant | None:
        """The variant in a language of ours, whatever region the file names (ru-RU, en-GB)."""
        return next((variant for tag, variant in self.variants.items() if is_in(tag, language)), None)


def units(root: Any) -> Iterator[Unit]:
    """The units of a memory, in order; a language without text is left out."""
    for unit in root.iterfind("body/tu"):
        yield read_unit(unit)


def read_unit(unit: Any) -> Unit:
    """One `tu` element."""
    variants: dict[str, Variant] = {}
    dates = [_date(unit)]
    for variant in unit.iterfind("tuv"):
        segment = variant.find("seg")
        text = "" if segment is None else " ".join(_text(segment).split())
        if text and language(variant):
            variants[language(variant)] = Variant(text, properties(variant), dict(variant.attrib))
        dates.append(_date(variant))
    return Unit(variants, properties(unit), dict(unit.attrib), max(dates))


def language(variant: Any) -> str:
    """The language of a `tuv`, as the file writes it, lower case."""
    return (variant.get(XML_LANG) or variant.get("lang") or "").lower()


def properties(element: Any) -> dict[str, str]:
    """The properties of a `tu` or `tuv`, by type."""
    return {p.get("type", ""): (p.text or "").strip() for p in element.iterfind("prop")}


def read_units(root: Any, name: str) -> tuple[tuple[Block, ...], Item, tuple[Finding, ...]]:
    """The Russian side of a memory as an article, a block a unit. Raises ReadError."""
    draft = Draft(name)
    for number, unit in enumerate(root.iterfind("body/tu")):
        segment = source_segment(unit)
        if segment is not None:
            _add(draft, segment, str(number))
    if not draft.blocks and root.find("body/tu") is not None:
        raise ReadError(f"{name}: a translation memory without Russian: Audarma translates from Russian")
    return draft.finish(format="tmx", document=etree.tostring(root.getroottree(), encoding="unicode"))


def source_segment(unit: Any) -> Any:
    """The first Russian `seg` of a `tu`; None where there is none."""
    for variant in unit.iterfind("tuv"):
        if is_in(language(variant), SOURCE) and variant.find("seg") is not None:
            return variant.find("seg")
    return None


def _add(draft: Draft, segment: Any, path: str) -> None:
    text, inline, _ = read_segment(segment)
    if can_run(text):  # whoever wrote it takes it for HTML: its unit is left as it came
        draft.add_text("body", text, path)
    elif text.strip():
        draft.parts.append(Part("body", f"<?block {len(draft.blocks)}?>", "text/plain", path))
        draft.blocks.append(Block("paragraph", text, inline))


def _date(element: Any) -> str:
    """TMX writes 20260114T093000Z."""
    stamp = element.get("changedate") or element.get("creationdate") or ""
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}" if _STAMP.match(stamp) else ""


def _text(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        if local(child) and local(child) not in NATIVE:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
