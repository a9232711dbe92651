"""The tokens of a converted model, and those of them that a translation into a language is never written with."""

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

_CYRILLIC, _HAN = "\u0400-\u052f", "\u3400-\u4dbf\u4e00-\u9fff"
_FOREIGN = {
    "en": re.compile(f"[{_CYRILLIC}{_HAN}]"),
    "kk-Cyrl": re.compile(f"[{_HAN}]"),
    "zh-Hans": re.compile(f"[{_CYRILLIC}]"),
}
"""Letters of which a translation has none. Latin ones stand in names and abbreviations of every language."""


def read_vocabulary(folder: Path, side: str) -> frozenset[str]:
    """The tokens that a model reads (`source`) or writes (`target`); empty where the folder has no such file."""
    for name in (side, "shared"):
        path = folder / f"{name}_vocabulary.json"
        if path.is_file():
            return frozenset(msgspec.json.decode(path.read_bytes(), type=list[str]))
        text = folder / f"{name}_vocabulary.txt"
        if text.is_file():
            return frozenset(text.read_text("utf-8").splitlines())
    return frozenset()


def foreign_tokens(vocabulary: Iterable[str], target: str) -> list[str]:
    """The tokens with a letter that the target language (BCP 47) is not written in, in order; none for others."""
    foreign = _FOREIGN.get(target)
    return sorted(token for token in vocabulary if foreign.search(token)) if foreign is not None else []
