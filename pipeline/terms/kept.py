"""Whether a translation has a term, in whatever form its language may give it there."""

import re
from collections.abc import Iterable
from functools import lru_cache

Place = tuple[int, int]

_MARKS = "«»“”„‟\"‘’'`《》"
_DASHES = "-–—‑−"
_SOFT = {"к": "г", "қ": "ғ", "п": "б"}
"""A Kazakh word's last letter before a suffix that begins with a vowel: орталық, орталығы."""
_VOWELS = "аәеёиіоөуұүыэюя"


def find_form(form: str, text: str, language: str) -> Place | None:
    """Where `text` has `form`, or None. Quotation marks, kinds of dash and case (but an abbreviation's) do not count.

    A Kazakh form may have suffixes after it, an English one s or 's; neither begins inside another word.
    """
    found = _pattern(form, language).search(text)
    return found.span() if found else None


def find_first(forms: Iterable[str], text: str, language: str) -> Place | None:
    """Where `text` has one of `forms`, the first that it has; None where it has none."""
    return next((place for form in forms if (place := find_form(form, text, language))), None)


def count_form(forms: Iterable[str], text: str, language: str) -> int:
    """How often the most frequent of `forms` stands in `text`."""
    return max((len(_pattern(form, language).findall(text)) for form in forms), default=0)


@lru_cache(maxsize=32_768)
def _pattern(form: str, language: str) -> re.Pattern[str]:
    words = re.findall(rf"[^\s{re.escape(_MARKS + _DASHES)}]+", form)
    if not words:
        return re.compile(r"(?!)")
    gap = rf"[\s{re.escape(_MARKS + _DASHES)}]*"
    flags = 0 if form.isupper() else re.IGNORECASE
    if language == "zh-Hans":
        return re.compile(gap.join(_chinese(word) for word in words), flags)
    body = gap.join(map(re.escape, words))
    if language == "kk-Cyrl":
        last = words[-1][-1].lower()
        if last in _SOFT and not form.isupper():
            body = body[: -len(re.escape(words[-1][-1]))] + f"(?:{last}|{_SOFT[last]}(?=[{_VOWELS}]))"
        return re.compile(rf"(?<!\w){body}", flags)
    end = "" if form[-1] in "’'" else r"(?:e?s)?(?!\w)"
    return re.compile(rf"(?<!\w){body}{end}", flags)


def _chinese(word: str) -> str:
    """Latin letters inside a Chinese form are a word of their own; characters have no borders."""
    return rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])" if word.isascii() and word.isalpha() else re.escape(word)
