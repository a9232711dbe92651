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
_LETTERS = re.compile(r"[^\W\d_]+")
_KAZAKH_LETTER = re.compile(r"[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
_ANOTHERS_LETTER = re.compile(r"[ӊҙҡҫәҗ](?<!ә)")
_KAZAKH_ENOUGH = 0.06
"""Share of Kazakh's own letters above which there is nothing to ask."""
_ALIKE = {"kk-Cyrl": {"ky", "tt", "ba", "mn", "ru", "uk", "be", "bg", "tg", "mk", "sr"}}


def build(letters: int) -> Check:
    """The check; `letters` as in the manifest."""

    def check(pair: Pair) -> Iterator[Issue]:
        if pair.language == "zh-Hans":
            return
        if len(pair.hypothesis) < letters or _is_kazakh(pair) or _count(pair.hypothesis) < letters:
            return
        found = identify(pair.hypothesis)
        if found not in {None, pair.language} and found in _ALIKE.get(pair.language, {found}):
            yield Issue("error", "language", {"found": name(found or "")})

    return check


def _is_kazakh(pair: Pair) -> bool:
    """Whether Kazakh's own letters say at once that what should be Kazakh is."""
    if pair.language != "kk-Cyrl":
        return False
    own = len(_KAZAKH_LETTER.findall(pair.hypothesis))
    return (
        own > _KAZAKH_ENOUGH * len(pair.hypothesis) or own > _KAZAKH_ENOUGH * _count(pair.hypothesis)
    ) and not _ANOTHERS_LETTER.search(pair.hypothesis)


def _count(text: str) -> int:
    """How many letters there are."""
    return sum(map(len, _LETTERS.findall(text)))
