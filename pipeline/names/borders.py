"""Where a name written by its sound may begin and end in Chinese, where nothing marks it.

A name does not stop before a character that is hardly met but in names (斯, 尔), unless that one begins a common word
there (克服, 德语), nor does it begin after one, unless a common word ends there (这里, 华丽).
"""

from collections.abc import Mapping
from functools import lru_cache

from pipeline.names.places import pattern
from pipeline.names.read import read_rows


def may_end(text: str, at: int) -> bool:
    """Whether a name in a Chinese text may end before a place of it."""
    goes_on, _ = _words().get(text[at : at + 1], (None, ""))
    return goes_on is None or text[at + 1 : at + 2] in tuple(goes_on)


def may_begin(text: str, at: int) -> bool:
    """Whether a name in a Chinese text may begin at a place of it."""
    _, comes_before = _words().get(text[at - 1 : at] if at else "", ("", None))
    if comes_before is None or text[at - 2 : at - 1] in tuple(comes_before):
        return True
    return any(match.end() == at for match in pattern("zh-Hans").finditer(text, max(0, at - _LONGEST), at))


_LONGEST = 7
"""Characters of a place that a name stands behind, at most."""


@lru_cache(maxsize=1)
def _words() -> Mapping[str, tuple[str, str]]:
    """By a character of names, what follows it in common words that it begins, and what stands before it in others."""
    return {character: (after, before) for character, after, before in read_rows("borders")[1:]}
