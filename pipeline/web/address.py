"""Addresses that people write and servers send: which are taken, which hosts may be reached, what of them is shown."""

import hashlib
import ipaddress
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pipeline.errors import UsageError

_SECRETS = {
    *("access_token", "api_key", "apikey", "auth", "code", "key", "pass", "passwd", "password", "pwd", "secret"),
    *("sig", "signature", "token"),
}
_HIDDEN = "..."
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_url(word: str) -> bool:
    """Whether a word is meant for an address and not for a file."""
    return "://" in word


def check_url(url: str) -> str:
    """The address as it came. Raises UsageError for one that is not http or https, or that carries a password."""
    try:
        parts = urlsplit(url)
        port_is_one = parts.port != 0
    except ValueError:
        raise UsageError(f"{redact(url)}: not an address that can be asked") from None
    if parts.scheme.lower() not in {"http", "https"}:
        raise UsageError(f"{redact(url)}: only http:// and https:// are asked")
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            f"{redact(url)}: an address with a name or password in it: it would stand in logs; leave it out"
        )
    if not parts.hostname or not port_is_one or any(character.isspace() or character < "!" for character in url):
        raise UsageError(f"{redact(url)}: not an address that can be asked")
    return url


def redact(url: str) -> str:
    """The address as a log may show it: without name and password, and without the values of keys in its query."""
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return url.partition("://")[0] + "://" + _HIDDEN
    host = parts.netloc.rpartition("@")[2]
    if any(name.lower() in _SECRETS for name, _ in query):
        shown = urlencode([(name, _HIDDEN if name.lower() in _SECRETS else value) for name, value in query])
    else:
        shown = parts.query
    return urlunsplit((parts.scheme, host, parts.path, shown, ""))


def known_as(url: str) -> str:
    """What the store calls an address: itself, or where it holds a secret, what may be shown of it and a hash."""
    shown = redact(url)
    return shown if shown == url else f"{shown} ({hashlib.sha256(url.encode()).hexdigest()[:8]})"


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet, by the address itself and by the one that it wraps."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
        if found in _NAT64:
            wrapped.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
        inner = [one for one in wrapped if one is not None]
        if inner:
            return all(_is_open(one) for one in inner)
    return _is_open(found)


def _is_open(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved
