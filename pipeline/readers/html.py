"""HTML: the main text of a page, found by trafilatura, with the kinds that its markup gives."""

import re
from functools import lru_cache
from typing import Any

from pipeline.article import Block, BlockKind
from pipeline.errors import ReadError
from pipeline.readers.decode import decode
from pipeline.readers.lines import BREAK, cut

_KINDS: dict[str, BlockKind] = {"head": "headline", "item": "list_item", "quote": "quotation", "p": "paragraph"}
_HTML_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4"), "headline"),
    **dict.fromkeys(("p", "td", "th", "div"), "paragraph"),
    "li": "list_item",
    "blockquote": "quotation",
    "figcaption": "caption",
}
_NO_BREAK = re.compile("\u00a0|&nbsp;|&#160;|&#xa0;", re.IGNORECASE)
_KEPT = "\ue001"
"""Stands for a non-breaking space, which trafilatura makes an ordinary one of."""
_PRINTED = ("p", "h1", "h2", "h3", "h4", "li", "blockquote", "title")
_ASIDE = ("aside", "nav", "footer", "form")
_SPACE = re.compile(r"\s+")


def blocks(data: bytes, name: str) -> list[Block]:
    """The blocks of the page's main text; a table gives one a row, its cells parted by tabs. Raises ReadError."""
    return _given_back(_main_text(_NO_BREAK.sub(_KEPT, re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(data, name))), name))


def _main_text(text: str, name: str) -> list[Block]:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    try:
        found = bare_extraction(
            text, include_comments=False, include_tables=True, with_metadata=True, config=_settings()
        )
    except Exception as error:  # trafilatura and lxml let many kinds through on broken markup
        raise ReadError(f"{name}: its HTML cannot be read ({type(error).__name__})") from error
    tree = _tree(text)
    if tree is None:
        return []
    blocks = _walk(found.body) if isinstance(found, Document) and found.body is not None else []
    if not isinstance(found, Document) or not blocks:
        return _all_of(tree)
    return _captioned(_headed(blocks, _flat(found.title)), tree)


@lru_cache(maxsize=1)
def _settings() -> Any:
    """trafilatura's own, but for its distrust of short pages: an item of news may be two sentences."""
    from trafilatura.settings import use_config

    settings = use_config()
    for size in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
        settings.set("DEFAULT", size, "1")
    return settings


def _walk(element: Any, kind: BlockKind = "paragraph") -> list[Block]:
    """The blocks in an element of trafilatura's; what stands between its blocks is a block too."""
    blocks: list[Block] = []
    inline = element.text or ""
    for child in element:
        if child.tag == "row":
            cells = "\t".join(cell for cell in (_flat(" ".join(cell.itertext())) for cell in child) if cell)
            blocks += _cut(inline, kind) + ([Block("paragraph", cells)] if cells else [])
        elif child.tag in _KINDS or child.tag in {"list", "table", "div"}:
            own = kind if child.tag == "p" else _KINDS.get(child.tag, kind)
            blocks += _cut(inline, kind) + _walk(child, own)
        else:
            inline += BREAK if child.tag == "lb" else "".join(child.itertext())
            inline += child.tail or ""
            continue
        inline = child.tail or ""
    return blocks + _cut(inline, kind)


def _headed(blocks: list[Block], title: str) -> list[Block]:
    """The blocks, with the page's title before them where the main text has lost its headline."""
    if not blocks or not title or any(block.kind == "headline" for block in blocks[:2]):
        return blocks
    return blocks if blocks[0].text == title else [Block("headline", title), *blocks]


def _captioned(blocks: list[Block], tree: Any) -> list[Block]:
    """The blocks, with what stands under the article's pictures, which trafilatura leaves out, in its place."""
    known = {block.text: i for i, block in enumerate(blocks)}
    placed: dict[int, dict[str, None]] = {}
    before = -1
    for element in tree.iter(*_PRINTED, "figcaption"):
        lines = _lines(_printed(element))
        if element.tag != "figcaption":
            before = max((known[line] for line in lines if line in known), default=before)
        elif (
            (flat := " ".join(lines))
            and flat not in known
            and before >= 0
            and not any(True for _ in element.iterancestors(*_ASIDE))
        ):
            placed.setdefault(before, {})[flat] = None
    return [
        part
        for i, block in enumerate(blocks)
        for part in (block, *(Block("caption", caption) for caption in placed.get(i, ())))
    ]


def fragment(text: str) -> list[Block]:
    """Every printed block of a piece of HTML."""
    tree = _tree(_NO_BREAK.sub(_KEPT, text))
    return [] if tree is None else _given_back(_all_of(tree))


def _given_back(blocks: list[Block]) -> list[Block]:
    """The blocks with their non-breaking spaces, without those that hold nothing else."""
    kept = [(block.kind, block.text.replace(_KEPT, "\u00a0").strip()) for block in blocks]
    return [Block(kind, text) for kind, text in kept if text]


def _all_of(tree: Any) -> list[Block]:
    """Every printed block of a page (or a piece of one) in which trafilatura finds no main text."""
    from lxml import etree

    etree.strip_elements(tree, "script", "style", *_ASIDE, with_tail=False)
    lowest = [e for e in tree.iter(*_HTML_KINDS) if not any(True for _ in e.iterdescendants(*_HTML_KINDS))]
    return [block for element in lowest for block in _cut(_printed(element), _HTML_KINDS[element.tag])]


def _tree(text: str) -> Any:
    """The page as lxml reads it, None where there is nothing in it."""
    from lxml import etree, html

    try:
        return html.fromstring(text, parser=html.HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.ParserError, ValueError):
        return None


def _printed(element: Any) -> str:
    """The text of an HTML element, a mark at each of its line breaks."""
    if element.tag == "br":
        return BREAK
    return (element.text or "") + "".join(_printed(child) + (child.tail or "") for child in element)


def _cut(text: str, kind: BlockKind) -> list[Block]:
    return [Block(kind, line) for line in _lines(text)]


def _lines(text: str) -> list[str]:
    """The lines of a text, each by HTML's own rule for whitespace."""
    return [_flat(line) for line in cut(_flat(text))]


def _flat(text: str | None) -> str:
    """HTML's own rule: any run of whitespace is one space."""
    return _SPACE.sub(" ", text or "").strip()
