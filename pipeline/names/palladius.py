"""Chinese names between Russian letters and pinyin, by the Palladius system (the table is `seeds/names/palladius.tsv`).

Russian writes the syllables of a word together. A hard н ends a syllable only before a consonant, ъ or the end of the
word: before a vowel it begins the next one (Цзинань is ji-nan, Чанъань is chang-an).
"""

from collections.abc import Mapping
from functools import lru_cache

from pipeline.names.read import read_rows

_VOWELS = "аеёиоуыэюя"
_LONGEST = 6
"""Letters of the longest syllable: чжуань, чжуан and шуань come near it."""


@lru_cache(maxsize=1)
def to_pinyin_table() -> Mapping[str, str]:
    """Russian syllable -> pinyin, further spellings in use among them (хой for хуэй)."""
    rows = read_rows("palladius")[1:]
    table = {russian: pinyin for pinyin, russian, _ in rows}
    return table | {also: pinyin for pinyin, _, also in rows if also}


@lru_cache(maxsize=1)
def to_russian_table() -> Mapping[str, str]:
    """Pinyin syllable (ü as ü) -> Russian."""
    return {pinyin: russian for pinyin, russian, _ in read_rows("palladius")[1:]}


def syllables(word: str) -> tuple[str, ...]:
    """The pinyin syllables of a word in Russian letters; empty where it is no Chinese word. The fewest there can be."""
    return _split(word.lower().replace("ё", "е"))


@lru_cache(maxsize=4096)
def _split(word: str) -> tuple[str, ...]:
    table = to_pinyin_table()
    best: dict[int, tuple[str, ...]] = {len(word): ()}
    for start in range(len(word) - 1, -1, -1):
        options = []
        for stop in range(start + 1, min(len(word), start + _LONGEST) + 1):
            piece, after = word[start:stop], word[stop : stop + 1]
            following = stop + 1 if after == "ъ" else stop
            if piece in table and following in best and not (piece.endswith("н") and after and after in _VOWELS):
                options.append((table[piece], *best[following]))
        if options:
            best[start] = min(options, key=len)
    return best.get(0, ()) if word else ()


def pinyin(word: str) -> str:
    """A word in pinyin as it is written in a name (Цзиньпин -> Jinping, Сиань -> Xi'an); empty where it is none."""
    found = syllables(word)
    joined = "".join(("'" if i and s[0] in "aoe" else "") + s for i, s in enumerate(found))
    return joined[:1].upper() + joined[1:]


def russian(word: str) -> str:
    """A word in pinyin, in Russian letters (Jinping -> Цзиньпин); empty where it is no pinyin."""
    found = _split_pinyin(word.lower())
    table = to_russian_table()
    written = ""
    for syllable in found:
        piece = table[syllable]
        written += ("ъ" if written.endswith("н") and piece[0] in _VOWELS else "") + piece
    return written[:1].upper() + written[1:]


@lru_cache(maxsize=4096)
def _split_pinyin(word: str) -> tuple[str, ...]:
    table = to_russian_table()
    best: dict[int, tuple[str, ...]] = {len(word): ()}
    for start in range(len(word) - 1, -1, -1):
        options = []
        for stop in range(start + 1, min(len(word), start + _LONGEST) + 1):
            piece, after = word[start:stop], word[stop : stop + 1]
            following = stop + 1 if after == "'" else stop
            # Without an apostrophe a vowel takes the consonant before it: Jinan is ji-nan.
            if piece in table and following in best and not (piece[-1] in "ng" and after and after in "aoe"):
                options.append((piece, *best[following]))
        if options:
            best[start] = min(options, key=len)
    return best.get(0, ()) if word else ()
