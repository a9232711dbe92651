"""Capital letters in English and Kazakh: at the start of a sentence, in names, and not throughout."""

import re
from collections.abc import Iterator

from pipeline.checks.check import Check, Issue, Manifest, Pair

MANIFEST = Manifest(
    "capitals", "Sentences and names begin with a capital letter.", "warning", languages=("kk-Cyrl", "en")
)

_FIRST = re.compile(r"[^\W\d_]")
_SHOUTED = re.compile(r"(?:\b[^\W\d_]{4,}\b[\s,]*){3,}")
_ANY_SHOUTED = re.compile(r"[^\W\d_a-zа-яёәғқңөұүһі]{4}")
_WORD = re.compile(r"[^\W\d_]+")
_INNER_NAME = re.compile(r"([А-ЯЁ](?<=[а-яё,] .)[а-яё]{4,})")
_ALWAYS = re.compile(
    r"\b(?:kazakhstan|kazakh|russian?|chinese|china|beijing|astana|almaty|moscow|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|sunday|january|february|april|june|july|september|october|november|december|english|european?|"
    r"american?|asian?|turkish|uzbek|kyrgyz|tajik|german|french|japanese|british)\b"
)


def build() -> Check:
    """The check."""
    return _check


def _check(pair: Pair) -> Iterator[Issue]:
    ours, theirs = _FIRST.search(pair.source), _FIRST.search(pair.hypothesis)
    if (
        ours
        and theirs
        and ours.group().isupper()
        and theirs.group().islower()
        and not _starts_late(pair.hypothesis, theirs)
    ):
        word = _WORD.match(pair.hypothesis, theirs.start())
        text = word.group() if word else theirs.group()
        yield Issue("warning", "capital-start", {"target": text}, target=(theirs.start(), theirs.start() + len(text)))
    if _ANY_SHOUTED.search(pair.hypothesis) and not any(m.group().isupper() for m in _SHOUTED.finditer(pair.source)):
        for match in _SHOUTED.finditer(pair.hypothesis):
            if match.group().isupper() and pair.source != pair.source.upper():
                yield Issue("warning", "capital-all", {"target": match.group().strip()}, target=match.span())
                break
    yield from _names(pair)


def _starts_late(text: str, first: re.Match[str]) -> bool:
    """A figure or a mark before the first letter: "11-го", "…и", "iPhone" and the like are left alone."""
    return any(sign.isdigit() or sign in ".…" for sign in text[: first.start()]) or bool(
        re.match(r"[a-z][A-Z]", text[first.start() :])
    )


def _names(pair: Pair) -> Iterator[Issue]:
    if pair.language == "en":
        for match in _ALWAYS.finditer(pair.hypothesis):
            before = pair.hypothesis[: match.start()][-1:]
            if before not in {"@", "/", ".", "-", "_", "#"}:
                suggestion = match.group().capitalize()
                yield Issue(
                    "warning", "capital-name", {"target": match.group()}, target=match.span(), suggestion=suggestion
                )
        return
    text = pair.hypothesis.casefold()
    stems = [stem for match in _INNER_NAME.finditer(pair.source) if (stem := match.group(1)[:-2].casefold()) in text]
    theirs = [(word, word.group().casefold()) for word in _WORD.finditer(pair.hypothesis)] if stems else []
    for stem in stems:
        words = [word for word, folded in theirs if folded.startswith(stem)]
        if words and len(stem) > 3 and all(word.group()[0].islower() for word in words):
            word = words[0]
            yield Issue("note", "capital-name", {"target": word.group()}, target=word.span())
