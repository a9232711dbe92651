"""HTML: the main text of a page, found by trafilatura, with the kinds that its markup gives."""

import re
from typing import Any

from pipeline.article import Block, BlockKind
from pipeline.errors import ReadError
from pipeline.readers.decode import decode

_KINDS: dict[str, BlockKind] = {"head": "headline", "item": "list_item", "quote": "quotation", "p": "paragraph"}
_SPACE = re.compile(r"[^\S\u00a0]+")


def blocks(data: bytes, name: str) -> list[Block]:
    """The blocks of the page's main text; a table gives one a row, its cells parted by tabs. Raises ReadError."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(data, name))
    try:
        found = bare_extraction(text, include_comments=False, include_tables=True, with_metadata=True)
    except Exception as error:  # trafilatura and lxml let many kinds through on broken markup
        raise ReadError(f"{name}: its HTML cannot be read ({type(error).__name__})") from error
    if not isinstance(found, Document) or found.body is None:
        return []
    blocks = _walk(found.body)
    captions = _captions(text, {block.text for block in blocks})
    return _headed(blocks, (found.title or "").strip()) + captions


def _walk(element: Any) -> list[Block]:
    blocks: list[Block] = []
    for child in element:
        if child.tag == "row":
            cells = [_text(cell) for cell in child]
            blocks += _block("paragraph", "\t".join(cell for cell in cells if cell))
        elif child.tag in _KINDS and not any(inner.tag in _KINDS or inner.tag == "list" for inner in child):
            blocks += _block(_KINDS[child.tag], _text(child))
        elif child.tag in {"list", "table", "div", "quote", "item", "p"}:
            blocks += _block(_KINDS.get(child.tag, "paragraph"), _flat(child.text))
            blocks += _walk(child)
    return blocks


def _headed(blocks: list[Block], title: str) -> list[Block]:
    """The blocks, with the page's title before them where the main text has lost its headline."""
    if not blocks or not title or any(block.kind == "headline" for block in blocks[:2]):
        return blocks
    return blocks if blocks[0].text == title else [Block("headline", title), *blocks]


def _captions(text: str, known: set[str]) -> list[Block]:
    """What stands under the article's pictures, which trafilatura leaves out."""
    from lxml import html

    tree = html.fromstring(text)
    found = [_text(caption) for caption in tree.iter("figcaption")]
    return [Block("caption", caption) for caption in dict.fromkeys(found) if caption and caption not in known]


def _block(kind: BlockKind, text: str) -> list[Block]:
    return [Block(kind, text)] if text else []


def _text(element: Any) -> str:
    return _flat("".join(element.itertext()))


def _flat(text: str | None) -> str:
    """HTML's own rule: any run of whitespace is one space; a non-breaking space stays."""
    return _SPACE.sub(" ", text or "").strip()
