"""XML that strangers send: parsed without a network, without files, without entities, and not without end."""

import re
from html.entities import name2codepoint
from typing import Any

from lxml import etree

from pipeline.errors import ReadError

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;)([A-Za-z][A-Za-z0-9]*);")


def parse_xml(data: bytes, name: str, *, comments: bool = False) -> Any:
    """The root element. Raises ReadError for what is not well-formed and for a DTD that declares entities.

    `comments` keeps comments and processing instructions, for a file that is given back as it came.

    An external DTD that is only named (NITF and TMX files do) is not loaded. Nesting, names and texts are bounded by
    libxml2's own limits: 256 elements deep, 10 MB a text.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=not comments,
        remove_pis=not comments,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise ReadError(f"{name}: not well-formed XML ({_line(error)})") from error
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and (list(dtd.iterentities()) or list(dtd.iterelements())):
        raise ReadError(
            f"{name}: its DTD declares entities or elements; Audarma reads only files without their own DTD"
        )
    _spell_entities(root, name)
    return root


def parse_fragment(markup: str, name: str) -> Any:
    """A `div` (of no namespace) around well-formed markup. Raises ReadError."""
    return parse_xml(f"<div>{strip_controls(markup)}</div>".encode(), name)


def strip_controls(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _CONTROL.sub("", text)


def known_entities(markup: str) -> str:
    """HTML's named characters (`&nbsp;`) as characters; what XML itself knows stays."""
    return _REFERENCE.sub(
        lambda match: chr(name2codepoint[match[1]]) if match[1] in name2codepoint else match[0], markup
    )


def local(element: Any) -> str:
    """An element's name without its namespace; empty for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _spell_entities(root: Any, name: str) -> None:
    """References to entities that only a DTD would know: HTML's are spelt out, others are refused."""
    for entity in list(root.iter(etree.Entity)):
        if entity.name not in name2codepoint:
            raise ReadError(f"{name}: it uses the entity &{entity.name};, which is declared nowhere Audarma looks")
        text = chr(name2codepoint[entity.name]) + (entity.tail or "")
        parent, before = entity.getparent(), entity.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + text
        else:
            parent.text = (parent.text or "") + text
        entity.tail = None
        parent.remove(entity)


def _line(error: Exception) -> str:
    """What the parser says, without the name that it has for text in memory."""
    return " ".join(str(error).split()).partition(" (<string>,")[0][:200]
