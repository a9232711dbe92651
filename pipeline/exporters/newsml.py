"""NewsML-G2 2.35: a news item a language that says what it is a translation of. What is not text passes through."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from models.languages import short
from pipeline.article import Part, TranslatedArticle
from pipeline.exporters.body import Texts
from pipeline.markup.fill import as_tree
from pipeline.markup.parse import local, parse_xml
from pipeline.markup.sanitise import scrub
from pipeline.readers.newsml import NAR, XML_LANG
from pipeline.stamp import TRANSLATION_OF, generator

VERSION = "2.35"
_CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
_NITF = "http://iptc.org/std/NITF/2006-10-18/"
_XHTML = "http://www.w3.org/1999/xhtml"
_DEFAULT: dict[str, dict[Any, str]] = {namespace: {None: namespace} for namespace in (NAR, _XHTML)}
_BARE = re.compile(r"<([\w.-]+)(?![^>]*\sxmlns=)(?=[\s/>])")
_N = f"{{{NAR}}}"

_ITEM = (
    "catalogRef catalog hopHistory pubHistory rightsInfo itemMeta contentMeta partMeta assert inlineRef derivedFrom "
    "derivedFromValue contentSet"
).split()
_ITEM_META = (
    "itemClass provider versionCreated firstCreated embargoed pubStatus role fileName generator profile service title "
    "edNote memberOf instanceOf signal altRep deliverableOf hash expires origRep incomingFeedId metadataCreator link "
    "itemMetaExtProperty"
).split()
_CONTENT_META = (
    "icon urgency contentCreated contentModified digitalSourceType located infoSource creator contributor audience "
    "exclAudience altId rating userInteraction language genre keyword subject slugline headline dateline by creditline "
    "description contentMetaExtProperty"
).split()
"""The order in which the schema wants each element's children."""


def render(translated: TranslatedArticle, notice: str, *, disclose: bool = True) -> Iterator[tuple[str, bytes]]:
    """A file a language."""
    for language, translation in translated.translations.items():
        root = as_newsml(Texts(translated, translation, notice, disclose=disclose))
        yield (
            f".{short(language)}.newsml.xml",
            etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=False) + b"\n",
        )


def as_newsml(texts: Texts) -> Any:
    """The newsItem."""
    item, stamp = texts.item, texts.stamp
    is_newsml = item.format == "newsml-g2"
    root = parse_xml(item.document.encode(), item.id) if is_newsml else _new(texts)
    if is_newsml:
        places = [
            (part, root.getroottree().getroot().find(part.path) if part.path != "." else root) for part in item.parts
        ]
        for part, place in places:
            _put(place, part, texts)
        _drop_other_bodies(root, [place for part, place in places if part.role == "body"])
        _scrub(root)
    root.set("guid", stamp.id)
    root.set("version", str(stamp.version))
    root.set("standard", "NewsML-G2")
    root.set("standardversion", VERSION)
    root.set("conformance", "power")
    root.set(XML_LANG, texts.language)
    root.attrib.pop("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", None)
    _stamp_item(_child(root, "itemMeta", _ITEM), texts)
    _stamp_content(_child(root, "contentMeta", _ITEM), texts)
    return root


def _stamp_item(meta: Any, texts: Texts) -> None:
    stamp = texts.stamp
    _set(meta, "versionCreated", stamp.made, _ITEM_META)
    _set(meta, "firstCreated", stamp.made, _ITEM_META)
    made = _add(meta, "generator", _ITEM_META)
    made.text = generator()
    for model in stamp.models:
        made = _add(meta, "generator", _ITEM_META)
        made.text = model.id
        made.set("versioninfo", model.revision)
    note = _add(meta, "edNote", _ITEM_META)
    note.text = texts.note
    note.set(XML_LANG, "en")
    link = _add(meta, "link", _ITEM_META)
    link.set("reluri", TRANSLATION_OF)
    link.set("residref", texts.item.id or stamp.source_id)
    if stamp.source_version.isdigit() and int(stamp.source_version):
        link.set("version", stamp.source_version)
    if texts.item.link:
        link.set("href", texts.item.link)


def _stamp_content(meta: Any, texts: Texts) -> None:
    stamp = texts.stamp
    source_type = _child(meta, "digitalSourceType", _CONTENT_META)
    source_type.attrib.clear()
    source_type.set("uri", stamp.source_type_uri)
    for language in meta.findall(f"{_N}language"):
        meta.remove(language)
    _add(meta, "language", _CONTENT_META).set("tag", texts.language)
    people = [
        (f"{generator()}, {m.title}, licence: {m.obligation}", f"{m.id}@{m.revision}", "translator")
        for m in stamp.models
    ]
    if stamp.reviewer:
        people.append((stamp.reviewer, stamp.reviewer, "reviewer"))
    for name, literal, role in people:
        contributor = _add(meta, "contributor", _CONTENT_META)
        contributor.set("literal", literal)
        contributor.set("roleuri", f"https://schema.org/{'translator' if role == 'translator' else 'reviewedBy'}")
        said = etree.SubElement(contributor, f"{_N}name")
        said.text = name


def _new(texts: Texts) -> Any:
    """A newsItem for a source that came in another format."""
    item = texts.item
    root = etree.Element(f"{_N}newsItem", nsmap=_DEFAULT[NAR])
    etree.SubElement(root, f"{_N}catalogRef", href=_CATALOG)
    if item.copyright_holder or item.copyright_notice or item.usage_terms:
        rights = etree.SubElement(root, f"{_N}rightsInfo")
        if item.copyright_holder:
            holder = etree.SubElement(rights, f"{_N}copyrightHolder", literal=_token(item.copyright_holder))
            etree.SubElement(holder, f"{_N}name").text = item.copyright_holder
        for name, value in (("copyrightNotice", item.copyright_notice), ("usageTerms", item.usage_terms)):
            if value:
                etree.SubElement(rights, f"{_N}{name}").text = scrub(value)
    meta = etree.SubElement(root, f"{_N}itemMeta")
    etree.SubElement(meta, f"{_N}itemClass", qcode="ninat:text")
    provider = item.provider or item.copyright_holder or "Audarma"
    named = etree.SubElement(meta, f"{_N}provider", literal=_token(provider))
    etree.SubElement(named, f"{_N}name").text = provider
    _set(meta, "versionCreated", texts.stamp.made, _ITEM_META)
    if item.embargoed:
        _set(meta, "embargoed", item.embargoed, _ITEM_META)
    etree.SubElement(meta, f"{_N}pubStatus", qcode="stat:usable")
    if item.note:
        _set(meta, "edNote", scrub(item.note), _ITEM_META)
    _describe(etree.SubElement(root, f"{_N}contentMeta"), texts)
    contents = etree.SubElement(root, f"{_N}contentSet")
    for part in texts.parts("body"):
        _fill(etree.SubElement(contents, f"{_N}inlineXML"), part, texts)
    if not len(contents):
        root.remove(contents)
    return root


def _describe(meta: Any, texts: Texts) -> None:
    item = texts.item
    values = [
        ("urgency", str(item.urgency or "")),
        ("contentCreated", item.created or item.modified),
        ("slugline", item.slugline),
        *(("headline", texts.text(part)) for part in texts.parts("headline")),
        *(("by", texts.text(part)) for part in texts.parts("byline")),
        *(("description", texts.text(part)) for part in texts.parts("description")),
        *(("description", texts.text(part)) for part in texts.parts("caption")),
    ]
    for name, value in values:
        if value:
            _add(meta, name, _CONTENT_META).text = value
    if item.located:
        located = _add(meta, "located", _CONTENT_META)
        located.set("literal", _token(item.located))
        etree.SubElement(located, f"{_N}name").text = item.located


def _put(place: Any, part: Part, texts: Texts) -> None:
    """A translated part in the place where its source stood."""
    text = texts.text(part)
    if local(place) == "inlineXML":
        _fill(place, part, texts)
    elif local(place) == "inlineData":
        is_html = part.media != "text/plain"
        place.text = texts.html(part) if is_html else texts.full_text(part)
    else:
        for child in list(place):
            place.remove(child)
        place.text = text
        place.attrib.pop(XML_LANG, None)


def _fill(place: Any, part: Part, texts: Texts) -> None:
    for child in list(place):
        place.remove(child)
    place.text = None
    if part.media == "application/nitf+xml":
        place.set("contenttype", "application/nitf+xml")
        markup = texts.markup(part).strip()
        if _BARE.match(markup):  # or it would fall into the item's own namespace
            markup = _BARE.sub(rf'<\1 xmlns="{_NITF}"', markup, count=1)
        place.append(parse_xml(markup.encode(), texts.item.id))
        return
    place.set("contenttype", "application/xhtml+xml")
    page = etree.SubElement(place, f"{{{_XHTML}}}html", nsmap=_DEFAULT[_XHTML])
    page.set(XML_LANG, texts.language)
    title = etree.SubElement(etree.SubElement(page, f"{{{_XHTML}}}head"), f"{{{_XHTML}}}title")
    title.text = texts.first("headline") or texts.stamp.id
    body = etree.SubElement(page, f"{{{_XHTML}}}body")
    tree = as_tree(texts.markup(part))
    for element in tree.iter(etree.Element):
        element.tag = f"{{{_XHTML}}}{local(element)}"
    body.text = tree.text
    body.extend(list(tree))


def _drop_other_bodies(root: Any, translated: Sequence[Any]) -> None:
    """Other forms of the same text would stay Russian; what lies elsewhere (pictures, films) is kept."""
    for contents in root.findall(f"{_N}contentSet"):
        for content in list(contents):
            if local(content) != "remoteContent" and content not in translated:
                contents.remove(content)
        if not len(contents):
            root.remove(contents)


def _scrub(root: Any) -> None:
    """Markup that a browser would run has no place in any field."""
    for element in root.iter(etree.Element):
        if element.tag.startswith(_N) and element.text and local(element) not in {"inlineData"}:
            element.text = scrub(element.text)


def _token(text: str) -> str:
    """A literal identifier: the name itself, on one line."""
    return " ".join(text.split())


def _set(meta: Any, name: str, text: str, order: Sequence[str]) -> None:
    found = _child(meta, name, order)
    found.text = text


def _child(parent: Any, name: str, order: Sequence[str]) -> Any:
    """The child of this name, made in its place in the schema's order where it lacks."""
    found = parent.find(f"{_N}{name}")
    return found if found is not None else _add(parent, name, order)


def _add(parent: Any, name: str, order: Sequence[str]) -> Any:
    """A new child after the last one that may stand before it."""
    before = set(order[: order.index(name) + 1])
    place = max((i for i, child in enumerate(parent, 1) if local(child) in before), default=0)
    element = etree.Element(f"{_N}{name}")
    parent.insert(place, element)
    return element
