"""TMX 1.4b: the segments of a translation as a memory of units, for translators' tools. What failed stays out."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from models.languages import short
from pipeline.article import TranslatedArticle, Translation
from pipeline.exporters.complete import complete, describe
from pipeline.markup.parse import strip_controls
from pipeline.readers.newsml import XML_LANG
from pipeline.stamp import generator

DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'


def render(translated: TranslatedArticle, _notice: str, *, disclose: bool = True) -> Iterator[tuple[str, bytes]]:  # noqa: ARG001 - a memory has no readers to tell
    """A file a language."""
    for language, translation in translated.translations.items():
        given_back = complete(translated.article, translation)
        if given_back is not None:
            text = etree.tostring(given_back.getroottree(), xml_declaration=True, encoding="UTF-8")
        else:
            root = as_tmx(translated, translation)
            text = etree.tostring(root, xml_declaration=True, encoding="UTF-8", doctype=DOCTYPE)
        yield f".{short(language)}.tmx", text + b"\n"


def as_tmx(translated: TranslatedArticle, translation: Translation) -> "etree._Element":
    """The memory."""
    article = translated.article
    root = etree.Element("tmx", version="1.4")
    root.append(as_header(article.language))
    body = etree.SubElement(root, "body")
    for segment in translation.segments:
        said = describe([segment], translation.reviewer)
        if said:
            texts = {article.language: article.segments[segment.source].text, translation.language: segment.text}
            body.append(as_unit(texts, said | {"x-article": article.id}))
    return root


def as_header(language: str, segtype: str = "sentence") -> Any:
    """The header of a memory that Audarma made, of texts in `language` (BCP 47); `segtype` is TMX's word for a text."""
    header = etree.Element(
        "header",
        creationtool="Audarma",
        creationtoolversion=generator().removeprefix("Audarma "),
        segtype=segtype,
        adminlang="en",
        srclang=language,
        datatype="plaintext",
    )
    header.set("o-tmf", "audarma")
    return header


def as_unit(texts: Mapping[str, str], properties: Mapping[str, str], **attributes: str) -> Any:
    """A `tu`: a text by language (BCP 47), with the unit's properties by type and its attributes."""
    unit = etree.Element("tu", attributes)
    for name, value in properties.items():
        etree.SubElement(unit, "prop", type=name).text = strip_controls(value)
    for language, text in texts.items():
        variant = etree.SubElement(unit, "tuv", {XML_LANG: language})
        etree.SubElement(variant, "seg").text = strip_controls(text)
    return unit
