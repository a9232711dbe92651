"""TMX 1.4b: the segments of a translation as a memory of units, for translators' tools. What failed stays out."""

from collections.abc import Iterator

from lxml import etree

from models.languages import short
from pipeline.article import TranslatedArticle, Translation
from pipeline.markup.parse import strip_controls
from pipeline.readers.newsml import XML_LANG
from pipeline.stamp import generator


def render(translated: TranslatedArticle, _notice: str, *, disclose: bool = True) -> Iterator[tuple[str, bytes]]:  # noqa: ARG001 - a memory has no readers to tell
    """A file a language."""
    for language, translation in translated.translations.items():
        root = as_tmx(translated, translation)
        text = etree.tostring(root, xml_declaration=True, encoding="UTF-8", doctype='<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
        yield f".{short(language)}.tmx", text + b"\n"


def as_tmx(translated: TranslatedArticle, translation: Translation) -> "etree._Element":
    """The memory."""
    article = translated.article
    root = etree.Element("tmx", version="1.4")
    header = etree.SubElement(
        root,
        "header",
        creationtool="Audarma",
        creationtoolversion=generator().removeprefix("Audarma "),
        segtype="sentence",
        adminlang="en",
        srclang=article.language,
        datatype="plaintext",
    )
    header.set("o-tmf", "audarma")
    body = etree.SubElement(root, "body")
    for segment in translation.segments:
        if segment.origin not in {"model", "edited", "memory"} or not segment.text.strip():
            continue
        unit = etree.SubElement(body, "tu")
        for name, value in (
            ("x-origin", segment.origin),
            ("x-model", f"{segment.model}@{segment.revision}" if segment.model else ""),
            ("x-score", "" if segment.score is None else f"{segment.score:.4f}"),
            ("x-reviewer", translation.reviewer),
            ("x-article", article.id),
        ):
            if value:
                etree.SubElement(unit, "prop", type=name).text = value
        for language, text in (
            (article.language, article.segments[segment.source].text),
            (translation.language, segment.text),
        ):
            variant = etree.SubElement(unit, "tuv", {XML_LANG: language})
            etree.SubElement(variant, "seg").text = strip_controls(text)
    return root
