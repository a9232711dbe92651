"""Whether two spellings may be one name: their consonants compared, whatever letters and languages write them.

A translation may spell a name by a rule that we do not know (Темза, Thames), so vowels and doubled letters are left out
and letters that stand for one sound across languages are made one. What is compared is the row of sounds that is left.
"""

import re
from functools import lru_cache

_CYRILLIC = str.maketrans(
    {
        "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "ж": "j", "з": "s", "к": "k", "қ": "k", "л": "l", "м": "m",
        "н": "n", "ң": "n", "п": "p", "р": "r", "с": "s", "т": "t", "ф": "f", "ц": "s", "ч": "c",
        "ш": "c", "щ": "c",
    }
)  # fmt: skip
_RUSSIAN = ((re.compile("дж"), "ж"),)
_LATIN = (
    (re.compile("sch|tch|sh|ch"), "ч"), (re.compile("zh|dj|dzh"), "j"), (re.compile("kh"), ""),
    (re.compile("ph"), "f"), (re.compile("th"), "t"), (re.compile("ck|q"), "k"), (re.compile("x"), "ks"),
    (re.compile("c(?=[eiy])"), "s"), (re.compile("g(?=[eiy])"), "j"), (re.compile("ts|z"), "s"),
    (re.compile("w"), "v"), (re.compile("c"), "k"), (re.compile("ч"), "c"),
)  # fmt: skip
_NO_SOUND = re.compile("[^bvgdjsklmnprtfc]")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=16_384)
def sounds(word: str) -> str:
    """The consonants of a word in Cyrillic or Latin letters, one letter a sound."""
    text = word.lower().replace("ё", "е")
    if re.search("[а-яәғқңөұүһі]", text):
        for pattern, written in _RUSSIAN:
            text = pattern.sub(written, text)
        text = text.translate(_CYRILLIC)
    else:
        for pattern, written in _LATIN:
            text = pattern.sub(written, text)
    return _TWICE.sub(r"\1", _NO_SOUND.sub("", text))


def alike(one: str, other: str) -> float:
    """How much two spellings sound alike, from 0 to 1: twice what their consonants share in order, of all of them."""
    from rapidfuzz.fuzz import ratio

    return ratio(sounds(one), sounds(other)) / 100
