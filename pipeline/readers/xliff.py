"""XLIFF 2.x: the files of translators' tools. https://docs.oasis-open.org/xliff/xliff-core/v2.1/"""

from dataclasses import dataclass, field
from typing import Any

from pipeline.article import Block, BlockKind, Finding, Inline, Item, Part
from pipeline.errors import ReadError
from pipeline.markup.parse import local

XLIFF = "urn:oasis:names:tc:xliff:document:2.0"
TYPE = "audarma:"
_N = f"{{{XLIFF}}}"


@dataclass
class Text:
    """A text with inline codes while it is put together: spans by the id of their code."""

    text: str = ""
    inline: list[Inline] = field(default_factory=list)
    open: dict[str, int] = field(default_factory=dict)


def read_units(root: Any, name: str) -> tuple[tuple[Block, ...], Item, tuple[Finding, ...]]:
    """The source side as an article, a block a unit. Raises ReadError for a file that is not from Russian."""
    language = root.get("srcLang", "")
    if not root.get("version", "").startswith("2.") or local(root) != "xliff":
        raise ReadError(f"{name}: XLIFF {root.get('version', '')}; Audarma reads XLIFF 2.0 and 2.1")
    blocks: list[Block] = []
    for unit in root.iter(f"{_N}unit"):
        text = side(unit, "source")
        if text.text.strip():
            blocks.append(Block(kind_of(unit), text.text, tuple(text.inline)))
    layout = "\n\n".join(f"<?block {i}?>" for i in range(len(blocks)))
    item = Item(format="xliff", language=language, parts=(Part("body", layout),) if blocks else ())
    return tuple(blocks), item, ()


def kind_of(unit: Any) -> BlockKind:
    """The kind that Audarma wrote into a unit's type, paragraph where another tool made the file."""
    kind = unit.get("type", "").removeprefix(TYPE).replace("-", "_")
    kinds: dict[str, BlockKind] = {
        kind: kind
        for kind in ("headline", "lead", "speaker", "quotation", "list_item", "caption", "boilerplate", "byline")
    }  # type: ignore[misc]  # mypy widens literals in a comprehension
    return kinds.get(kind, "paragraph")


def side(unit: Any, which: str) -> Text:
    """The text of a unit's sources or targets, what is to be ignored between them included, with its inline codes."""
    data = {e.get("id", ""): "".join(e.itertext()) for e in unit.iterfind(f"{_N}originalData/{_N}data")}
    found = Text()
    for element in unit:
        if local(element) in {"segment", "ignorable"}:
            content = element.find(f"{_N}{which}")
            if content is None and local(element) == "ignorable":
                content = element.find(f"{_N}source")
            if content is not None:
                _walk(content, data, found, 0)
    return found


def _walk(element: Any, data: dict[str, str], found: Text, depth: int) -> None:
    found.text += element.text or ""
    for child in element:
        name = local(child)
        if name == "pc":
            _paired(child, data, found, depth)
        elif name == "ph":
            found.inline.append(_inline(found, len(found.text), data.get(child.get("dataRef", ""), ""), "", depth))
        elif name == "cp":
            found.text += ""  # a character that XML cannot hold
        elif name in {"mrk", "sm", "em", "sc", "ec"}:
            _walk(child, data, found, depth)
        found.text += child.tail or ""


def _paired(child: Any, data: dict[str, str], found: Text, depth: int) -> None:
    opening = data.get(child.get("dataRefStart", ""), "")
    close = data.get(child.get("dataRefEnd", ""), "")
    if not opening or not close:
        _walk(child, data, found, depth)
        return
    start, index = len(found.text), len(found.inline)
    found.inline.append(Inline(start, start, opening, close, depth))
    _walk(child, data, found, depth + 1)
    found.inline[index] = Inline(start, len(found.text), opening, close, depth)


def _inline(_found: Text, place: int, opening: str, close: str, depth: int) -> Inline:
    return Inline(place, place, opening, close, depth)
