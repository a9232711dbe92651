"""What must come through byte for byte: web addresses, e-mail addresses, handles; and telephone numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipeline.quantities.digits import may_have_digits

ContactKind = Literal["url", "email", "handle", "phone"]

_ASCII = r"[!-~]"
_URL = rf"(?P<url>(?:https?://|ftp://|www\.){_ASCII}*[A-Za-z0-9/=_-]|\b[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:kz|ru|com|org|net|cn|gov|info|int|edu|tv|io|uk|eu)(?:/{_ASCII}*[A-Za-z0-9/=_-]|\b(?![.-]?[\w@])))"
_EMAIL = r"(?P<email>[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
_HANDLE = r"(?P<handle>(?<![\w@.])[@#][A-Za-z]\w+)"
_DOTTED = re.compile(r"\.[!-~]")
_PHONE = re.compile(r"(?<![\w+])(?:\+\d|8[\s(-]|\(\d{3,5}\))[\d\s()\u00a0–-]{5,20}\d(?![\d])")
_CONTACT = re.compile("|".join((_EMAIL, _URL, _HANDLE)), re.ASCII)


@dataclass(frozen=True, slots=True)
class Contact:
    """An address, a handle or a telephone number at a place. `key` is what must be equal: for phones, E.164."""

    kind: ContactKind
    key: str
    start: int
    stop: int


@lru_cache(maxsize=2048)
def find_contacts(text: str) -> tuple[Contact, ...]:
    """Every contact of a text: addresses first, then telephone numbers."""
    return tuple(_find(text))


def _find(text: str) -> Iterator[Contact]:
    taken: list[tuple[int, int]] = []
    for match in _CONTACT.finditer(text) if _may_be(text) else ():
        taken.append(match.span())
        kind: ContactKind = "email" if match["email"] else "url" if match["url"] else "handle"
        yield Contact(kind, match.group(), match.start(), match.end())
    if may_have_digits(text) and _PHONE.search(text):
        yield from _phones(text, taken)


def _may_be(text: str) -> bool:
    return "@" in text or "#" in text or "://" in text or bool(_DOTTED.search(text))


def _phones(text: str, taken: list[tuple[int, int]]) -> Iterator[Contact]:
    import phonenumbers

    for match in phonenumbers.PhoneNumberMatcher(text, "KZ"):
        if not any(start < match.end and match.start < stop for start, stop in taken):
            number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            yield Contact("phone", number, match.start, match.end)
