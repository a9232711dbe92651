"""Fills the holes of a layout with blocks: their text, with its markup where it was placed."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from xml.sax.saxutils import escape

from lxml import etree

from pipeline.article import HOLE, Inline, Part
from pipeline.markup.parse import local, parse_fragment, strip_controls

_GONE = "<?gone?>"
_STANDS_ALONE = set("img br hr video audio picture source td th tr table col colgroup iframe media-reference".split())


class Filling(Protocol):
    """A block of a source or of a translation."""

    @property
    def text(self) -> str:
        """Its text."""

    @property
    def inline(self) -> tuple[Inline, ...]:
        """The markup in it."""


def fill(part: Part, blocks: Mapping[int, Filling]) -> str:
    """The part with its blocks; a hole whose block is not there goes, with the elements that it leaves empty."""
    if part.media == "text/plain":
        text = HOLE.sub(lambda match: blocks[int(match[1])].text if int(match[1]) in blocks else "", part.layout)
        return "\n\n".join(piece for piece in text.split("\n\n") if piece.strip())
    filled = HOLE.sub(lambda match: _render(blocks.get(int(match[1]))), part.layout)
    return _prune(filled) if _GONE in filled else filled


def plain(part: Part, blocks: Mapping[int, Filling]) -> str:
    """The text of the part's blocks alone, a blank line between them."""
    return "\n\n".join(blocks[index].text for index in part.blocks if index in blocks)


def render(text: str, inline: Sequence[Inline]) -> str:
    """A text with its markup, as XML."""
    out: list[str] = []
    around: list[Inline] = []
    position = 0

    def go_to(place: int) -> None:
        nonlocal position
        out.append(escape(strip_controls(text[position:place])))
        position = place

    for tag in inline:
        while len(around) > tag.depth:
            go_to(around[-1].stop)
            out.append(around.pop().close)
        go_to(tag.start)
        out.append(tag.open)
        around.append(tag)
    while around:
        go_to(around[-1].stop)
        out.append(around.pop().close)
    go_to(len(text))
    return "".join(out)


def _render(block: Filling | None) -> str:
    return _GONE if block is None else render(block.text, block.inline)


def _prune(filled: str) -> str:
    root = parse_gone(filled)
    mark: Any  # lxml's stubs take every parent for one that may lack
    for mark in list(root.iter(etree.ProcessingInstruction)):
        parent, before = mark.getparent(), mark.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + (mark.tail or "")
        else:
            parent.text = (parent.text or "") + (mark.tail or "")
        mark.tail = None
        parent.remove(mark)
        while parent is not root and _is_empty(parent):
            empty, parent = parent, parent.getparent()
            before = empty.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + (empty.tail or "")
            else:
                parent.text = (parent.text or "") + (empty.tail or "")
            empty.tail = None
            parent.remove(empty)
    return escape(root.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in root)


def parse_gone(filled: str) -> Any:
    """The filled layout as a tree that keeps its processing instructions."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(f"<div>{filled}</div>", parser)


def _is_empty(element: Any) -> bool:
    return len(element) == 0 and not (element.text or "").strip() and local(element) not in _STANDS_ALONE


def as_tree(markup: str) -> Any:
    """A `div` around filled markup."""
    return parse_fragment(markup, "the body")
