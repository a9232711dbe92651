"""A phrase that was translated alone, found again in the translation of its sentence."""

from collections import Counter
from collections.abc import Sequence

from pipeline.anchor import tokens

_ENOUGH = 0.5
"""The share of words (F1) that a place must have in common with the phrase to be taken for it."""
_STEM = 4
_LONGEST = 24
"""Words of a phrase; a longer one is most of its sentence, and is found by its ends."""


def find(phrase: str, target: str, language: str, near: float) -> tuple[int, int] | None:
    """The first and last token of `target` that say the phrase; None where nothing there is like it.

    `near` is where it is expected, a share of the target's tokens: of places that are alike, the nearest is taken.
    """
    wanted = [token.text.casefold() for token in tokens(phrase, language) if token.text[0].isalnum()]
    theirs = tokens(target, language)
    if not wanted or not theirs or len(wanted) > _LONGEST:
        return None
    keys = [_key(token.text, language) for token in theirs]
    aim = Counter(_key(word, language) for word in wanted)
    best: tuple[float, int, int, int] | None = None
    likely = [place for place, key in enumerate(keys) if key in aim]  # the best place begins and ends with such a word
    for start in likely:
        for stop in (place + 1 for place in likely if start <= place < start + 2 * len(wanted)):
            score = _f1(aim, keys[start:stop])
            apart = abs((start + stop) / 2 / len(theirs) - near)
            found = (score - 0.2 * apart, start - stop, start, stop - 1)
            if score >= _ENOUGH and (best is None or found[:2] > best[:2]):
                best = found
    return (best[2], best[3]) if best else None


def _f1(aim: Counter[str], keys: Sequence[str]) -> float:
    common = sum((aim & Counter(keys)).values())
    return 2 * common / (sum(aim.values()) + len(keys))


def _key(word: str, language: str) -> str:
    """A word without its ending: English and Kazakh change it, and one translation may say it otherwise."""
    word = word.casefold()
    return word if language == "zh-Hans" or word[0].isdigit() else word[:_STEM]
