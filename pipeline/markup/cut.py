"""Cuts a body into blocks and a layout: the same markup, with a hole where each block stood."""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from pipeline.article import Block, BlockKind, Inline
from pipeline.markup.parse import local, parse_fragment
from pipeline.markup.sanitise import can_run, check_depth, clean_html, clean_tree

_INLINE = set(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd mark q rp rt ruby s samp small span "
    "strike strong sub sup time tt u var wbr picture source "
    "alt-code byttl chron city classifier copyrite.holder copyrite.year country denom event frac frac-sep function "
    "lang location money num numer object.title org person postaddr pronounce region state sublocation virtloc "
    "name.given name.family".split()
)
_VOID = set("br img wbr hr source".split())
_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2"), "headline"),
    **dict.fromkeys(("li", "dd", "dt"), "list_item"),
    **dict.fromkeys(("blockquote", "bq"), "quotation"),
    **dict.fromkeys(("figcaption", "caption", "media-caption"), "caption"),
    "byline": "byline",
}
_UNTOUCHED = set(
    "head rights distributor note media-reference media-metadata media-producer media-object pubdata docdata "
    "tobject nitf-table-metadata pre code series copyrite".split()
)
DISCLOSURE = "audarma-disclosure"
_WHITE = " \t\r\n\f"
_WHITE_RUN = re.compile(r"[^\S\u00a0]+")


@dataclass
class Cut:
    """What was cut: the blocks, and the markup with their holes. `dropped` says that something unsafe was left out."""

    blocks: list[Block] = field(default_factory=list)
    layout: str = ""
    dropped: bool = False


def cut_html(markup: str, first: int, name: str) -> Cut:
    """Cuts HTML or XHTML; `first` is the index of its first block. What could run in a browser is left out."""
    from lxml import html

    check_depth(markup, name)
    cleaned = clean_html(markup)
    tree = html.fragment_fromstring(cleaned, create_parent="div") if cleaned.strip() else etree.Element("div")
    found = cut_tree(parse_fragment(_inside(tree), name), first)
    found.dropped = can_run(markup)
    return found


def cut_xml(root: Any, first: int) -> Cut:
    """Cuts a NITF document or body; the root element itself is part of the layout. The tree is left as it was."""
    root = copy.deepcopy(root)
    dropped = clean_tree(root)
    for line in [element for element in root.iter(etree.Element) if element.get("class") == DISCLOSURE]:
        line.getparent().remove(line)  # the line that Audarma adds for readers is no text of the item
    around = etree.Element("div")
    around.append(root)
    found = cut_tree(around, first)
    found.dropped = dropped
    return found


def cut_tree(root: Any, first: int) -> Cut:
    """Cuts what stands inside `root`, which it changes."""
    found = Cut()
    _cut(root, first, found, "paragraph")
    found.layout = _inside(root)
    return found


def _cut(element: Any, first: int, found: Cut, kind: BlockKind) -> None:
    """Replaces each run of text and inline elements by a hole, and goes down into the elements of blocks."""
    for run in list(_runs(element)):
        if isinstance(run, _Run):
            text, inline = _flatten(run)
            if text.strip():
                run.replace(first + len(found.blocks))
                found.blocks.append(Block(kind, text, inline))
        elif local(run) not in _UNTOUCHED:
            _cut(run, first, found, _KINDS.get(local(run), kind))


@dataclass
class _Run:
    """Text and inline elements side by side. `before` is the element that they follow, None at the parent's start."""

    parent: Any
    before: Any
    text: str
    elements: list[Any] = field(default_factory=list)

    def replace(self, index: int) -> None:
        """Puts the hole of block `index` in the place of all this; the white space around it stays as it was."""
        whole = self.text + "".join("x" + (e.tail or "") for e in self.elements)
        for element in self.elements:
            self.parent.remove(element)
        lead = whole[: len(whole) - len(whole.lstrip(_WHITE))]
        trail = whole[len(whole.rstrip(_WHITE)) :]
        hole = etree.ProcessingInstruction("block", str(index))
        if self.before is not None:
            self.before.tail = None  # lxml moves a tail along with what is put in front of it
            self.before.addnext(hole)
            self.before.tail, hole.tail = lead, trail
        else:
            self.parent.text = lead
            self.parent.insert(0, hole)
            hole.tail = trail


def _runs(element: Any) -> Iterator["_Run | Any"]:
    run = _Run(element, None, element.text or "")
    for child in list(element):
        if _is_inline(child) and not _parts_paragraphs(child):
            run.elements.append(child)
            continue
        yield run
        if not _is_inline(child):
            yield child
        run = _Run(element, child, child.tail or "")
    yield run


def _parts_paragraphs(element: Any) -> bool:
    """Whether this is one of two or more line breaks in a row, which is how many a site writes a new paragraph."""
    if local(element) != "br":
        return False
    before, after = element.getprevious(), element.getnext()
    return (after is not None and local(after) == "br" and not _said(element.tail)) or (
        before is not None and local(before) == "br" and not _said(before.tail)
    )


def _said(text: str | None) -> bool:
    return bool(text and text.strip())


def _is_inline(element: Any) -> bool:
    if not isinstance(element.tag, str):
        return False
    return all(local(inner) in _INLINE for inner in element.iter(etree.Element))


def _flatten(run: _Run) -> tuple[str, tuple[Inline, ...]]:
    """The text of a run by HTML's rule for white space, and its markup at the right characters."""
    pieces: list[str] = [run.text]
    tags: list[tuple[int, int, str, str, int]] = []
    for element in run.elements:
        _walk(element, pieces, tags, 0)
    text = "".join(pieces)
    if not tags:
        return _WHITE_RUN.sub(" ", text).removeprefix(" ").rstrip(), ()
    flat, places = squeeze(text)
    inline = [Inline(places[a], places[b], opening, close, depth) for a, b, opening, close, depth in tags]
    return flat, tuple(inline)


def _walk(element: Any, pieces: list[str], tags: list[tuple[int, int, str, str, int]], depth: int) -> None:
    start, index = sum(map(len, pieces)), len(tags)
    opening, close = _tags(element)
    tags.append((start, start, opening, close, depth))
    if local(element) == "br":
        pieces.append("\n")
    else:
        pieces.append(element.text or "")
        for child in element:
            _walk(child, pieces, tags, depth + 1)
        if close:
            tags[index] = (start, sum(map(len, pieces)), opening, close, depth)
    pieces.append(element.tail or "")


def _tags(element: Any) -> tuple[str, str]:
    name = f"{element.prefix}:{local(element)}" if element.prefix else local(element)
    attributes = "".join(
        f" {_attribute(key)}={quoteattr(value, {chr(10): '&#10;', chr(9): '&#9;'})}"
        for key, value in element.attrib.items()
    )
    is_void = local(element) in _VOID or (len(element) == 0 and not (element.text or "").strip())
    return (f"<{name}{attributes}/>", "") if is_void else (f"<{name}{attributes}>", f"</{name}>")


def _attribute(key: str) -> str:
    name = etree.QName(key)
    return f"xml:{name.localname}" if name.namespace == "http://www.w3.org/XML/1998/namespace" else name.localname


def squeeze(text: str) -> tuple[str, list[int]]:
    """The text with each run of white space as one space, none at its ends, and where each old place went."""
    flat: list[str] = []
    places: list[int] = []
    for character in text:
        places.append(len(flat))
        if character.isspace() and character != "\u00a0":
            if flat and not (flat[-1].isspace() and flat[-1] != "\u00a0"):
                flat.append(" ")
        else:
            flat.append(character)
    places.append(len(flat))
    end = len(flat)
    while end and flat[end - 1].isspace():
        end -= 1
    return "".join(flat[:end]), [min(place, end) for place in places]


def _inside(element: Any) -> str:
    """What stands between an element's tags, as XML."""
    from xml.sax.saxutils import escape

    return escape(element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)
