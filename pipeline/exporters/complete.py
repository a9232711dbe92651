"""A translation memory that came as TMX, given back with its translations: all that stands in it stays as it was, and a
unit gets a variant in the target language, with the codes of the source at the right words.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from models.languages import is_in
from pipeline.article import Article, Block, Inline, TranslatedBlock, TranslatedSegment, Translation
from pipeline.exporters.code import codes, match_codes
from pipeline.markup.fill import render
from pipeline.markup.parse import local, parse_xml
from pipeline.readers.codes import Code, read_segment
from pipeline.readers.newsml import XML_LANG
from pipeline.readers.tmx import language, properties, source_segment
from pipeline.stamp import generator

_KEPT = ("model", "edited", "memory")
"""Of which origin a translation is worth a unit, what a machine made first: one sentence of it makes all of it so."""


def complete(article: Article, translation: Translation) -> "etree._Element | None":
    """The root of the memory that the article came from, with the translation in it; None for any other article.

    What a person may have written stays: a translation that is there is replaced only where it says (`x-origin`) that
    Audarma's model made it. A unit of which a sentence failed is left as it came.
    """
    if article.item is None or article.item.format != "tmx" or not article.item.document:
        return None
    root: etree._Element = parse_xml(article.item.document.encode(), article.item.id, comments=True)
    units = root.findall("body/tu")
    done: dict[int, list[TranslatedSegment]] = {}
    for segment in translation.segments:
        done.setdefault(article.segments[segment.source].block, []).append(segment)
    targets = {block.source: block for block in translation.blocks}
    for part in article.item.parts:
        if part.media != "text/plain" or len(part.blocks) != 1 or not part.path.isdecimal():
            continue
        (index,) = part.blocks
        if index in targets and int(part.path) < len(units):
            _add(units[int(part.path)], article.blocks[index], targets[index], done.get(index, []), translation)
    return root


def describe(segments: Sequence[TranslatedSegment], reviewer: str) -> dict[str, str]:
    """What is to be said of who made a translation, as TMX's properties; nothing where it is no part of a memory."""
    origins = {segment.origin for segment in segments}
    origin = next((kind for kind in _KEPT if kind in origins), "")
    if not origin or "failed" in origins or not all(segment.text.strip() for segment in segments):
        return {}
    models = dict.fromkeys(f"{segment.model}@{segment.revision}" for segment in segments if segment.model)
    score = segments[0].score if len(segments) == 1 else None
    said = {
        "x-origin": origin,
        "x-model": " ".join(models),
        "x-score": "" if score is None else f"{score:.4f}",
        "x-reviewer": reviewer,
    }
    return {name: value for name, value in said.items() if value}


def _add(
    unit: Any, source: Block, target: TranslatedBlock, segments: Sequence[TranslatedSegment], translation: Translation
) -> None:
    said = describe(segments, translation.reviewer)
    there = [v for v in unit.iterfind("tuv") if is_in(language(v), translation.language)]
    segment = source_segment(unit)
    if not said or segment is None or not all(_is_ours(variant, unit) for variant in there):
        return
    text, inline, found = read_segment(segment)
    if (text, inline) != (source.text, source.inline):  # the story was changed by hand
        return
    variant = etree.Element("tuv", {XML_LANG: translation.language})
    variant.set("creationtool", "Audarma")
    variant.set("creationtoolversion", generator().removeprefix("Audarma "))
    for name, value in said.items():
        etree.SubElement(variant, "prop", type=name).text = value
    placed = match_codes(codes(inline), target.inline)
    markup = render(target.text, [_written(code.tag, found[code.id - 1]) for code in placed])
    variant.append(etree.fromstring(f"<seg>{markup}</seg>"))
    _insert(unit, variant, there)


def _is_ours(variant: Any, unit: Any) -> bool:
    """Whether Audarma's model made a variant, and no person has approved it."""
    said = properties(unit) | properties(variant)
    return said.get("x-origin") == "model" and said.get("x-approved") != "yes"


def _insert(unit: Any, variant: Any, there: Sequence[Any]) -> None:
    """In the place of the first of those that are there; else at the end, with the unit's own line breaks."""
    if there:
        variant.tail = there[0].tail
        unit.replace(there[0], variant)
        for other in there[1:]:
            unit.remove(other)
        return
    first, last = unit.find("tuv"), unit.findall("tuv")[-1]
    before = first.getprevious()
    variant.tail, between = last.tail, unit.text if before is None else before.tail
    last.addnext(variant)
    last.tail = between


def _written(tag: Inline, code: Code) -> Inline:
    """A piece of markup as the code that it stands for."""
    if local(code.opening) == "hi":
        bare = etree.Element(code.opening.tag, dict(code.opening.attrib))
        return replace(tag, open=_as_text(bare).removesuffix("/>") + ">", close="</hi>")
    return replace(tag, open=_as_text(code.opening), close=_as_text(code.closing) if code.is_pair else "")


def _as_text(element: Any) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False)
