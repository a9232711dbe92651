"""XLIFF 2.x: the files of translators' tools. https://docs.oasis-open.org/xliff/xliff-core/v2.1/"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, get_args

from lxml import etree

from models.languages import parse_language
from pipeline.article import (
    Article,
    Block,
    BlockKind,
    Finding,
    Inline,
    Item,
    Match,
    MatchOrigin,
    Origin,
    Part,
    Segment,
    TranslatedArticle,
    TranslatedBlock,
    TranslatedSegment,
    Translation,
)
from pipeline.errors import ReadError, UsageError
from pipeline.markup.parse import local, parse_xml
from pipeline.markup.sanitise import is_harmless

XLIFF = "urn:oasis:names:tc:xliff:document:2.0"
TYPE = "audarma:"
_N = f"{{{XLIFF}}}"


_ORIGINS: dict[str, Origin] = {"translated": "model", "reviewed": "edited", "final": "edited"}


@dataclass
class Text:
    """A text with its markup while it is put together. `open` holds the markup whose end is in a later segment."""

    text: str = ""
    inline: list[Inline] = field(default_factory=list)
    open: dict[str, int] = field(default_factory=dict)


def read_units(root: Any, name: str) -> tuple[tuple[Block, ...], Item, tuple[Finding, ...]]:
    """The source side as an article, a block a unit. Raises ReadError for a file that is not XLIFF 2."""
    _check(root, name)
    blocks = [block for _, block in units_with_text(root)]
    layout = "\n\n".join(f"<?block {i}?>" for i in range(len(blocks)))
    item = Item(
        format="xliff",
        language=root.get("srcLang", ""),
        parts=(Part("body", layout),) if blocks else (),
        document=etree.tostring(root.getroottree(), encoding="unicode"),
    )
    return tuple(blocks), item, ()


def units_with_text(root: Any) -> Iterator[tuple[Any, Block]]:
    """The units that are to be translated, each with its block, in their order."""
    for unit in root.iter(f"{_N}unit"):
        block = _block(unit) if _is_open(unit) else None
        if block is not None:
            yield unit, block


def _is_open(unit: Any) -> bool:
    """Whether a unit may be translated: it, or the nearest group or file around it, says so. What Audarma itself wrote
    as boilerplate is read as such."""
    says = next((e.get("translate") for e in (unit, *unit.iterancestors()) if e.get("translate")), "yes")
    return says == "yes" or bool(unit.get("type", "").startswith(TYPE))


def read_xliff(data: bytes, name: str) -> TranslatedArticle:
    """The article and its translation in an XLIFF file, as `pipeline.exporters.xliff` writes it or a person changed it.

    A segment that a translator's tool has marked as reviewed or final is of origin "edited"; "memory", where it is
    what an approved match of the memory said. Raises ReadError.
    """
    root = parse_xml(data, name)
    _check(root, name)
    blocks: list[Block] = []
    segments: list[Segment] = []
    done: list[TranslatedSegment] = []
    placed: list[TranslatedBlock] = []
    try:
        source, target = parse_language(root.get("srcLang", "")), parse_language(root.get("trgLang", ""))
        for unit in root.iter(f"{_N}unit"):
            block = _block(unit)
            if block is None:
                continue
            found = list(_segments(unit, len(blocks), block, len(segments)))
            segments += [segment for segment, _ in found]
            done += [translated for _, translated in found if translated is not None]
            text = side(unit, "target")
            if unit.get("translate") != "no" and text.text.strip():
                inline = tuple(text.inline) if not text.open else ()
                placed.append(TranslatedBlock(len(blocks), block.kind, text.text, inline))
            blocks.append(block)
        digest = hashlib.sha256("\n\n".join(block.text for block in blocks).encode()).hexdigest()
        article = Article(f"sha256:{digest}", source, tuple(blocks), tuple(segments))
        return TranslatedArticle(article, {target: Translation(target, tuple(done), tuple(placed))})
    except (ValueError, UsageError) as error:
        raise ReadError(f"{name}: not a translation that Audarma can take in ({error})") from error


def _check(root: Any, name: str) -> None:
    if local(root) != "xliff" or not root.get("version", "").startswith("2."):
        raise ReadError(f"{name}: XLIFF {root.get('version', '')}; Audarma reads XLIFF 2.0 and 2.1")


def _block(unit: Any) -> Block | None:
    text = side(unit, "source")
    inline = tuple(text.inline) if not text.open else ()
    try:
        return Block(_kind(unit), text.text, inline) if text.text.strip() else None
    except ValueError:  # codes that another tool has let overlap
        return Block(_kind(unit), text.text)


def _kind(unit: Any) -> BlockKind:
    """The kind that Audarma wrote into a unit's type; paragraph where another tool made the file."""
    found = unit.get("type", "").removeprefix(TYPE).replace("-", "_")
    return next((kind for kind in get_args(BlockKind) if kind == found), "paragraph")


def _segments(unit: Any, index: int, block: Block, first: int) -> Iterator[tuple[Segment, TranslatedSegment | None]]:
    proposed = list(unit.iter("{*}match"))
    models = {m.get("ref", "").lstrip("#"): m.get("origin", "") for m in proposed if m.get("type") != "tm"}
    remembered = [(m.get("ref", "").lstrip("#"), _match(m)) for m in proposed if m.get("type") == "tm"]
    position, number = 0, first
    for element in unit:
        if local(element) not in {"segment", "ignorable"}:
            continue
        text = Text()
        _walk(element.find(f"{_N}source"), {}, text, 0)
        start, position = position, position + len(text.text)
        if local(element) == "ignorable" or not text.text.strip():
            continue
        segment = Segment(index, start, position, block.text[start:position])
        target = element.find(f"{_N}target")
        translated = None
        if target is not None:
            said = Text()
            _walk(target, {}, said, 0)
            model, _, revision = models.get(element.get("id", ""), "").partition("@")
            origin = _ORIGINS.get(element.get("state", "initial"), "failed")
            offered = tuple(m for ref, m in remembered if m is not None and ref == element.get("id", ""))
            if origin == "model" and not model:
                origin = "copied"
            elif element.get("subState") == f"{TYPE}memory" and [said.text] == [m.target for m in offered[:1]]:
                origin = "memory"
            translated = TranslatedSegment(number, said.text, model, revision, origin, matches=offered)
        number += 1
        yield segment, translated


def _match(element: Any) -> Match | None:
    """What a memory offered; None for what another tool says in another way."""
    said, _, unapproved = element.get("subType", "").removeprefix(TYPE).partition("-")
    origin = next((kind for kind in get_args(MatchOrigin) if kind == said), None)
    source, target = (element.findtext(f"{_N}{side}", default="").strip() for side in ("source", "target"))
    try:
        similarity = min(1.0, max(0.0, float(element.get("similarity", "")) / 100))
    except ValueError:
        return None
    if origin is None or not source or not target:
        return None
    return Match(source, target, similarity, origin, not unapproved, element.get("origin", ""))


def side(unit: Any, which: str) -> Text:
    """The text of a unit's sources or targets, what is to be ignored between them included, with its markup."""
    data = _data(unit)
    found = Text()
    for element in unit:
        if local(element) in {"segment", "ignorable"}:
            content = element.find(f"{_N}{which}")
            if content is None and local(element) == "ignorable":
                content = element.find(f"{_N}source")
            if content is not None:
                _walk(content, data, found, 0)
    return found


def _data(unit: Any) -> dict[str, str]:
    """The tags that the unit's codes stand for, by id; a native code that is no tag, or one that runs, is left out."""
    data = {e.get("id", ""): str(e.xpath("string()")) for e in unit.iterfind(f"{_N}originalData/{_N}data")}
    used = [(e.get("dataRefStart", ""), e.get("dataRefEnd", "")) for e in unit.iter(f"{_N}pc")]
    used += [(e.get("dataRef", ""), "") for e in unit.iter(f"{_N}ph")]
    ends = {e.get("startRef", ""): e.get("dataRef", "") for e in unit.iter(f"{_N}ec")}
    used += [(e.get("dataRef", ""), ends.get(e.get("id", ""), "")) for e in unit.iter(f"{_N}sc")]
    bad = {key for pair in used if not is_harmless(*(data.get(key, "") for key in pair)) for key in pair}
    return {key: value for key, value in data.items() if key not in bad}


def _walk(element: Any, data: dict[str, str], found: Text, depth: int) -> None:
    found.text += element.text or ""
    for child in element:
        name, place = local(child), len(found.text)
        opening, level = data.get(child.get("dataRef", ""), ""), depth + len(found.open)
        if name == "pc":
            _pair(child, data, found, depth)
        elif name == "ph" and opening:
            found.inline.append(Inline(place, place, opening, "", level))
        elif name == "sc" and opening:
            found.open[child.get("id", "")] = len(found.inline)
            found.inline.append(Inline(place, place, opening, "</>", level))
        elif name == "ec" and opening and child.get("startRef") in found.open:
            index = found.open.pop(child.get("startRef"))
            began = found.inline[index]
            found.inline[index] = Inline(began.start, place, began.open, opening, began.depth)
        elif name == "mrk":
            _walk(child, data, found, depth)
        found.text += child.tail or ""


def _pair(child: Any, data: dict[str, str], found: Text, depth: int) -> None:
    opening, close = data.get(child.get("dataRefStart", ""), ""), data.get(child.get("dataRefEnd", ""), "")
    if not opening or not close:
        _walk(child, data, found, depth)
        return
    start, index, level = len(found.text), len(found.inline), depth + len(found.open)
    found.inline.append(Inline(start, start, opening, close, level))
    _walk(child, data, found, depth + 1)
    found.inline[index] = Inline(start, len(found.text), opening, close, level)
