"""Word documents: a story a language, with styles, the language set for the spell checker, and where it came from."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from models.languages import short
from pipeline.article import BlockKind, TranslatedArticle, TranslatedBlock, Translation
from pipeline.markup.parse import strip_controls
from pipeline.stamp import now

_STYLES: dict[BlockKind, str] = {
    "headline": "Heading 2",
    "speaker": "Heading 3",
    "quotation": "Quote",
    "list_item": "List Paragraph",
    "caption": "Caption",
}
_TITLE, _BULLETED, _NORMAL = "Title", "List Bullet", "Normal"
_DEFAULT_STYLES = {_NORMAL, "Default Paragraph Font", "Normal Table", "Table Grid", "No List"}
_KEPT_STYLES = {*_STYLES.values(), _TITLE, _BULLETED, *_DEFAULT_STYLES}
_UNUSED_PARTS = {"thumbnail", "customXml", "stylesWithEffects", "webSettings"}
_LANGUAGES = {"zh-Hans": "zh-CN", "kk-Cyrl": "kk-KZ", "en": "en-US"}
_FONTS = {"zh-Hans": "SimSun"}


def render(translated: TranslatedArticle, notice: str) -> Iterator[tuple[str, bytes]]:
    """A file a language."""
    for language, translation in translated.translations.items():
        yield f".{short(language)}.docx", _document(translated, translation, notice)


def _document(translated: TranslatedArticle, translation: Translation, notice: str) -> bytes:
    import docx

    document = docx.Document(io.BytesIO(_template()))
    _set_language(document, translation.language)
    if notice:
        _set_header(document, notice)
    for number, said in enumerate(translation.blocks):
        block = replace(said, text=strip_controls(said.text), inline=())
        if "\t" in block.text:
            _add_row(document, block.text.split("\t"))
        else:
            _add_paragraph(document, block, _TITLE if number == 0 and block.kind == "headline" else _style(block))
    _set_properties(document, translated, translation, notice)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_paragraph(document: Any, block: TranslatedBlock, style: str) -> None:
    """Sets the style by its identifier and the text whole: python-docx looks each style up and each character over."""
    paragraph = document.add_paragraph()
    if style != _NORMAL:
        paragraph._p.style = style.replace(" ", "")
    run = paragraph.add_run()
    if block.text.isprintable():
        run._r.add_t(block.text)
    else:
        run.text = block.text  # a line break becomes Word's
    run.bold = block.kind == "lead" or None


def _style(block: TranslatedBlock) -> str:
    """The name of a block's style. Word draws the bullet of a list item that has no mark of its own."""
    if block.kind == "list_item" and block.text[:1].isalpha():
        return _BULLETED
    return _STYLES.get(block.kind, _NORMAL)


def _add_row(document: Any, cells: list[str]) -> None:
    """A row of a table: goes on with the table above it, when that has as many columns."""
    from docx.table import Table

    last = document.element.body[-2] if len(document.element.body) > 1 else None
    if last is not None and last.tag.endswith("}tbl") and len(Table(last, document).columns) == len(cells):
        above: Any = Table(last, document)
        row = above.add_row()
    else:
        table = document.add_table(rows=1, cols=len(cells), style="Table Grid")
        row = table.rows[0]
    for cell, text in zip(row.cells, cells, strict=True):
        cell.text = text


def _set_header(document: Any, notice: str) -> None:
    """The notice on every page, small: whoever prints the file sees it too."""
    from docx.shared import Pt

    document.sections[0].header.paragraphs[0].add_run(strip_controls(notice)).font.size = Pt(8)


def _set_language(document: Any, language: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = document.styles[_NORMAL].element.get_or_add_rPr()
    tag = OxmlElement("w:lang")
    for attribute in ("w:val", "w:eastAsia"):
        tag.set(qn(attribute), _LANGUAGES.get(language, language))
    properties.append(tag)
    if language in _FONTS:
        fonts = properties.get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), _FONTS[language])


def _set_properties(document: Any, translated: TranslatedArticle, translation: Translation, notice: str) -> None:
    """What a newsroom must be able to see of the file in ten years: the source, the model, that a machine wrote it."""
    models = sorted({f"{s.model} {s.revision}".strip() for s in translation.segments if s.model})
    headline = next((block.text for block in translation.blocks if block.kind == "headline"), "")
    properties = document.core_properties
    properties.title = strip_controls(headline)[:255]
    properties.author = _generator()
    properties.language = translation.language
    properties.identifier = translated.article.id
    properties.category = "machine translation, not reviewed"
    properties.comments = " ".join([f"Translated from {translated.article.language} by {', '.join(models)}.", notice])[
        :255
    ]
    properties.created = properties.modified = datetime.fromisoformat(now())


@lru_cache(maxsize=1)
def _generator() -> str:
    return f"Audarma {version('audarma')}"


@lru_cache(maxsize=1)
def _template() -> bytes:
    """python-docx's own template with only the styles and parts that a story uses: it is opened for every file."""
    import docx

    document: Any = docx.Document()
    for relationships in (document.part.package.rels, document.part.rels):
        for key in [k for k, r in relationships.items() if r.reltype.rpartition("/")[2] in _UNUSED_PARTS]:
            del relationships[key]
    for style in list(document.styles):
        if style.name not in _KEPT_STYLES:
            style.delete()
    for link in list(document.styles.element.iter("{*}link", "{*}next")):
        link.getparent().remove(link)  # they name styles that are gone
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
