"""Word documents: paragraphs in their order with the kinds that their styles give, tables row by row."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from pipeline.article import Block, BlockKind
from pipeline.errors import ReadError
from pipeline.readers.lines import BREAK, cut

_LARGEST = 100 * 2**20
"""Unpacked bytes: an honest document has less, and a zip bomb more."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = {f"{_W}tab": "\t", f"{_W}br": BREAK, f"{_W}cr": BREAK, f"{_W}noBreakHyphen": "-", f"{_W}softHyphen": "\u00ad"}
_OUTSIDE = {f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}pPr", f"{_W}rPr"}
"""What is deleted, what floats beside the text, and what says how it looks (its tabs are no text)."""


def blocks(data: bytes, name: str) -> list[Block]:
    """The blocks of a document as it would be printed: insertions are in it, deletions are not. Raises ReadError."""
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            size = sum(part.file_size for part in parts.infolist())
        if size > _LARGEST:
            raise ReadError(f"{name}: a docx that unpacks to {size / 2**20:.0f} MB; an article has less")
        document = docx.Document(io.BytesIO(data))
        return list(_walk(document.element.body, document))
    except ReadError:
        raise
    except Exception as error:  # python-docx, zipfile and lxml each raise kinds of their own on a broken file
        raise ReadError(
            f"{name}: not a readable docx ({type(error).__name__}); open it in Word and save it again"
        ) from error


def _walk(element: Any, document: Any) -> Iterator[Block]:
    for child in element:
        if child.tag == f"{_W}p":
            kind = _kind(child, document)
            yield from (Block(kind, line) for line in cut(_text(child)))
            for box in _boxes(child):
                yield from _walk(box, document)
        elif child.tag == f"{_W}tbl":
            for row in _within(child, f"{_W}tr"):
                cells = (" ".join(_text(cell).replace(BREAK, " ").split()) for cell in _within(row, f"{_W}tc"))
                text = "\t".join(cell for cell in cells if cell)
                if text:
                    yield Block("paragraph", text)
        elif child.tag not in _OUTSIDE:
            yield from _walk(child, document)  # content controls, insertions and the like wrap paragraphs


def _text(element: Any) -> str:
    """The text of an element. Line breaks, and ends of paragraphs inside a cell, are BREAK."""
    parts: list[str] = []
    for child in element:
        if child.tag in _OUTSIDE or child.tag.endswith("}Fallback"):
            continue
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _TEXT:
            parts.append(_TEXT[child.tag])
        else:
            parts.append(_text(child))
            if child.tag == f"{_W}p":
                parts.append(BREAK)
    return "".join(parts)


def _within(element: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also where a content control or an insertion wraps them; not those deeper."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _OUTSIDE:
            yield from _within(child, tag)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes that hang on a paragraph, each once: Word writes them a second time for its older versions."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(above.tag.endswith("}Fallback") for above in box.iterancestors()):
            yield box


def _kind(paragraph: Any, document: Any) -> BlockKind:
    from docx.enum.style import WD_STYLE_TYPE

    style = document.part.get_style(paragraph.style, WD_STYLE_TYPE.PARAGRAPH).name or ""
    if style == "Title" or style.startswith("Heading"):
        return "headline"
    if style == "Caption":
        return "caption"
    if "Quote" in style:
        return "quotation"
    numbered = paragraph.pPr is not None and paragraph.pPr.numPr is not None
    return "list_item" if numbered or style.startswith("List") else "paragraph"
