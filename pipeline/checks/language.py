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
_ENGLISH_WORDS = frozenset("the of and to is that with by from has have are were his their which it".split())
_KAZAKH_ENOUGH, _ENGLISH_ENOUGH = 0.06, 0.06
"""Share of Kazakh's own letters, and of those English words among all, above which there is nothing to ask."""
_ALIKE = {"kk-Cyrl": {"ky", "tt", "ba", "mn", "ru", "uk", "be", "bg", "tg", "mk", "sr"}}


def build(letters: int) -> Check:
    """The check; `letters` as in the manifest."""

    def check(pair: Pair) -> Iterator[Issue]:
        count = sum(map(len, _LETTERS.findall(pair.hypothesis)))
        if count < letters or pair.language == "zh-Hans" or _is_plain(pair, count):
            return
        found = identify(pair.hypothesis)
        if found not in {None, pair.language} and found in _ALIKE.get(pair.language, {found}):
            yield Issue("error", "language", {"found": name(found or "")})

    return check


def _is_plain(pair: Pair, count: int) -> bool:
    """Whether the language's own letters or words say at once that it is the one asked."""
    if pair.language == "kk-Cyrl":
        own = len(_KAZAKH_LETTER.findall(pair.hypothesis))
        return own / count > _KAZAKH_ENOUGH and not re.search(r"[ӊҙҡҫәҗ](?<!ә)", pair.hypothesis)
    own = sum(word in _ENGLISH_WORDS for word in _WORD.findall(pair.hypothesis.lower()))
    return own / (len(pair.hypothesis.split()) or 1) > _ENGLISH_ENOUGH
