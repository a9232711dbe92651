"""A name of the Russian source met again in a translation, without knowing how it is spelt there.

In Latin and Kazakh letters by the skeleton of its consonants, which survives transliteration; in Chinese by its usual
form, or else by the sounds of the characters.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from pipeline.names.compare import consonants, find_within
from pipeline.names.established import established_forms
from pipeline.names.hanzi import transcribe
from pipeline.names.inflect import russian_stems
from pipeline.names.palladius import pinyin

Place = tuple[int, int]

_WORD = re.compile(r"\b[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w’'-]+")
_RUN = re.compile("[\u4e00-\u9fff·]{2,}")
_STRICT = 3
"""How fast likeness falls with the distance of a name in characters, by its consonants and one: 0.75 is at 0.08."""
_SKELETON = (
    ("shch", "S"), ("sch", "S"), ("sh", "S"), ("zh", "J"), ("kh", "H"), ("ch", "C"), ("ts", "Z"), ("ph", "F"),
    ("ck", "K"), ("x", "KS"), ("щ", "S"), ("ш", "S"), ("ж", "J"), ("ч", "C"), ("ц", "Z"), ("х", "H"),
    ("һ", "H"), ("h", "H"),
    ("j", "J"), ("c", "K"), ("q", "K"), ("к", "K"), ("қ", "K"), ("k", "K"), ("г", "G"), ("ғ", "G"), ("g", "G"),
    ("б", "B"), ("b", "B"), ("в", "V"), ("v", "V"), ("w", "V"), ("д", "D"), ("d", "D"), ("з", "Z"), ("z", "Z"),
    ("л", "L"), ("l", "L"), ("м", "M"), ("m", "M"), ("н", "N"), ("ң", "N"), ("n", "N"), ("п", "P"), ("p", "P"),
    ("р", "R"), ("r", "R"), ("с", "S"), ("s", "S"), ("т", "T"), ("t", "T"), ("ф", "F"), ("f", "F"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Met:
    """How alike a name and what comes nearest to it in a translation are, 0 to 1, and where that stands."""

    likeness: float
    place: Place


def meet(name: str, translation: str, language: str) -> Met | None:
    """What comes nearest to one Russian word in a translation into a language (BCP 47); None where nothing may."""
    romanised = pinyin(name) if language == "en" else ""
    if romanised and romanised in translation:  # Palladius' letters are far from pinyin's
        start = translation.find(romanised)
        return Met(1.0, (start, start + len(romanised)))
    found = [Met(likeness(name, match.group()), match.span()) for match in _WORD.finditer(translation)]
    if language == "zh-Hans":  # which leaves some names in Latin letters
        found += _in_characters(name, translation)
    return max(found, key=lambda met: met.likeness, default=None)


def likeness(one: str, other: str) -> float:
    """How alike the consonants of the last words of two names are, 0 to 1, whatever their letters."""
    return SequenceMatcher(None, skeleton(one), skeleton(other), autojunk=False).ratio()


@lru_cache(maxsize=8192)
def skeleton(name: str) -> str:
    """The consonants of the last word of a name, one sign a sound."""
    name = name.casefold().split()[-1] if name.split() else ""
    found = ""
    while name:
        step = next(((letters, sign) for letters, sign in _SKELETON if name.startswith(letters)), (name[0], ""))
        name, found = name[len(step[0]) :], found + step[1]
    return found


def _in_characters(name: str, translation: str) -> list[Met]:
    """Where a usual form of a name stands, the longest; or else the best piece of each run of characters."""
    stems = russian_stems(name)
    by_table = (transcribe(stem, woman=woman) for stem in stems for woman in (False, True))
    for form in sorted({*established_forms(name), *by_table}, key=len, reverse=True):
        place = translation.find(form) if len(form) > 1 else -1
        if place >= 0:
            return [Met(1.0, (place, place + len(form)))]
    found = []
    for match in _RUN.finditer(translation):
        for stem in stems:
            cost, start, stop = find_within(stem, match.group(), "zh-Hans")
            alike = max(0.0, 1.0 - _STRICT * cost / (consonants(stem) + 1))
            found.append(Met(alike, (match.start() + start, match.start() + stop)))
    return found
