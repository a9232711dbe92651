"""Markup without anything that could run: no scripts, handlers, frames, forms or addresses that execute."""

import json
import re
from html import unescape
from typing import Any

from lxml import etree

from pipeline.errors import ReadError
from pipeline.markup.parse import local, parse_fragment, parse_xml, strip_controls

_TAGS = set(
    "a abbr acronym address area article aside audio b bdi bdo big blockquote br caption center cite code col colgroup "
    "data dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins "
    "kbd li main map mark nav ol p picture pre q rp rt ruby s samp section small source span strike strong sub summary "
    "sup table tbody td tfoot th thead time tr track tt u ul var video wbr".split()
)
_EMPTIED = set(
    "script style iframe frame frameset object embed applet noscript template svg math head title textarea select "
    "option button noembed noframes xmp plaintext".split()
)
_ATTRIBUTES = set(
    "class id lang dir title cite datetime role align valign href src alt width height srcset sizes media type rel rev "
    "target hreflang colspan rowspan scope headers start value reversed span border cellpadding cellspacing summary "
    "abbr name controls poster preload loop muted kind srclang label usemap shape coords itemprop itemscope itemtype "
    "color size face loading".split()
)
_SCHEMES = {"http", "https", "mailto", "tel", "ftp", "urn", "tag"}
_ADDRESSES = {"href", "src", "cite", "poster", "srcset", "source", "background", "action", "formaction", "data"}
_SAFE_ADDRESS = re.compile(r"(?:https?|mailto|tel|ftp|urn|tag):|[^:]*$|[^:]*[/?#]", re.IGNORECASE)
_SPACE = re.compile(r"[\s\x00-\x20]+")
DEEPEST = 200
_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)[^<>]*?(/?)>")
_EMPTY = re.compile(r"<([A-Za-z][\w:-]*)((?:\s[^<>]*[\"'\s])?)/>")
_VOID = set("area base br col embed hr img input link meta source track wbr".split())
_OFTEN_OPEN = _VOID | set("p li dt dd td th tr option thead tbody tfoot colgroup rp rt".split())
"""Elements that have no end tag, or that a site may leave without one."""
_RUNNING = "script iframe frame object embed applet form input base svg math template noscript"
_RUNS = re.compile(rf"<(?:\s*/?\s*(?:{_RUNNING.replace(' ', '|')})\b|[^>]*\s(?:on\w+|srcdoc)\s*=)", re.IGNORECASE)
_ADDRESS_RUNS = re.compile(r"(?:java|vb)script\s*:", re.IGNORECASE)
_SCHEME = re.compile(r"[tT]\s*:")
_READINGS = 4


def check_depth(markup: str, name: str) -> None:
    """Raises ReadError for markup nested deeper than any text is: HTML's rules take a time that grows as its square."""
    depth = 0
    for match in _TAG.finditer(markup):
        if match[2].lower() in _OFTEN_OPEN or match[3]:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > DEEPEST:
            raise ReadError(f"{name}: markup nested more than {DEEPEST} deep; no news text is")


def clean_html(markup: str) -> str:
    """A fragment of HTML as HTML 5 reads it, with only what a news text needs. Check its depth first.

    Read again, the result is the same: links inside links, which tables throw out of themselves, take two readings.
    """
    cleaned = _clean(markup)
    for _ in range(_READINGS):
        again = _clean(cleaned)
        if again == cleaned:
            break
        cleaned = again
    return cleaned


def _clean(markup: str) -> str:
    import nh3

    return nh3.clean(
        _EMPTY.sub(_opened, strip_controls(markup)),
        tags=_TAGS,
        clean_content_tags=_EMPTIED,
        attributes={"*": _ATTRIBUTES},
        generic_attribute_prefixes={"data-", "aria-"},
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )


def _opened(match: re.Match[str]) -> str:
    """XML's `<a id="x"/>` as HTML writes it: there the slash says nothing, and the rest would be inside the link."""
    return match[0] if match[1].lower() in _VOID else f"<{match[1]}{match[2]}></{match[1]}>"


def clean_tree(root: Any) -> bool:
    """The same for XML that is not HTML (NITF): what no newsroom's text holds is taken out of the tree, in place.

    Returns whether there was any.
    """
    dropped = False
    for element in list(root.iter()):
        if element is root or not isinstance(element.tag, str):
            continue
        if local(element).lower() in _EMPTIED - {"head", "title"} | {"form", "input"}:
            _drop(element)
            dropped = True
    for element in root.iter(etree.Element):
        for attribute in list(element.attrib):
            bare = etree.QName(attribute).localname.lower()
            address = _SPACE.sub("", element.attrib[attribute])
            unsafe = bare in _ADDRESSES and not _SAFE_ADDRESS.match(address)
            if bare.startswith("on") or bare in {"srcdoc", "style"} or unsafe:
                del element.attrib[attribute]
                dropped = True
    return dropped


def is_harmless(opening: str, close: str) -> bool:
    """Whether a pair of tags (or one empty element) that came apart from its text is well-formed and cannot run."""
    try:
        tree = parse_fragment(opening + close, "")
    except ReadError:
        return False
    alone = len(tree) == 1 and len(tree[0]) == 0 and not "".join(tree.itertext())
    return alone and not clean_tree(tree) and not can_run(opening)


def can_run(text: str) -> bool:
    """Whether a text holds markup that a browser would run: an editor is told that it is left out."""
    return bool(("<" in text and _RUNS.search(text)) or (_SCHEME.search(text) and _ADDRESS_RUNS.search(text)))


def scrub(text: str) -> str:
    """A field that is passed through as it came, but cleaned where it holds markup that could run."""
    if not can_run(text) and not ("&" in text and can_run(unescape(text))):
        return text
    try:
        check_depth(text, "")
    except ReadError:
        return disarm(text)
    return clean_html(text)


def scrub_document(document: str) -> str:
    """A source item (JSON or XML) as it is kept: byte for byte, but where it holds markup that could run."""
    if not can_run(document) and not can_run(unescape(document)):
        return document
    if document.lstrip()[:1] in {"{", "["}:
        return json.dumps(_scrub_value(json.loads(document)), ensure_ascii=False)
    try:
        root = parse_xml(document.encode(), "")
    except ReadError:
        return disarm(document)
    clean_tree(root)
    for element in root.iter(etree.Element):
        element.text, element.tail = (text and scrub(text) for text in (element.text, element.tail))
        for name, value in element.attrib.items():
            element.set(name, disarm(value))
    return str(etree.tostring(root, encoding="unicode"))


def _scrub_value(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _scrub_value(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_scrub_value(inner) for inner in value]
    return scrub(value) if isinstance(value, str) else value


def disarm(text: str) -> str:
    """A plain text that a careless reader could take for markup that runs: with angles that open no tag."""
    return text.replace("<", "‹").replace(">", "›") if can_run(text) else text


def _drop(element: Any) -> None:
    """The element out of its tree; the text after it stays."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)
