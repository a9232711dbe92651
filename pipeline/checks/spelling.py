"""Spelling of Kazakh and English by hunspell's dictionaries, read with spylls.

spylls comes with `pip install audarma[spelling]` and has the English one; without it the check says nothing. The Kazakh
one is Debian's package hunspell-kk (or lies in a folder that `folders` names); where it is absent, the check says
nothing of Kazakh. Only words in small letters are looked up: names are no mistakes.
"""

import os
import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.checks.check import Check, Issue, Manifest, Pair, Parameter

MANIFEST = Manifest(
    "spelling",
    "Words of Kazakh and English text are in the dictionary, where there is one.",
    "note",
    (
        Parameter("folders", "/usr/share/hunspell:/usr/share/myspell/dicts", "Where dictionaries lie, by colons."),
        Parameter("most", 3, "Unknown words told a segment."),
    ),
    languages=("kk-Cyrl", "en"),
    thorough=True,
)

_NAMES = {"kk-Cyrl": "kk_KZ", "en": "en_US"}
_WORD = re.compile(r"(?<![\w’'.@/-])[a-zа-яёәғқңөұүһі]{4,}(?![\w’'@/.-]\w|-)")


def build(folders: str, most: int) -> Check:
    """The check; parameters as in the manifest."""

    def check(pair: Pair) -> Iterator[Issue]:
        found = 0
        for match in _WORD.finditer(pair.hypothesis):
            word = match.group()
            if word.isascii() == (pair.language == "en") and not _knows(word, pair.language, folders):
                yield Issue("note", "spelling", {"target": word}, target=match.span())
                found += 1
                if found == most:
                    return

    return check


@lru_cache(maxsize=65536)
def _knows(word: str, language: str, folders: str) -> bool:
    dictionary = _dictionary(_NAMES[language], folders)
    return dictionary is None or bool(dictionary.lookup(word))


@lru_cache(maxsize=4)
def _dictionary(name: str, folders: str) -> Any:
    """The dictionary, None where there is none. Loading takes a second: it waits for the first word."""
    try:
        from spylls.hunspell import Dictionary
    except ImportError:  # the extra is not installed
        return None

    found = next((Path(f) / name for f in folders.split(os.pathsep) if (Path(f) / f"{name}.dic").is_file()), None)
    if found is None and name != "en_US":
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # spylls leaves its files to the garbage collector
        return Dictionary.from_files(str(found or name))
