"""Markdown (CommonMark with tables): the text that it would print, with the kinds that its marks give."""

import re
from collections.abc import Iterator
from typing import Any

from pipeline.article import Block, BlockKind
from pipeline.readers.decode import decode
from pipeline.readers.html import fragment
from pipeline.readers.lines import BREAK, cut

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_LINE_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_TEXT = {"softbreak": "\n", "hardbreak": BREAK}


def blocks(data: bytes, name: str) -> list[Block]:
    """The blocks; front matter is left out, a table gives a block a row. Raises ReadError."""
    from markdown_it import MarkdownIt

    text = _FRONT_MATTER.sub("", decode(data, name))
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return list(_blocks(tokens))


def _blocks(tokens: list[Any]) -> Iterator[Block]:
    open_kinds: list[str] = []
    row: list[str] = []
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            if any(row):
                yield Block("paragraph", "\t".join(cell for cell in row if cell))
        elif token.type in {"fence", "code_block"} and token.content.strip():
            yield Block("paragraph", token.content.strip())
        elif token.type == "html_block":
            yield from fragment(token.content)
        elif token.type == "inline":
            lines = cut(_text(token.children))
            if "tr_open" in open_kinds:
                row.append(" ".join(lines))
            else:
                yield from (Block(_kind(open_kinds, token.children), line) for line in lines)
        if token.nesting == 1:
            open_kinds.append(token.type)
        elif token.nesting == -1:
            open_kinds.pop()


def _kind(open_kinds: list[str], children: list[Any]) -> BlockKind:
    if "heading_open" in open_kinds:
        return "headline"
    if "list_item_open" in open_kinds:
        return "list_item"
    if "blockquote_open" in open_kinds:
        return "quotation"
    return "caption" if all(child.type in {"image", "softbreak"} for child in children) else "paragraph"


def _text(children: list[Any]) -> str:
    """The visible text of inline tokens; an image is its description, a line break BREAK."""
    return "".join(map(_piece, children))


def _piece(token: Any) -> str:
    if token.type == "image":
        return _text(token.children or [])
    if token.type == "html_inline":
        return BREAK if _LINE_BREAK.match(token.content) else ""
    return _TEXT.get(token.type, str(token.content))
