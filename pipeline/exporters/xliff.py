"""XLIFF 2.1: a file a language for translators' tools: sources, targets, states, match qualities, findings as notes.

https://docs.oasis-open.org/xliff/xliff-core/v2.1/xliff-core-v2.1.html, with its Translation Candidates module.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from models.languages import short
from pipeline.article import Article, Match, TranslatedArticle, TranslatedSegment, Translation
from pipeline.exporters.code import Code, codes, content, match_codes
from pipeline.exporters.refill import add_notes, refill, reopen
from pipeline.markup.parse import strip_controls
from pipeline.readers.xliff import TYPE, XLIFF
from pipeline.stamp import stamp

MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
_NAMESPACES: dict[Any, str] = {None: XLIFF, "mtc": MATCHES}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_N, _M = f"{{{XLIFF}}}", f"{{{MATCHES}}}"
_PRIORITIES = {"error": "1", "warning": "4", "note": "7"}


@dataclass(frozen=True, slots=True)
class _Range:
    """A stretch of a block: a segment (its index), or what stands between two (None)."""

    start: int
    stop: int
    segment: int | None


def render(translated: TranslatedArticle, notice: str, *, disclose: bool = True) -> Iterator[tuple[str, bytes]]:
    """A file a language; its first note says what made the translation."""
    for language, translation in translated.translations.items():
        root = as_xliff(translated, translation, notice, disclose=disclose)
        yield (
            f".{short(language)}.xlf",
            etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8") + b"\n",
        )


def as_xliff(
    translated: TranslatedArticle, translation: Translation, notice: str = "", *, disclose: bool = True
) -> "etree._Element":
    """The document: a unit a block, a segment a sentence. `notice` is what must be said of the models."""
    article = translated.article
    done = {segment.source: segment for segment in translation.segments}
    heading = etree.Element(f"{_N}file")
    _notes(heading, _whole(translated, translation, notice, disclose=disclose))
    root = reopen(article, translation.language)
    if root is not None:
        refill(root, article, lambda unit, index: _fill(unit, article, translation, index, done))
        add_notes(root.find(f"{_N}file"), heading)
        return root
    root = etree.Element(
        f"{_N}xliff",
        version="2.1",
        srcLang=article.language,
        trgLang=translation.language,
        nsmap=_NAMESPACES,
    )
    file = etree.SubElement(root, f"{_N}file", id="f1", original=_original(article))
    file.set(_SPACE, "preserve")
    file.extend(list(heading))
    for index, block in enumerate(article.blocks):
        unit = etree.SubElement(file, f"{_N}unit", id=f"u{index}", type=f"{TYPE}{block.kind.replace('_', '-')}")
        if block.kind == "boilerplate":
            unit.set("translate", "no")
        _fill(unit, article, translation, index, done)
    return root


def _whole(
    translated: TranslatedArticle, translation: Translation, notice: str, *, disclose: bool
) -> list[tuple[str, str, str]]:
    """The notes of the whole file: what made it, the line for readers, what was found."""
    made = stamp(translated, translation)
    whole = [("provenance", "7", " ".join(filter(None, [made.note, notice])))]
    whole += [("disclosure", "7", made.disclosure)] if disclose else []
    findings = translated.article.findings
    return whole + [(f.check, _PRIORITIES[f.severity], f.message) for f in findings if f.block is None]


def _fill(
    unit: "etree._Element",
    article: Article,
    translation: Translation,
    index: int,
    done: dict[int, TranslatedSegment],
) -> None:
    """What stands for a block, into its unit."""
    block = article.blocks[index]
    ranges = list(_ranges(article, index))
    _matches(unit, article, [r.segment for r in ranges if r.segment is not None], done)
    found = [f for f in (*article.findings, *translation.findings) if f.block == index]
    _notes(unit, [(f.check, _PRIORITIES[f.severity], _where(f.segment) + f.message) for f in found])
    ours = codes(block.inline)
    _original_data(unit, ours)
    target = next((b for b in translation.blocks if b.source == index), None)
    theirs = match_codes(ours, target.inline) if target else []
    places = _locate(target.text, [done[r.segment] for r in ranges if r.segment in done]) if target else {}
    for found_range in ranges:
        name = "ignorable" if found_range.segment is None else "segment"
        element = etree.SubElement(unit, f"{_N}{name}")
        source = content(
            block.text, ours, found_range.start, found_range.stop, last=found_range.stop == len(block.text)
        )
        _set(element, "source", source)
        if found_range.segment is None:
            continue
        element.set("id", f"s{found_range.segment}")
        segment = done.get(found_range.segment)
        if segment is None:
            element.set("state", "initial")
            continue
        element.set("state", _state(segment, translation))
        if segment.origin in {"failed", "memory"}:
            element.set("subState", f"audarma:{segment.origin}")
        _set(element, "target", _target(segment, target.text if target else "", theirs, places))


def _target(segment: TranslatedSegment, text: str, theirs: Sequence[Code], places: dict[int, tuple[int, int]]) -> str:
    if segment.source not in places:
        return escape(strip_controls(segment.text))
    start, stop = places[segment.source]
    last = stop == max(stop for _, stop in places.values())
    return content(text, theirs, start, len(text) if last and not text[stop:].strip() else stop, last=last)


def _ranges(article: Article, index: int) -> Iterator[_Range]:
    """The block cut at its segments; nothing of it is left out."""
    position, length = 0, len(article.blocks[index].text)
    for number, segment in enumerate(article.segments):
        if segment.block != index:
            continue
        if segment.start > position:
            yield _Range(position, segment.start, None)
        yield _Range(segment.start, segment.stop, number)
        position = segment.stop
    if position < length:
        yield _Range(position, length, None)


def _locate(text: str, segments: Sequence[TranslatedSegment]) -> dict[int, tuple[int, int]]:
    """Where each segment stands in the translated block; nowhere, where the block was changed since."""
    places, position = {}, 0
    for segment in segments:
        found = text.find(segment.text, position) if segment.text else -1
        if found < 0:
            return {}
        position = found + len(segment.text)
        places[segment.source] = (found, position)
    return places


def _state(segment: TranslatedSegment, translation: Translation) -> str:
    """XLIFF's state: initial where it failed, final where a person answers for it, reviewed where one changed it."""
    if segment.origin == "failed":
        return "initial"
    if translation.reviewer:
        return "final"
    return "reviewed" if segment.origin in {"edited", "memory"} else "translated"


def _matches(
    unit: "etree._Element", article: Article, segments: Sequence[int], done: dict[int, TranslatedSegment]
) -> None:
    """What is proposed for the unit's segments: by the translation memory, then by the engine."""
    found = [done[i] for i in segments if i in done]
    ours = [segment for segment in found if segment.origin in {"model", "failed"} and segment.text]
    if not ours and not any(segment.matches for segment in found):
        return
    matches = etree.SubElement(unit, f"{_M}matches")
    for segment in found:
        for number, match in enumerate(segment.matches, 1):
            _remembered(matches, match, segment.source, number)
    for segment in ours:
        _proposed(matches, segment, article.segments[segment.source].text)


def _remembered(matches: "etree._Element", match: Match, source: int, number: int) -> None:
    """A match of the memory. Its quality is the lower of how alike the characters and the meanings are, in percent."""
    element = etree.SubElement(matches, f"{_M}match", id=f"m{source}-{number}", ref=f"#s{source}", type="tm")
    element.set("subType", f"audarma:{match.origin}{'' if match.approved else '-unapproved'}")
    if match.author:
        element.set("origin", strip_controls(match.author))
    quality = match.similarity if match.meaning is None else min(match.similarity, match.meaning)
    element.set("similarity", f"{100 * match.similarity:.2f}")
    element.set("matchQuality", f"{100 * quality:.2f}")
    _both(element, match.source, match.target)


def _proposed(matches: "etree._Element", segment: TranslatedSegment, source: str) -> None:
    """The engine's hypothesis. Its quality is the mean probability of a token, in percent."""
    match = etree.SubElement(matches, f"{_M}match", id=f"m{segment.source}", ref=f"#s{segment.source}", type="mt")
    match.set("origin", f"{segment.model}@{segment.revision}")
    if segment.score is not None:
        match.set("matchQuality", f"{100 * math.exp(min(0.0, segment.score)):.2f}")
    _both(match, source, segment.text)


def _both(match: "etree._Element", source: str, target: str) -> None:
    _set(match, "source", escape(strip_controls(source)))
    _set(match, "target", escape(strip_controls(target)))


def _notes(parent: "etree._Element", notes: Sequence[tuple[str, str, str]]) -> None:
    if not notes:
        return
    element = etree.SubElement(parent, f"{_N}notes")
    for number, (category, priority, message) in enumerate(notes, 1):
        note = etree.SubElement(element, f"{_N}note", id=f"n{number}", category=category, priority=priority)
        note.text = strip_controls(message)


def _original_data(unit: "etree._Element", ours: Sequence[Code]) -> None:
    if not ours:
        return
    data = etree.SubElement(unit, f"{_N}originalData")
    for code in ours:
        etree.SubElement(data, f"{_N}data", id=f"o{code.id}").text = code.tag.open
        if code.tag.close:
            etree.SubElement(data, f"{_N}data", id=f"c{code.id}").text = code.tag.close


def _set(parent: "etree._Element", name: str, markup: str) -> None:
    element = etree.fromstring(f'<{name} xmlns="{XLIFF}">{markup}</{name}>')
    etree.cleanup_namespaces(element)
    parent.append(element)


def _original(article: Article) -> str:
    return article.item.id if article.item and article.item.id else article.id


def _where(segment: int | None) -> str:
    return "" if segment is None else f"s{segment}: "
