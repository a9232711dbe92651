"""What can be seen to be wrong with a hypothesis without knowing the language: it is empty, cut off, in a loop, or in
the wrong script. The translate stage tries such a hypothesis again, and tells the editor when it stays bad.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import eq

from models.engine import Hypothesis
from pipeline.article import Severity

_WORD = re.compile(r"\w+")
_WORD_OR_HAN = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")
_CYRILLIC_LETTERS, _HAN_LETTERS = "Ѐ-ԯ", r"\u3400-\u9fff"
_ARABIC_LETTERS = r"\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"
_CYRILLIC = re.compile(rf"[{_CYRILLIC_LETTERS}]+(?:[-’'][{_CYRILLIC_LETTERS}]+)*")
_HAN, _ARABIC = re.compile(rf"[{_HAN_LETTERS}]+"), re.compile(rf"[{_ARABIC_LETTERS}]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")

_FOREIGN = {
    "zh-Hans": (_CYRILLIC, _ARABIC),
    "en": (_CYRILLIC, _HAN, _ARABIC),
    "kk-Cyrl": (_HAN, _ARABIC),
}
_ANY_FOREIGN = {
    "zh-Hans": re.compile(rf"[{_CYRILLIC_LETTERS}{_ARABIC_LETTERS}]"),
    "en": re.compile(rf"[{_CYRILLIC_LETTERS}{_HAN_LETTERS}{_ARABIC_LETTERS}]"),
    "kk-Cyrl": re.compile(rf"[{_HAN_LETTERS}{_ARABIC_LETTERS}]"),
}
_ALONE = 3
_OWN = {"zh-Hans": _HAN, "en": _LATIN, "kk-Cyrl": _CYRILLIC}

LOOP_TIMES = 3
"""An expression said this often in a row, and not in the source, is a loop."""
_LOOP_LONGEST = 8


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a hypothesis; `start` and `stop` say where in its text, 0 and 0 where it is the whole."""

    check: str
    severity: Severity
    message: str
    start: int = 0
    stop: int = 0


def judge(source: str, hypothesis: Hypothesis, target: str) -> tuple[Fault, ...]:
    """The faults of a hypothesis, the worst first. An "error" means that it cannot stand as a translation."""
    text = hypothesis.text
    if not _WORD.search(text):
        return (Fault("empty", "error", hypothesis.failure or "the model gave no translation"),)
    faults = [*_loops(source, text, target), *_scripts(source, text, target)]
    if hypothesis.failure:
        faults.append(Fault("unusable", "error", hypothesis.failure))
    if not hypothesis.complete:
        faults.append(Fault("cut-off", "error", "the model did not end the sentence: its end is missing"))
    return tuple(sorted(faults, key=lambda fault: fault.severity != "error"))


def why_not(source: str, hypothesis: Hypothesis, target: str) -> str:
    """Why a hypothesis cannot stand as a translation, in a sentence; empty where it can."""
    return next((fault.message for fault in judge(source, hypothesis, target) if fault.severity == "error"), "")


def badness(faults: tuple[Fault, ...]) -> tuple[int, int]:
    """Orders hypotheses: errors count first, then how many faults there are. Lower is better."""
    return sum(fault.severity == "error" for fault in faults), len(faults)


def _loops(source: str, text: str, target: str) -> list[Fault]:
    worst = max(runs(text, target), default=None)
    if worst is None:
        return []
    times, start, stop = worst
    if times <= max((times for times, _, _ in runs(source, "ru")), default=1):
        return []
    return [Fault("loop", "error", f"the model repeats itself {times} times in a row", start, stop)]


@lru_cache(maxsize=1024)  # a source is asked about for each language, a hypothesis by the checks again
def runs(text: str, language: str) -> tuple[tuple[int, int, int], ...]:
    """Expressions that stand at least `LOOP_TIMES` times in a row: how often, and from where to where."""
    tokens, again = read_tokens(text, language)  # a run of n has (times - 1) * n tokens that came before
    sizes = [
        size
        for size in range(1, min(_LOOP_LONGEST, again // (LOOP_TIMES - 1)) + 1)
        if sum(map(eq, tokens, tokens[size:])) >= (LOOP_TIMES - 1) * size
    ]
    return _runs(list(token_pattern(language).finditer(text)), sizes) if sizes else ()  # nearly no hypothesis


def token_pattern(language: str) -> re.Pattern[str]:
    """Words; of Chinese each character."""
    return _WORD_OR_HAN if language == "zh-Hans" else _WORD


@lru_cache(maxsize=512)  # asked again by the check of loops
def read_tokens(text: str, language: str) -> tuple[list[str], int]:
    """The tokens of a text without case, and how many of them came before."""
    tokens = token_pattern(language).findall(text.casefold())
    return tokens, len(tokens) - len(set(tokens))


def _runs(matches: list[re.Match[str]], sizes: list[int]) -> tuple[tuple[int, int, int], ...]:
    tokens = [match.group().casefold() for match in matches]
    runs = []
    for size in sizes:
        first = 0
        while first + LOOP_TIMES * size <= len(tokens):
            times = 1
            while tokens[first : first + size] == tokens[first + times * size : first + (times + 1) * size]:
                times += 1
            if times >= LOOP_TIMES and not all(token.isdecimal() for token in tokens[first : first + size]):
                runs.append((times, matches[first].start(), matches[first + times * size - 1].end()))
            first += (times - 1) * size + 1
    return tuple(runs)


def _scripts(source: str, text: str, target: str) -> list[Fault]:
    if _ANY_FOREIGN[target].search(text):
        foreign = [match for pattern in _FOREIGN[target] for match in pattern.finditer(text)]
        own = sum(map(len, _OWN[target].findall(text)))
        if sum(len(match.group()) for match in foreign) > own:
            return [Fault("script", "error", f"the translation is not written in the script of {target}")]
        first = min(foreign, key=lambda match: match.start())
        words = ", ".join(dict.fromkeys(match.group() for match in foreign))
        return [Fault("script", "warning", f"left in another script: {words}", first.start(), first.end())]
    # A name in Latin letters or a figure may stand alone in any language; a whole sentence may not.
    if not _OWN[target].search(text) and len(_CYRILLIC.findall(source)) > _ALONE:
        return [Fault("script", "error", f"nothing in the translation is written in the script of {target}")]
    return []
