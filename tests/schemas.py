"""The official schemas of what translators' tools exchange: XLIFF's core, and TMX's DTD."""

from functools import cache
from pathlib import Path

from lxml import etree

_STANDARDS = Path(__file__).parent / "data" / "standards"


@cache
def _xliff() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(_STANDARDS / "xliff" / "xliff_core_2.0.xsd")))


@cache
def _tmx() -> etree.DTD:
    return etree.DTD(str(_STANDARDS / "tmx" / "tmx14.dtd"))


def xliff_errors(data: bytes) -> list[str]:
    """What OASIS's schema of XLIFF's core says against a document. Modules' own elements are not looked at."""
    return _errors(_xliff(), data)


def tmx_errors(data: bytes) -> list[str]:
    """What the DTD of TMX 1.4b says against a document."""
    return _errors(_tmx(), data)


def _errors(schema: etree.XMLSchema | etree.DTD, data: bytes) -> list[str]:
    schema.validate(etree.fromstring(data))
    return [str(error) for error in schema.error_log]  # type: ignore[attr-defined] # lxml-stubs forgets that it is a list
