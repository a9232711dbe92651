"""Markdown (CommonMark with tables): the text that it would print, with the kinds that its marks give."""

import re
from collections.abc import Iterator
from typing import Any

from pipeline.article import Block, BlockKind
from pipeline.readers.decode import decode

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_TEXT = {"softbreak": "\n", "hardbreak": "\n"}


def blocks(data: bytes, name: str) -> list[Block]:
    """The blocks; front matter and HTML are left out, a table gives a block a row. Raises ReadError."""
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
        elif token.type == "inline":
            text = _text(token.children).strip()
            if "tr_open" in open_kinds:
                row.append(text)
            elif text:
                yield Block(_kind(open_kinds, token.children), text)
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
    """The visible text of inline tokens; an image is its description."""
    return "".join(
        _text(child.children) if child.type == "image" and child.children else _TEXT.get(child.type, child.content)
        for child in children
        if child.type != "html_inline"
    )
