"""Words of a text as what the lexicons know them by: stems cut so short that endings and vowel harmony are gone.

A stem here need be no morpheme. It is to be the same for the forms of a word, and seldom the same for two words.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from models.languages import SOURCE


class Word(NamedTuple):
    """A stem, and from where to where in its text the word stands, in characters."""

    stem: str
    start: int
    stop: int


_WORD = re.compile(r"[a-zа-яёәғқңөұүһі]{3,}", re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
CUT = {SOURCE: 6, "en": 6, "kk-Cyrl": 5}
"""Letters that a stem has at most."""
_LEAST = 3
_ENDING = {
    SOURCE: re.compile(
        r"(?:(?:ов|ев|ир|из)?(?:ать|ять|ить|еть|ыть|овать|ала|ало|али|ила|или|ило|ела|ели|ает|яет|ует|ают|яют|уют|ит|ят|ат)"
        r"(?:ся|сь)?|(?:ющ|ущ|ащ|ящ|вш|ш|нн|енн|ованн|ем|им)?(?:ого|его|ому|ему|ыми|ими|ый|ий|ой|ая|яя|ое|ее|ые|ие|ую|юю|ых|их|ым|им|ом|ем|ой|ей)(?:ся)?"
        r"|(?:ость|ости|остью|иями|ами|ями|иях|ией|иям|ах|ях|ов|ев|ей|ам|ям|ом|ем|ой|ия|ии|ию|ие|ью|ья|ье|ло|ла|ли|ся|сь"
        r"|ен|ет|ут|ют|[аяоеуюыийьл]))$"
    ),
    "en": re.compile(r"(?:ations?|ments?|ness|ings?|edly|ed|ies|es|ly|e?s|e|y)$"),
    "kk-Cyrl": re.compile(
        r"(?:(?:лар|лер|дар|дер|тар|тер)?(?:ы|і|сы|сі|ым|ім|ымыз|іміз)?"
        r"(?:ның|нің|дың|дің|тың|тің|на|не|ға|ге|қа|ке|ны|ні|ды|ді|ты|ті|н|да|де|та|те|нда|нде|дан|ден|тан|тен|нан|нен"
        r"|мен|бен|пен)?|(?:ған|ген|қан|кен|атын|етін|йтын|йтін|ады|еді|йды|йді|ып|іп|у|ар|ер))$"
    ),
}


def words(text: str, language: str) -> list[Word]:
    """The words of a text in its order; in Chinese the characters and, after each, the pair that begins there."""
    if language == "zh-Hans":
        return [word for match in _HAN.finditer(text) for word in _grams(match)]
    return [Word(cut(match.group(), language), *match.span()) for match in _WORD.finditer(text)]


@lru_cache(maxsize=16384)
def cut(word: str, language: str) -> str:
    """A word without its ending and without what follows its first letters, in small letters."""
    bare = word.lower().replace("ё", "е") if language == SOURCE else word.lower()
    match = _ENDING[language].search(bare, _LEAST)
    return (bare[: match.start()] if match else bare)[: CUT[language]]


def _grams(match: re.Match[str]) -> list[Word]:
    text, start = match.group(), match.start()
    grams = []
    for i in range(len(text)):
        grams.append(Word(text[i], start + i, start + i + 1))
        if i + 2 <= len(text):
            grams.append(Word(text[i : i + 2], start + i, start + i + 2))
    return grams
