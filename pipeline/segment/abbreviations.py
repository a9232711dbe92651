"""Russian abbreviations with a full stop, from `seeds/abbreviations.tsv`, by how a sentence goes on after them.

never   what follows belongs to it: "им. Абая", "проф. Ли"
number  a number may follow: "ст. 12"
unit    after a number it may end the sentence: "2025 г.", "10 тыс."
last    it may end the sentence before a capital letter: "и т. д."
"""

import re
from functools import lru_cache
from importlib.resources import files
from typing import Literal, get_args

_LONGEST = 40
"""Characters of the longest abbreviation, with spaces wherever there may be some."""
Kind = Literal["never", "number", "unit", "last"]


def ends_with(kind: Kind, text: str) -> str:
    """The longest abbreviation that `text` ends with, as written there, if it is of the kind; empty if it is not.

    The longest of all kinds: "и т. д." ends as "т. д." does, not as "д." (a house) does.
    """
    found, kinds = _ending(text)
    return found if kind in kinds else ""


@lru_cache(maxsize=256)
def _ending(text: str) -> tuple[str, frozenset[Kind]]:
    """The abbreviation that `text` ends with, and its kinds: each place is asked for several kinds."""
    found = _any().search(text, max(0, len(text) - _LONGEST))
    return (found.group(), _kinds()[_key(found.group())]) if found else ("", frozenset())


@lru_cache(maxsize=1)
def _kinds() -> dict[str, frozenset[Kind]]:
    """The kinds of each abbreviation. Raises ValueError for a line of the table that names another."""
    kinds: dict[str, frozenset[Kind]] = {}
    for line in files("seeds").joinpath("abbreviations.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            abbreviation, listed = line.split("\t")[:2]
            names = frozenset(kind for kind in get_args(Kind) if kind in listed.split(","))
            if len(names) != len(listed.split(",")):
                raise ValueError(f"abbreviations.tsv: no such kind in {line!r}")
            kinds[_key(abbreviation)] = kinds.get(_key(abbreviation), frozenset()) | names
    return kinds


@lru_cache(maxsize=1)
def _any() -> re.Pattern[str]:
    longest_first = sorted(_kinds(), key=len, reverse=True)
    written = (re.sub(r"\\\.(?!$)", r"\\.\\s?", re.escape(key).replace(r"\ ", r"\s+")) for key in longest_first)
    return re.compile(rf"(?<![\w.-])(?:{'|'.join(written)})$", re.IGNORECASE)


def _key(abbreviation: str) -> str:
    """An abbreviation as the table is searched: without case, and without the spaces that some leave out."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=\.)\s+", "", abbreviation)).casefold()
