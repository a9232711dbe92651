"""The tokens of a converted model, and those of them that a translation into a language is never written with."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec

Script = Literal["Cyrillic", "Han"]

_LETTERS: dict[Script, re.Pattern[str]] = {
    "Cyrillic": re.compile("[\u0400-\u052f]"),
    "Han": re.compile("[\u3400-\u4dbf\u4e00-\u9fff]"),
}


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


def written_in(vocabulary: Iterable[str], scripts: Sequence[Script]) -> list[str]:
    """The tokens that have a letter of one of the scripts, in order."""
    patterns = [_LETTERS[script] for script in scripts]
    return sorted(token for token in vocabulary if any(pattern.search(token) for pattern in patterns))
