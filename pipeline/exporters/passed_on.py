"""What an entry of a feed holds that is no text to translate, as it came: pictures, sound, categories, places."""

from typing import Any

from lxml import etree

from pipeline.errors import ReadError
from pipeline.exporters.body import Texts
from pipeline.markup.parse import local, parse_xml
from pipeline.markup.sanitise import clean_tree, scrub
from pipeline.readers.feed import ATOM

_LONGEST_LABEL = 100
"""Characters: a longer text of an element that Audarma does not know is another form of the story, and would stay
Russian."""
_ATOM = f"{{{ATOM}}}"


def passed_on(texts: Texts, ours: set[str]) -> list[Any]:
    """Elements for an item of RSS: those of its source, in their order, but for the names in `ours`."""
    item = texts.item
    if item.format not in {"rss", "atom"} or not item.document:
        return []
    try:
        source = parse_xml(item.document.encode(), item.id)
    except ReadError:
        return []
    ours = ours | {part.path for part in item.parts if part.role != "caption"}
    _translate_captions(source, texts)
    clean_tree(source)
    kept = [e for e in source.iterchildren(etree.Element) if e.tag not in ours and not _is_story(e)]
    if item.format == "atom":
        kept = [found for e in kept if (found := _from_atom(e)) is not None]
    for element in kept:
        element.tail = None
        for inner in element.iter(etree.Element):
            inner.text = inner.text and scrub(inner.text)
    return kept


def _translate_captions(source: Any, texts: Texts) -> None:
    """Captions stand in their places; one without a translation goes."""
    for part in texts.item.parts:
        place = source.find(part.path) if part.role == "caption" and part.path else None
        if place is None:
            continue
        text = texts.html(part) if place.get("type") == "html" else texts.text(part)
        if text:
            for child in list(place):
                place.remove(child)
            place.text = text
        else:
            place.getparent().remove(place)


def _is_story(element: Any) -> bool:
    """Whether an element holds the story once more (Yandex's full-text, iTunes' summary)."""
    captions = {"description", "title"} if element.tag.startswith("{http://search.yahoo.com/mrss/}") else set()
    return any(
        len((inner.text or "").strip()) > _LONGEST_LABEL and local(inner) not in captions
        for inner in element.iter(etree.Element)
    )


def _from_atom(element: Any) -> Any:
    """RSS's word for Atom's; None for what RSS has no word for, or says otherwise."""
    if not element.tag.startswith(_ATOM):
        return element
    if element.tag == f"{_ATOM}category" and (element.get("label") or element.get("term")):
        category = etree.Element("category")
        category.text = element.get("label") or element.get("term")
        if element.get("scheme"):
            category.set("domain", element.get("scheme"))
        return category
    if element.tag == f"{_ATOM}link" and element.get("rel") == "enclosure":
        enclosure = etree.Element("enclosure", url=element.get("href", ""))
        enclosure.set("length", element.get("length", "0"))
        enclosure.set("type", element.get("type", "application/octet-stream"))
        return enclosure
    return None
