"""Language: the translation is in the language asked, and not in a relative of it that uses the same letters."""

import re
from collections.abc import Iterator

from pipeline.checks.check import Check, Issue, Manifest, Pair, Parameter
from pipeline.identify import identify, name

MANIFEST = Manifest(
    "language",
    "The translation is in the language asked.",
    "error",
    (Parameter("letters", 50, "Letters below which a text is too short to tell its language."),),
)
_LETTERS, _WORD = re.compile(r"[^\W\d_]+"), re.compile(r"\w+")
_KAZAKH_LETTER = re.compile(r"[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
_ANOTHERS_LETTER = re.compile(r"[ӊҙҡҫәҗ](?<!ә)")
_ENGLISH_WORDS = frozenset("the of and to is that with by from has have are were his their which it".split())
_KAZAKH_ENOUGH, _ENGLISH_ENOUGH = 0.06, 0.06
"""Share of Kazakh's own letters, and of those English words among all, above which there is nothing to ask."""
_ALIKE = {"kk-Cyrl": {"ky", "tt", "ba", "mn", "ru", "uk", "be", "bg", "tg", "mk", "sr"}}


def build(letters: int) -> Check:
    """The check; `letters` as in the manifest."""

    def check(pair: Pair) -> Iterator[Issue]:
        if pair.language == "zh-Hans":
            return
        if len(pair.hypothesis) < letters or _is_plain(pair) or _count(pair.hypothesis) < letters:
            return
        found = identify(pair.hypothesis)
        if found not in {None, pair.language} and found in _ALIKE.get(pair.language, {found}):
            yield Issue("error", "language", {"found": name(found or "")})

    return check


def _is_plain(pair: Pair) -> bool:
    """Whether the language's own letters or words say at once that it is the one asked."""
    if pair.language == "kk-Cyrl":
        own = len(_KAZAKH_LETTER.findall(pair.hypothesis))
        return (
            own > _KAZAKH_ENOUGH * len(pair.hypothesis) or own > _KAZAKH_ENOUGH * _count(pair.hypothesis)
        ) and not _ANOTHERS_LETTER.search(pair.hypothesis)
    own = sum(map(_ENGLISH_WORDS.__contains__, _WORD.findall(pair.hypothesis.lower())))
    return own / (len(pair.hypothesis.split()) or 1) > _ENGLISH_ENOUGH


def _count(text: str) -> int:
    """How many letters there are."""
    return sum(map(len, _LETTERS.findall(text)))
