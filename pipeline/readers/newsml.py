"""NewsML-G2, IPTC's XML: single news items and news messages with several. https://iptc.org/std/NewsML-G2/"""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipeline.article import Block, Finding, Item, Role
from pipeline.errors import EmptyArticleError
from pipeline.markup.parse import local
from pipeline.readers.draft import Draft, parse_urgency

NAR = "http://iptc.org/std/nar/2006-10-01/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ROLES: dict[str, Role] = {"headline": "headline", "by": "byline", "description": "description"}


def split(root: Any, name: str) -> list[Any]:
    """The news items of a document, in order. Raises EmptyArticleError for one that has none."""
    items = [root] if local(root) == "newsItem" else list(root.iter(f"{{{NAR}}}newsItem"))
    if not items:
        raise EmptyArticleError(f"{name}: a NewsML-G2 {local(root)} without a newsItem: nothing in it to translate")
    return items


def read_newsml(root: Any, name: str) -> tuple[tuple[Block, ...], Item, tuple[Finding, ...]]:
    """Blocks, item and findings of one newsItem. Raises ReadError."""
    draft = Draft(name)
    for role in ("headline", "by", "description"):
        for element in root.iterfind(f"{{{NAR}}}contentMeta/{{{NAR}}}{role}"):
            draft.add_text(_ROLES[role], _text(element), _path(root, element))
    bodies = sorted(_bodies(root), key=lambda body: body[0])
    for _, kind, element, content in bodies[:1]:
        path = _path(root, element)
        if kind == "nitf":
            draft.add_nitf("body", content, path)
        elif kind == "html":
            draft.add_html("body", content, path)
        else:
            draft.add_text("body", content, path)
    language = root.find(f"{{{NAR}}}contentMeta/{{{NAR}}}language")
    return draft.finish(
        format="newsml-g2",
        id=root.get("guid", ""),
        version=root.get("version", ""),
        language=(language.get("tag", "") if language is not None else "") or root.get(XML_LANG, ""),
        created=draft.date(
            "contentCreated", _at(root, "contentMeta/contentCreated") or _at(root, "itemMeta/firstCreated")
        ),
        modified=draft.date("versionCreated", _at(root, "itemMeta/versionCreated")),
        embargoed=draft.date("embargoed", _at(root, "itemMeta/embargoed")),
        urgency=parse_urgency(_at(root, "contentMeta/urgency")),
        slugline=_at(root, "contentMeta/slugline"),
        located=_at(root, "contentMeta/located/name"),
        provider=_named(root, "itemMeta/provider"),
        copyright_holder=_named(root, "rightsInfo/copyrightHolder"),
        copyright_notice=_at(root, "rightsInfo/copyrightNotice"),
        usage_terms=_at(root, "rightsInfo/usageTerms"),
        note=_at(root, "itemMeta/edNote"),
        document=etree.tostring(root, encoding="unicode", with_tail=False),
    )


def _path(root: Any, element: Any) -> str:
    """Where an element stands under its own item, which may stand in a message with others."""
    return str(etree.ElementTree(root).getelementpath(element))


def _bodies(root: Any) -> Iterator[tuple[int, str, Any, Any]]:
    """Rank, kind, element and content of each body, the best to translate with the lowest rank."""
    for element in root.iterfind(f"{{{NAR}}}contentSet/*"):
        name = local(element)
        kind = element.get("contenttype", "").partition(";")[0].strip().lower()
        inner = next(iter(element.iterchildren(etree.Element)), None)
        if name == "inlineXML" and inner is not None:
            if local(inner) in {"nitf", "body.content", "body"} and "html" not in (inner.tag + kind):
                yield 0, "nitf", element, inner
            elif local(inner) in {"html", "div", "body", "p", "section", "article"}:
                yield 0, "html", element, html_of(inner)
        elif name == "inlineData" and (element.text or "").strip() and not element.get("encoding"):
            yield (1, "html", element, element.text) if "html" in kind else (2, "text", element, element.text)


def html_of(element: Any) -> str:
    """XHTML of any prefix as plain HTML: the body's content of a page, or the element itself."""
    body = next((e for e in element.iter(etree.Element) if local(e) == "body"), None)
    markup = _bare(body if body is not None else element)
    return markup.removeprefix("<body>").removesuffix("</body>") if body is not None else markup


def _bare(element: Any) -> str:
    """An element as text, its names without their namespaces."""
    import copy

    found = copy.deepcopy(element)
    found.tail = None
    for inner in found.iter(etree.Element):
        inner.tag = local(inner)
        for key in [key for key in inner.attrib if key.startswith("{")]:
            value = inner.attrib.pop(key)
            if key == XML_LANG:
                inner.set("lang", value)
    if local(found) == "body":
        found.attrib.clear()
    etree.cleanup_namespaces(found)
    return etree.tostring(found, encoding="unicode", method="html")


def _at(root: Any, path: str) -> str:
    """The text at a path of names in IPTC's namespace."""
    found = root.find("/".join(f"{{{NAR}}}{step}" for step in path.split("/")))
    return _text(found) if found is not None else ""


def _named(root: Any, path: str) -> str:
    """The name of a party, or the code that stands for it."""
    found = root.find("/".join(f"{{{NAR}}}{step}" for step in path.split("/")))
    if found is None:
        return ""
    return _at(root, f"{path}/name") or found.get("literal", "") or found.get("qcode", "") or found.get("uri", "")


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
