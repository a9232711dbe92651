"""A name that no lexicon has, in a target language by the rule that fits its bearer.

| bearer | English | Kazakh | Chinese |
| Chinese | pinyin, by Palladius | as Russian writes it | pinyin: characters are never invented |
| Kazakh | as Kazakhstan's passports | letters restored from the lexicon | by the syllable table |
| of a Slavic name | BGN/PCGN | as Russian writes it | by the syllable table |
| any other | BGN/PCGN, only proposed | as Russian writes it, only proposed | – |
"""

from dataclasses import dataclass
from typing import Literal

from pipeline.names.hanzi import transcribe
from pipeline.names.kazakh import restore_letters
from pipeline.names.latin import also_romanised, romanise
from pipeline.names.palladius import pinyin
from pipeline.names.person import Person

Doubt = Literal["", "characters-unknown", "by-table", "by-letters"]
"""Why a person should confirm a form: its characters are unknown, it is by the Chinese table, or letter by letter."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A form to write, others as good, and what is doubtful about it. A `sure` form may replace what a model wrote."""

    form: str
    accepted: tuple[str, ...] = ()
    doubt: Doubt = ""
    sure: bool = True


def render(who: Person, language: str) -> Rendering | None:
    """The form of a person's name in a target language (BCP 47), None where no rule gives one."""
    return {"en": _english, "kk-Cyrl": _kazakh, "zh-Hans": _chinese}[language](who)


def _english(who: Person) -> Rendering:
    if who.origin == "chinese":
        return Rendering(" ".join(map(pinyin, who.words)))
    forms = [[romanise(word), *also_romanised(word)] for word in who.words]
    also = (" ".join(f[min(i, len(f) - 1)] for f in forms) for i in range(1, max(map(len, forms))))
    surname = (forms[-1][0],) if len(forms) > 1 else ()
    sure = who.origin != "other"
    return Rendering(" ".join(f[0] for f in forms), (*also, *surname), doubt="" if sure else "by-letters", sure=sure)


def _kazakh(who: Person) -> Rendering:
    written = [restore_letters(word) or word for word in who.words] if who.origin == "kazakh" else list(who.words)
    accepted = (written[-1],) if len(written) > 1 else ()
    known = who.origin != "kazakh" or all(map(restore_letters, who.words))
    return Rendering(" ".join(written), accepted, doubt="" if known else "by-letters", sure=who.origin != "other")


def _chinese(who: Person) -> Rendering | None:
    if who.origin == "chinese":
        return Rendering(" ".join(map(pinyin, who.words)), doubt="characters-unknown")
    if who.origin == "other":
        return None
    parts = [transcribe(word, woman=who.woman) for word in who.words if not word.lower().endswith(_PATRONYMIC)]
    if not all(parts) or not parts:
        return None
    accepted = (parts[-1],) if len(parts) > 1 else ()
    return Rendering("·".join(parts), accepted, doubt="by-table")


_PATRONYMIC = ("ович", "евич", "овна", "евна", "ична")
