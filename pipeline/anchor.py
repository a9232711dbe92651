"""Words of a Russian sentence that can be recognised in its translation without knowing the language: numbers, names,
words of common origin, quoted titles.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

_WORD = re.compile(r"\d+(?:[.,:]\d+)*%?|[^\W\d_]+(?:[-’'][^\W\d_]+)*|[«„“\"”»《》]")
_HAN_WORD = re.compile(r"\d+(?:[.,:]\d+)*%?|[\u3400-\u9fff]|(?:(?![\u3400-\u9fff])[^\W\d_])+|[«„“\"”»《》]")
_OPENING = "«„“《"
_CLOSING = "»”》"
_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
        "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
        "я": "ya", "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i",
    }
)  # fmt: skip
_SOUNDS = (
    (r"kh|h", "h"),
    (r"ck|c(?!h)|q", "k"),
    (r"ph", "f"),
    (r"w", "v"),
    (r"x", "ks"),
    (r"j|dzh", "zh"),
    (r"y|i", "i"),
    (r"(.)\1", r"\1"),
)
_RELATED = 0.62
"""Two words whose spellings are at least this alike (Ratcliff and Obershelp) are taken to be one."""
_SHORTEST = 3
_DISTANCE = 0.35
"""What a pair loses when one stands at the start of its sentence and the other at the end."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, a quotation mark, or a Chinese character, and where it stands."""

    start: int
    stop: int
    text: str


def tokens(text: str, language: str) -> list[Token]:
    """The tokens of a sentence in their order."""
    pattern = _HAN_WORD if language == "zh-Hans" else _WORD
    return [Token(m.start(), m.end(), m.group()) for m in pattern.finditer(text)]


def anchors(ours: Sequence[Token], theirs: Sequence[Token], language: str) -> dict[int, int]:
    """Source tokens that are surely one with a target token, each with one at most: index by index."""
    found = []
    for i, our in enumerate(ours):
        for j, their in enumerate(theirs):
            score = likeness(our.text, their.text, language)
            if score:
                apart = abs((i + 0.5) / len(ours) - (j + 0.5) / len(theirs))
                found.append((score - _DISTANCE * apart, i, j))
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in sorted(found, reverse=True):
        if i not in pairs and j not in used:
            pairs[i] = j
            used.add(j)
    return pairs


@lru_cache(maxsize=8192)
def likeness(ours: str, theirs: str, language: str) -> float:
    """How sure it is that one word renders the other, 0 to 1; 0 below what counts."""
    if ours in _OPENING or theirs in _OPENING or ours in _CLOSING or theirs in _CLOSING:
        return 0.9 if (ours in _OPENING and theirs in _OPENING) or (ours in _CLOSING and theirs in _CLOSING) else 0.0
    if ours[0].isdigit() or theirs[0].isdigit():
        return 1.0 if re.sub(r"[.,%]", "", ours) == re.sub(r"[.,%]", "", theirs) else 0.0
    if ours.casefold() == theirs.casefold():
        return 1.0
    if min(len(ours), len(theirs)) < _SHORTEST:
        return 0.0
    if language == "kk-Cyrl" and _prefix(ours.casefold(), theirs.casefold()):
        return 0.95
    alike = _alike(_sound(ours), _sound(theirs))
    return alike if alike >= _RELATED else 0.0


def _prefix(ours: str, theirs: str) -> bool:
    """Kazakh takes Russian's names and loans with endings of its own: what they begin with is the same."""
    size = next((i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
    return size >= 4 and size >= 0.6 * min(len(ours), len(theirs))


def _alike(ours: str, theirs: str) -> float:
    """How alike two words sound; Russian's ending counts for little, so the longer word is cut to the shorter one."""
    size = min(len(ours), len(theirs))
    if not size or ours[0] != theirs[0]:
        return 0.0
    whole = SequenceMatcher(None, ours, theirs, autojunk=False).ratio()
    stem = SequenceMatcher(None, ours[: size + 1], theirs[: size + 1], autojunk=False).ratio()
    return min(0.95, max(whole, 0.95 * stem))


@lru_cache(maxsize=8192)
def _sound(word: str) -> str:
    """A word in Latin letters, as it roughly sounds."""
    word = word.casefold().translate(_LATIN)
    for pattern, sound in _SOUNDS:
        word = re.sub(pattern, sound, word)
    return word
