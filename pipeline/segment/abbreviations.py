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

Kind = Literal["never", "number", "unit", "last"]


def ends_with(kind: Kind, text: str) -> str:
    """The longest abbreviation of a kind that `text` ends with, as written there; empty where there is none."""
    found = _patterns()[kind].search(text)
    return found.group() if found else ""


@lru_cache(maxsize=1)
def _patterns() -> dict[Kind, re.Pattern[str]]:
    listed: dict[Kind, list[str]] = {kind: [] for kind in get_args(Kind)}
    lines = files("seeds").joinpath("abbreviations.tsv").read_text("utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            abbreviation, kinds = line.split("\t")[:2]
            for kind in kinds.split(","):
                listed[kind].append(abbreviation)  # type: ignore[index] # a wrong kind in the table raises KeyError
    return {kind: _pattern(abbreviations) for kind, abbreviations in listed.items()}


def _pattern(abbreviations: list[str]) -> re.Pattern[str]:
    longest_first = sorted(abbreviations, key=len, reverse=True)
    written = [re.escape(word).replace(r"\ ", r"[\s\u00a0]?") for word in longest_first]
    return re.compile(rf"(?<![\w.-])(?:{'|'.join(written)})$", re.IGNORECASE)
