"""The restore stage: what an engine did not write as it must be is put right where that is safe.

A model that cannot be told its terms, or that had no place for one, may still have come near: a word that looks like
the form but for a few letters (Kazhybaeva, Синь Хуа) is the name misspelt and is replaced. An address that is missing
is added at the end. Anything else is left to the checks.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from pipeline.protect import Protected
from pipeline.terms.kept import find_first

NEAR = 0.75
"""difflib's ratio, from 0 to 1, from which a word is a form misspelt."""
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_END = re.compile(r"[.。!！?？…:：;；\s]*$")


def restore(text: str, protected: Sequence[Protected], language: str) -> str:
    """A hypothesis with the names it misspelt in their right form, and with every address of the source."""
    for entry in protected:
        if entry.kind == "address":
            text = text if entry.form in text else _append(text, entry.form)
        elif entry.sure and entry.kind != "term" and find_first(entry.forms, text, language) is None:
            text = _respell(text, entry.form, [other.form for other in protected])
    return text


def _respell(text: str, form: str, others: Iterable[str]) -> str:
    """The text with the words that come nearest to a form replaced by it, unless they are part of another's."""
    words = list(_WORD.finditer(text))
    best, place = NEAR, None
    size = len(_WORD.findall(form))
    for first in range(len(words)):
        for length in {size, size + 1, max(1, size - 1)}:
            if first + length > len(words):
                continue
            start, stop = words[first].start(), words[first + length - 1].end()
            found = text[start:stop]
            ratio = SequenceMatcher(None, form.lower(), found.lower()).ratio()
            if ratio > best and found[:1].isupper() and not any(found in other for other in others):
                best, place = ratio, (start, stop)
    return text if place is None else text[: place[0]] + form + text[place[1] :]


def _append(text: str, address: str) -> str:
    end = _END.search(text)
    at = end.start() if end else len(text)
    return f"{text[:at]} {address}{text[at:].rstrip()}" if text[:at] else address
