"""Whose words a Russian segment gives: the name that stands by a verb of saying, or before a speaker's colon."""

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.checks.check import Place
from pipeline.names.find import is_name
from pipeline.terms.lemmas import parses

_SAID = re.compile(
    r"\b(?:сказа|заяви|отмети|подчеркну|добави|сообщи|рассказа|поясни|объясни|уточни|напомни|призна|написа|ответи|замети|"
    r"указа|возрази|завери|констатирова|резюмирова|пообеща|предупреди|прокомментирова|призва|объяви|спроси|вспомни|"
    r"поделил|говори|утвержда|счита)(?:л|ла|ли|лась|ся|сь)\b"
    r"|\b(?:говор[ия]т|счита[ею]т|утвержда[ею]т|отмеча[ею]т|подчёркива[ею]т|подчеркива[ею]т|поясня[ею]т|сообща[ею]т|"
    r"рассказыва[ею]т|добавля[ею]т|призна[её]т|напомина[ею]т|уточня[ею]т|объясня[ею]т|замеча[ею]т|вспомина[ею]т|"
    r"пишет|уверена?|убежд[её]на?)\b"
    r"|\b[Пп]о (?:словам|мнению|убеждению|утверждению)\b"
)
_QUOTED = re.compile(r"[«“\"„][^«»“”\"„]*[»”\"]")
_NAME = re.compile(r"\b[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]+(?:-[А-ЯЁ][а-яё]+)?(?: [А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]+){0,2}")
_LINE = re.compile(rf"(?P<name>{_NAME.pattern})(?:, [^.!?«»]+)?:$")
_END = re.compile(r"[.!?…](?=\s)")
_REACH = 70
"""Characters between a verb of saying and who said it, at most: an office may stand there."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """The last word of a speaker's name as it stands in a segment, and where the name stands."""

    word: str
    place: Place


@lru_cache(maxsize=512)  # a source is asked about for each language
def speakers(source: str) -> tuple[Speaker, ...]:
    """Who speaks in a Russian segment, by what stands outside of its quotations; each name once."""
    line = _LINE.fullmatch(source.strip())
    if line is not None and _is_person(line["name"]):
        return (_speaker(line["name"], source.find(line["name"])),)
    hidden = _QUOTED.sub(lambda match: "\x00" * len(match.group()), source)
    if not _SAID.search(hidden):
        return ()
    names = [
        match for match in _NAME.finditer(hidden) if _is_person(match.group(), first=_begins(hidden, match.start()))
    ]
    found: dict[str, Speaker] = {}
    for said in _SAID.finditer(hidden):
        case = "gent" if said.group()[:3].lower() == "по " else "nomn"
        able = [name for name in names if _may_be_in(case, name.group())]
        near = min(able, key=lambda name: _distance(hidden, said, name), default=None)
        if near is not None and _distance(hidden, said, near) <= _REACH:
            speaker = _speaker(near.group(), near.start())
            found.setdefault(speaker.word, speaker)
    return tuple(found.values())


def _is_person(name: str, *, first: bool = False) -> bool:
    """Whether a name is no place's; `first` says that it begins a sentence, where any word has a capital."""
    return is_name(name, first=first) and "Geox" not in parses(name.rsplit(maxsplit=1)[-1].lower())[0].tag


def _may_be_in(case: str, name: str) -> bool:
    """Whether the last word of a name may stand in a case, by pymorphy3: who speaks is a subject."""
    return any(case in parse.tag or "Fixd" in parse.tag for parse in parses(name.rsplit(maxsplit=1)[-1].lower()))


def _speaker(name: str, start: int) -> Speaker:
    return Speaker(name.rsplit(maxsplit=1)[-1], (start, start + len(name)))


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins at a place."""
    before = text[:start].rstrip(" —–-«\x00")
    return not before or before[-1] in ".!?…:"


def _distance(text: str, said: re.Match[str], name: re.Match[str]) -> int:
    """Characters between a verb and a name; more than counts where a sentence ends between them."""
    start, stop = (said.end(), name.start()) if name.start() >= said.end() else (name.end(), said.start())
    return _REACH + 1 if _END.search(text, start, stop) else stop - start
