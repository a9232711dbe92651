"""What no rule of punctuation may touch: addresses, and abbreviations of Latin letters with their full stops."""

import re
from collections.abc import Callable

_KEPT = re.compile(
    r"(?:https?://|www\.)[!-~]*[\w/]|[\w.+-]+@[\w-]+\.[\w.-]*\w|\b\w+(?:\.\w+)*\.(?:com|kz|cn|org|net|ru|gov)\b|"
    r"\b(?:Co\.,?\s+Ltd|Ltd|Inc|Corp|Co|Dr|Mr|Mrs|Ms|Prof|Jr|Sr|vs|St)\.(?=[,\s)]|[^\x00-\x7f])|(?:\b[A-Z]\.){2,}(?=[,\s)]|[^\x00-\x7f])",
    re.ASCII,
)
_SIGN, _FIRST = "\ue000", 0xE100
"""Of Unicode's private use: a kept piece is the sign and its number while the rules are at work."""


def around(text: str, rules: Callable[[str], str]) -> str:
    """The text after `rules`, which see a sign in place of each piece that is kept as it is."""
    if "." not in text[:-1] and "@" not in text and "://" not in text:
        return rules(text)
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match.group())
        return f"{_SIGN}{chr(_FIRST + len(kept) - 1)}"

    done = rules(_KEPT.sub(keep, text))
    return re.sub(f"{_SIGN}(.)", lambda match: kept[ord(match.group(1)) - _FIRST], done)
