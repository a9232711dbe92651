"""A feed as its server meant it: what many servers get wrong, and what leaves no doubt, is put right before it is read.

A file of gzip, a wrong encoding, white space before the declaration, characters that XML cannot hold, a bare `&`. A
feed that was torn off stays torn, and is refused: half a story must not pass for a whole one.
"""

import codecs
import re
import zlib

from pipeline.errors import FeedError, ReadError
from pipeline.markup.parse import known_entities, strip_controls
from pipeline.readers import LARGEST
from pipeline.readers.decode import decode
from pipeline.readers.eight_bit import guess

_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*\?>\s*")
_ENCODING = re.compile(rb"""<\?xml\b[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BARE = re.compile(r"&(?![A-Za-z][A-Za-z0-9]*;|#[0-9]+;|#[xX][0-9A-Fa-f]+;)")
_KEPT = re.compile(r"<!\[CDATA\[|<!--")
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}
_CONTROL = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|[xX]0*(?:[0-8BbCcEeFf]|1[0-9A-Fa-f]));")
_START = 1024
_PAGE = ("<!doctype html", "<html")
_GZIP, _GZIPPED = b"\x1f\x8b", 31
"""How a file of gzip begins, and what zlib calls one."""


def mend(data: bytes, charset: str, name: str) -> bytes:
    """The feed in UTF-8, fit for a reader of XML or JSON.

    `charset` is what the server's header says, empty for nothing. Raises FeedError for what is empty, or a page and no
    feed.
    """
    data = _unpacked(data, name) if data.startswith(_GZIP) else data
    if not data.strip():
        raise FeedError(f"{name}: empty, which no feed is")
    text = _text(data, charset, name).lstrip("\ufeff \t\r\n")
    if text[:_START].lower().startswith(_PAGE):
        raise FeedError(f"{name}: a page in HTML, not a feed: look for the feed's own address")
    if text.startswith(("{", "[")):
        return text.encode("utf-8", "surrogatepass")
    return _escaped(strip_controls(_DECLARATION.sub("", text))).encode("utf-8")


def _unpacked(data: bytes, name: str) -> bytes:
    """What is in a file of gzip (feed.xml.gz): servers often give it as it lies there."""
    unpacking = zlib.decompressobj(_GZIPPED)
    try:
        unpacked = unpacking.decompress(data, LARGEST + 1)
    except zlib.error as error:
        raise FeedError(f"{name}: a damaged file of gzip ({error})") from error
    if len(unpacked) > LARGEST:
        raise FeedError(f"{name}: larger than {LARGEST // 2**20} MB when unpacked, which no feed is")
    if not unpacking.eof:
        raise FeedError(f"{name}: a file of gzip that was torn off")
    return unpacked


def _escaped(text: str) -> str:
    """The text with what stands outside its CDATA sections and comments put right."""
    out, position = [], 0
    while position < len(text):
        opening = _KEPT.search(text, position)
        found = opening.start() if opening else len(text)
        out.append(_BARE.sub("&amp;", known_entities(_CONTROL.sub("", text[position:found]))))
        if opening is None:
            break
        end = _ENDS[opening[0]]
        stop = text.find(end, opening.end())
        position = stop + len(end) if stop >= 0 else len(text)
        out.append(text[found:position])
    return "".join(out)


def _text(data: bytes, charset: str, name: str) -> str:
    """The text: UTF-8 or a Cyrillic encoding by how it reads, whatever was declared; else as it was declared."""
    is_known = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _fits(data, "utf-8")
    if not is_known and guess(data) is None:
        declared = _ENCODING.search(data[:_START])
        for encoding in filter(None, (declared[1].decode("ascii") if declared else "", charset)):
            if _fits(data, encoding):
                return data.decode(encoding)
    try:
        return decode(data, name)
    except ReadError as error:
        raise FeedError(str(error)) from error


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (ValueError, LookupError):  # a name that is no encoding's, or one of no text's
        return False
    return True
