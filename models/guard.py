"""What a language model wraps around a translation, or gives in place of one: recognised, taken off or refused.

A translation model can only translate; a language model may greet, explain, refuse, repeat its instructions, answer in
another language or stop in the middle. What can safely be taken off is taken off; the rest is refused with a reason,
and the engine asks again.
"""

import re
from dataclasses import dataclass

_THOUGHT = re.compile(r"<(think|thought|reasoning)>.*?(?:</\1>|\Z)\s*", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"\A```[^\n`]*\n(.*?)\n?```\Z", re.DOTALL)


def _beginning(*phrases: str) -> re.Pattern[str]:
    """Any of the phrases at the beginning, after marks and spaces, in small or capital letters."""
    return re.compile(rf"\A\W*(?:{'|'.join(phrases)})", re.IGNORECASE)


_OPENING = _beginning(
    *("sure", "certainly", "of course", r"okay\b", r"ok\b", "here(?: is|['’]s)", "below is", "the translation"),
    *("конечно", "вот (?:перевод|ваш)", "перевод:"),
    *("міне", "әрине", "аударма:"),
    *("好的", "当然", "以下是", "这是", "翻译如下", "译文如下"),
)
"""How a line begins that announces a translation: English, Russian, Kazakh, Chinese."""

_CLOSING = _beginning(
    *(r"notes?\b", "explanation", "let me know", "i hope", "please (?:note|let)", "if you (?:need|have)", "feel free"),
    *("примечани", "пояснени", "если (?:вам|нужно)"),
    *("ескерту", "түсініктеме"),
    *("注[:：意]", "说明", "解释", "如(?:果|需)", "希望"),
)
"""How a line begins that comments on a translation."""

_REFUSAL = _beginning(
    *("i(?:['’]m| am) (?:sorry|unable|not able)", "sorry,? (?:but )?i", "i can(?:no|['’])t", "i won['’]t", "as an ai"),
    *("я не могу", "к сожалению, я не", "извините, (?:но )?я", "как (?:ии|искусственный)"),
    *("кешіріңіз", "мен .{0,30}алмаймын"),
    *("(?:很)?抱歉", "对不起", "我(?:无法|不能)", "作为(?:一个)?(?:ai|人工智能)"),
)
"""How an answer begins that is no translation but an apology."""

_LANGUAGES = "english|kazakh|(?:simplified )?chinese"
_LABEL = re.compile(
    rf"\A\W*(?:(?:the )?(?:{_LANGUAGES})? ?translation|{_LANGUAGES}|translated text|перевод|аударма(?:сы)?|қазақша|"
    r"译文|翻译|中文|英文)(?: \([^)\n]*\))?\W{0,3}[:：]\W{0,3}(?=\S)",
    re.IGNORECASE,
)
"""A name for what follows: "Translation:"."""

_QUOTES = {'"': '"', "“": "”", "«": "»", "「": "」", "'": "'"}

_SCRIPTS = {
    "zh-Hans": re.compile(r"[\u3400-\u9fff]"),
    "en": re.compile(r"[A-Za-z]"),
    "kk-Cyrl": re.compile(r"[\u0400-\u052f]"),
    "ru": re.compile(r"[\u0400-\u052f]"),
}
_LETTER = re.compile(r"[^\W\d_]")
_KAZAKH = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)
_LONG = 60
"""So many Cyrillic letters without one that only Kazakh has are not Kazakh: about one in nine is such a letter."""
_WORDS_ECHOED = 6


@dataclass(frozen=True, slots=True)
class Verdict:
    """The translation in an answer; or `reason`, why there is none that can be used."""

    text: str
    reason: str = ""


def inspect(answer: str, text: str, target: str, instruction: str) -> Verdict:
    """The translation of `text` into `target` (BCP 47) in an answer to a message with this instruction."""
    found = _unwrap(answer, text)
    if not found:
        return Verdict("", "an empty answer" if not answer.strip() else "talk in place of a translation")
    for reason, holds in (
        ("a refusal", bool(_REFUSAL.match(found)) and not _REFUSAL.match(text)),
        ("its own instructions", _echoes(found, instruction, text)),
        ("the source as it was", found == text.strip() and _needs_translation(text, target)),
        ("another language or script", not _is_in(found, text, target)),
        ("talk beside the translation", _rows(found) > _rows(text)),
        ("far more than a translation", len(found) > 200 + 5 * len(text)),
    ):
        if holds:
            return Verdict(found, reason)
    return Verdict(found)


def _unwrap(answer: str, text: str) -> str:
    """The answer without thoughts, fences, labels, and lines before and after that speak about the translation."""
    found = _THOUGHT.sub("", answer).strip()
    rows = [row for row in found.splitlines() if row.strip()]
    while len(rows) > 1 and _OPENING.match(rows[0]) and not _OPENING.match(text):
        rows.pop(0)
    while len(rows) > 1 and _CLOSING.match(rows[-1]) and not _CLOSING.match(text):
        rows.pop()
    found = "\n".join(rows).strip()
    if fenced := _FENCE.match(found):
        found = fenced.group(1).strip()
    label = _LABEL.match(found)
    if label and not _LABEL.match(text):
        found = found[label.end() :].strip()
    found = found.removeprefix("**").removesuffix("**").strip()
    return _unquote(found, text.strip())


def _unquote(found: str, text: str) -> str:
    closing = _QUOTES.get(found[:1])
    bare = len(found) > 2 and closing is not None and found.endswith(closing) and closing not in found[1:-1]
    return found[1:-1].strip() if bare and text[:1] not in _QUOTES else found


def _echoes(found: str, instruction: str, text: str) -> bool:
    """Whether a run of words of the instruction stands in the answer, and not in the text itself."""
    words = instruction.split()
    runs = [" ".join(words[i : i + _WORDS_ECHOED]) for i in range(len(words) - _WORDS_ECHOED + 1)]
    if not runs:
        runs = [instruction] if instruction else []
    spaced = " ".join(found.split())
    return any(run in spaced and run not in text for run in runs)


def _needs_translation(text: str, target: str) -> bool:
    """Whether a text cannot stay as it is: words in Cyrillic, or a whole sentence in letters not of the target's."""
    if len(_SCRIPTS["ru"].findall(text)) > 3:
        return True
    letters = _LETTER.findall(text)
    return len(text.split()) > 3 and len(_SCRIPTS[target].findall(text)) * 2 < len(letters)


def _is_in(found: str, text: str, target: str) -> bool:
    """Whether at least half of the letters are of the target's script; names and figures alone may be in any."""
    letters = _LETTER.findall(found)
    own = len(_SCRIPTS[target].findall(found))
    if not _needs_translation(text, target):
        return True
    if target == "zh-Hans":
        # A Chinese character says about as much as three letters of a name in Latin ones.
        return own * 4 >= len(letters)
    if own * 2 < len(letters):
        return False
    return target != "kk-Cyrl" or own < _LONG or bool(_KAZAKH.search(found))


def _rows(text: str) -> int:
    return sum(1 for row in text.splitlines() if row.strip())
