"""Each target language's own punctuation and spacing, whatever marks the model wrote.

Chinese after GB/T 15834-2011: full-width marks, “…” with ‘…’ inside, 《…》 for titles, no spaces between characters.
Kazakh: «…» with “…” inside, a spaced en dash. English: “…” with ‘…’ inside, a spaced en dash.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from pipeline.punctuate import chinese, european

__all__ = ["marker", "punctuate"]

_STYLES: dict[str, Callable[[str], str]] = {
    "zh-Hans": chinese.punctuate,
    "kk-Cyrl": european.kazakh,
    "en": european.english,
}
_END = re.compile(r"([.!?…:;]+)[»”“\"')\s]*$")
_TARGET_END = re.compile(r"[.。．!！?？…:：;；]+(?=[»”’\"')）》\s]*$)")
_FULL_STOP = re.compile(r"[.。．](?<![.。…].)(?<!\.[^\W\d_].)(?<!\bLtd.)(?<!\bInc.)(?<!\bCo.)(?=[»”’\"')\s]*$)")
_CLOSERS = "»”’)）》"
_FULL_WIDTH = str.maketrans(".!?:;", "。！？：；")
_DASH = re.compile(r"[-–—−]$")


def punctuate(text: str, language: str, source: str = "") -> str:
    """A hypothesis in the punctuation of `language`, on one line.

    Where `source` is given, the text ends as it does: a headline without a full stop, a speaker's line with a colon.
    """
    text = _STYLES[language](" ".join(text.split()))
    return _end_as(text, source, language) if source and text else text


def marker(mark: str, language: str) -> str:
    """The mark before a list item or speech in `language`: the dash becomes its own, bullets and numbers stay."""
    if _DASH.fullmatch(mark.strip()):
        return "——" if language == "zh-Hans" else "— "
    return f"{mark.strip()} " if mark.strip() else ""


def _end_as(text: str, source: str, language: str) -> str:
    end = _end(source)
    if end is None:
        return _FULL_STOP.sub("", text)
    body = text.rstrip(_CLOSERS)
    if _TARGET_END.search(text) or not body or not (body[-1].isalnum() or body[-1] in "%℃°"):
        return text
    inside = bool(end.group().removeprefix(end.group(1)).strip())
    mark = _mark(end.group(1), language)
    return body + mark + text[len(body) :] if inside else text + mark


@lru_cache(maxsize=1024)  # a source is asked about for each language
def _end(source: str) -> re.Match[str] | None:
    return _END.search(source.rstrip())


def _mark(written: str, language: str) -> str:
    """The mark that ends a Russian text ("?!", "...", "?..") as `language` writes it."""
    shouts = "".join(character for character in written if character in "!?")
    dots = ("……" if language == "zh-Hans" else "…") if "…" in written or ".." in written else ""
    mark = shouts + dots or written[0]
    return mark.translate(_FULL_WIDTH) if language == "zh-Hans" else mark
