"""Which language a text is in: by its letters where they decide it, by py3langid where they do not."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from pipeline.article import Block, Finding
from pipeline.common_words import common_words

_HAN = re.compile(r"[\u3400-\u9fff]+")
_KANA_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_NOT_PLAIN = re.compile(r"[^\x00-\x7f«»°\u2000-\u206f№€]")
_SMALL_WORD = re.compile(r"\b[a-z]{4,}\b")
_NOT_CYRILLIC = re.compile(r"[^\W\d_\u0400-\u052f]")
_NOT_RUSSIAN = re.compile(r"[\u0400-\u0400\u0402-\u040f\u0450\u0452-\u052f]")
_KAZAKH = re.compile(r"[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
_RUSSIAN_ONLY = re.compile("[ыэёЫЭЁ]")
"""Of the languages written with nothing but Russian's letters, Bulgarian lacks these."""

_ENGLISH_WORDS = frozenset("the of and that with from has have are were his their which it".split())
_ENGLISH_ENOUGH = 0.06
"""Share of those words, which its neighbours do not have, above which a text in plain letters is English."""
_COMMON_ENOUGH, _COMMON_FEWEST = 0.7, 4
"""The same of English's common words, among those in small letters that are longer than three."""

_SHORT = 200
"""Letters below which a text in the Russian alphabet is taken to be Russian: too few to tell a relative of it."""

_LONG = 120
"""Letters of a block whose language can be told from its text alone."""

_TAGS = {"ru": "ru", "kk": "kk-Cyrl", "en": "en", "zh": "zh-Hans"}

_NAMES = {
    "ru": "Russian", "kk-Cyrl": "Kazakh", "en": "English", "zh-Hans": "Chinese", "uk": "Ukrainian", "be": "Belarusian",
    "bg": "Bulgarian", "mk": "Macedonian", "sr": "Serbian", "ky": "Kyrgyz", "tg": "Tajik", "tt": "Tatar", "ba":
    "Bashkir", "mn": "Mongolian", "uz": "Uzbek", "az": "Azerbaijani", "tr": "Turkish", "tk": "Turkmen", "de": "German",
    "fr": "French", "es": "Spanish", "it": "Italian", "pl": "Polish", "ja": "Japanese", "ko": "Korean", "ar": "Arabic",
    "fa": "Persian",
}  # fmt: skip
_CANDIDATES = sorted({tag.partition("-")[0] for tag in _NAMES})


def identify(text: str) -> str | None:
    """The BCP 47 tag of a text's language ("ru", "kk-Cyrl", "en", "zh-Hans", or another's subtag); None: no letters."""
    if _RUSSIAN_ONLY.search(text) and not _NOT_CYRILLIC.search(text) and not _NOT_RUSSIAN.search(text):
        return "ru"  # nearly every text
    if not _NOT_PLAIN.search(text) and _is_plain_english(text):
        return "en"
    return _by_letters(text)


def _by_letters(text: str) -> str | None:
    """By which letters a text has most of, and by the model where those are several languages'."""
    cyrillic, letters = _count(_CYRILLIC, text), _count(_LETTERS, text)
    if not letters:
        return None
    if not _NOT_RUSSIAN.search(text):
        if cyrillic > len(text) / 2 and _RUSSIAN_ONLY.search(text):
            return "ru"  # with names in other letters
        if cyrillic > letters / 2 and (cyrillic < _SHORT or _RUSSIAN_ONLY.search(text)):
            return "ru"
    if _count(_HAN, text) > letters / 2 and not _KANA_HANGUL.search(text):
        return "zh-Hans"
    if _count(_LATIN, text) > 2 * cyrillic:
        text = _CYRILLIC.sub("", text)  # a name in Kazakh letters makes no Kazakh of an English sentence
    return _of_all(text)


def name(tag: str) -> str:
    """The English name of a language that `identify` gave."""
    return _NAMES.get(tag, tag)


def is_in(text: str, language: str) -> bool:
    """Whether a segment of a Russian article stands there in `language` already, so that it needs no translation.

    A word or two in Latin letters (a brand, a name) pass for English, in which they may stand as they are.
    """
    if language == "zh-Hans":
        return bool(_HAN.search(text)) and not _LATIN.search(text) and not _CYRILLIC.search(text)
    if language == "en":
        if not _LATIN.search(text) or _CYRILLIC.search(text) or _HAN.search(text):
            return False
        return len(text.split()) < 3 or identify(text) == "en"
    if language == "kk-Cyrl" and _KAZAKH.search(text):
        scores = dict(_identifier().rank(text))
        return bool(scores["kk"] > scores["ru"])
    return False


def mixed_languages(blocks: Sequence[Block], language: str, said: str = "") -> Iterator[Finding]:
    """A finding for each long block that is in another language than the article, and for a wrong word about it.

    `said` is the language that the item itself names.
    """
    named = said.partition("-")[0].lower()
    if named and named != language.partition("-")[0]:
        yield Finding("language", "warning", f"the item says that it is in {said!r}; its text is in {name(language)}")
    for index, block in enumerate(blocks):
        found = identify(block.text) if len(block.text) >= _LONG else None
        if found not in {None, language} and _count(_LETTERS, block.text) >= _LONG:
            message = f"this part of the article is in {name(found or '')}, not in {name(language)}"
            yield Finding("language", "warning", message, block=index)


def _of_all(text: str) -> str:
    """The language of a text as a model of all languages has it. It takes half a second to load."""
    code = str(_identifier().classify(text)[0])
    return _TAGS.get(code, code)


def _is_plain_english(text: str) -> bool:
    """Whether words say at once that a text is English."""
    if sum(map(_ENGLISH_WORDS.__contains__, text.lower().split())) > _ENGLISH_ENOUGH * len(text.split()):
        return True
    words = _SMALL_WORD.findall(text)
    return len(words) >= _COMMON_FEWEST and sum(map(common_words().__contains__, words)) >= _COMMON_ENOUGH * len(words)


def _count(runs: re.Pattern[str], text: str) -> int:
    """How many characters stand in the runs that a pattern finds."""
    return sum(map(len, runs.findall(text)))


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # half a second: only for texts that need it

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(_CANDIDATES)
    return identifier
