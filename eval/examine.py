"""What is wrong with texts before any score is worth something. Found and said first; some of it forbids a score."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.errors import UsageError
from models.languages import short

_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_KAZAKH = re.compile(r"[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_WIDE = re.compile(r"[０-９]")

_NAMES = {"zh-Hans": "Chinese", "kk-Cyrl": "Kazakh", "en": "English", "ru": "Russian", "ja": "Japanese"}
_ENOUGH = 20
"""Letters below which nobody can tell a language."""
_SHOWN = 5


class TextsError(UsageError):
    """Texts that must not be scored: the figure would mean something else than it says."""


@dataclass(frozen=True, slots=True)
class Named:
    """The texts of one side, and what a person calls them."""

    name: str
    texts: Sequence[str]
    language: str


def refuse(hypotheses: Sequence[Named], references: Sequence[Named], sources: Sequence[Named] = ()) -> None:
    """Raises TextsError for what makes a score meaningless: counts that differ, nothing at all, the wrong language."""
    columns = [*references, *hypotheses, *sources]
    count = len(columns[0].texts)
    for column in columns:
        if len(column.texts) != count:
            raise TextsError(
                f"{column.name} has {len(column.texts):,} segments and {columns[0].name} {count:,}: "
                "they must stand line by line; for an article that does not, use --article"
            )
        if not any(text.strip() for text in column.texts):
            raise TextsError(f"{column.name} is empty: there is nothing to score")
        found = script(column.texts)
        if found is not None and found != column.language:
            raise TextsError(_wrong(column, found))


def remark(hypotheses: Sequence[Named], references: Sequence[Named], sources: Sequence[Named] = ()) -> list[str]:
    """What a person should know of the texts that may be scored, a sentence each."""
    found: list[str] = []
    for column in (*hypotheses, *references):
        found += [sentence for look in (_empty, _marks, _decomposed) if (sentence := look(column))]
    for hypothesis in hypotheses:
        found += [sentence for look in _PAIRS for reference in references if (sentence := look(hypothesis, reference))]
        found += [sentence for source in sources if (sentence := _untranslated(hypothesis, source))]
    return found


def script(texts: Sequence[str]) -> str | None:
    """The language that the letters of some texts look like, as a BCP 47 tag; None where there are too few of them.

    Latin letters are taken for English and Cyrillic ones for Kazakh or Russian: of these four languages, letters tell.
    """
    text = "".join(texts)
    han, cyrillic, latin = (len(letters.findall(text)) for letters in (_HAN, _CYRILLIC, _LATIN))
    kana = len(_KANA.findall(text))
    if 3 * (han + kana) + cyrillic + latin < _ENOUGH:  # a character says as much as three letters
        return None
    if kana > han / 5 and kana > latin / 4:
        return "ja"
    if 2 * han > max(cyrillic, latin):  # a Chinese word has two characters where the others have six letters
        return "zh-Hans"
    if cyrillic > latin:
        return "kk-Cyrl" if len(_KAZAKH.findall(text)) > cyrillic / 50 else "ru"
    return "en"


def _wrong(column: Named, found: str) -> str:
    looks = f"{column.name} looks like {_NAMES[found]}, not {_NAMES[column.language]}"
    if found == "zh-Hans" and column.language != "zh-Hans":
        return (
            f"{looks}: it would be scored as words parted by spaces, of which Chinese has none, "
            "so that BLEU comes out near 0; give --lang zh"
        )
    return f"{looks}: give --lang {short(found)}" if found in _NAMES and found != "ja" else looks


def _empty(column: Named) -> str:
    places = [number for number, text in enumerate(column.texts, 1) if not text.strip()]
    return f"{column.name}: {_count(places, 'empty segment')}, scored as they are" if places else ""


def _marks(column: Named) -> str:
    places = [number for number, text in enumerate(column.texts, 1) if "\ufeff" in text]
    return f"{column.name}: {_count(places, 'segment')} with a byte order mark inside" if places else ""


def _decomposed(column: Named) -> str:
    places = [n for n, text in enumerate(column.texts, 1) if not unicodedata.is_normalized("NFC", text)]
    if not places:
        return ""
    return (
        f"{column.name}: {_count(places, 'segment')} not in Unicode's NFC: a letter may be two characters there "
        "and one elsewhere, and then counts as another; --nfc composes them before scoring"
    )


def _identical(hypothesis: Named, reference: Named) -> str:
    same = sum(a == b for a, b in zip(hypothesis.texts, reference.texts, strict=True))
    if same == len(hypothesis.texts):
        return f"{hypothesis.name} and {reference.name} are the same texts"
    return ""


def _wide_digits(hypothesis: Named, reference: Named) -> str:
    ours, theirs = (len(_WIDE.findall("".join(column.texts))) for column in (hypothesis, reference))
    if bool(ours) == bool(theirs):
        return ""
    wide = hypothesis if ours else reference
    return f"{wide.name} has full-width digits and the other side has none: ２ and 2 count as different characters"


def _untranslated(hypothesis: Named, source: Named) -> str:
    pairs = zip(hypothesis.texts, source.texts, strict=True)
    places = [n for n, (ours, theirs) in enumerate(pairs, 1) if ours == theirs and _CYRILLIC.search(ours)]
    return f"{hypothesis.name}: {_count(places, 'segment')} left as in the source" if places else ""


_PAIRS: tuple[Callable[[Named, Named], str], ...] = (_identical, _wide_digits)


def _count(places: Sequence[int], what: str) -> str:
    shown = ", ".join(map(str, places[:_SHOWN])) + (", …" if len(places) > _SHOWN else "")
    return f"{len(places):,} {what}{'s' if len(places) > 1 else ''} (line {shown})"
