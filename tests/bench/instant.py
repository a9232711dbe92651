"""An engine that answers at once with words of its target, and items of the seed article's length.

No two items have a sentence in common, so nothing is gained from what was translated before.
"""

import json
import re
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zlib import crc32

from models.engine import Decoding
from models.languages import short
from models.scripted import ScriptedEngine

_SEEDS = Path(__file__).parents[2] / "seeds"
_SEED = _SEEDS / "articles" / "000_4396ead57e8baf43.txt"
_WORD = re.compile("([а-яёА-ЯЁ]+)")
_KEPT = 30_000
_OWN = {"zh-Hans": r"[\u4e00-\u9fff]{2}", "kk-Cyrl": r"\b[а-яәғқңөұүһі]+\b", "en": r"\b[a-z]+\b"}


def engine() -> ScriptedEngine:
    """A word of the seed's reference for each Russian word; figures, addresses and marks stand where they stood."""
    return ScriptedEngine(_answer, calls=_Nothing())


class _Nothing(list[Any]):
    """Remembers no call: a thousand items' texts would be counted as the watch's memory."""

    def append(self, _call: object) -> None:
        pass


def _answer(text: str, target: str, _how: Decoding) -> str:
    answer = "".join(map(_words(target).__getitem__, _WORD.split(text)))
    return answer.replace(" ", "") if target == "zh-Hans" else answer


class _Words(dict[str, str]):
    """A word of the target for each word; what is none stays. Looked up once each: the engine is to take no time."""

    def __init__(self, target: str) -> None:
        self._vocabulary = _vocabulary(target)

    def __missing__(self, part: str) -> str:
        said = part
        if _WORD.fullmatch(part):
            found = self._vocabulary[crc32(part.encode()) % len(self._vocabulary)]
            said = found.capitalize() if part[0].isupper() else found
        if len(self) < _KEPT:
            self[part] = said
        return said


@cache
def _words(target: str) -> _Words:
    return _Words(target)


@cache
def _vocabulary(target: str) -> list[str]:
    text = (_SEEDS / "references" / f"{short(target)}.txt").read_text("utf-8")
    return sorted(re.findall(_OWN[target], text))  # each as often as it stands there


def _name(number: int) -> str:
    """A word that no other number has."""
    syllables = "ба ве га де жи зо ку ла ме ни по ру са те фи ха".split()
    return "".join(syllables[int(digit, 16)] for digit in f"{number:x}").capitalize()


def item(number: int, **changes: Any) -> bytes:
    """An item of ninjs 3.1 with the seed article's text, each sentence of it with a name of its own."""
    from tests.pipeline.exchange.newsroom import ninjs3  # with schemas and pytest, which no worker needs

    headline, *paragraphs = _SEED.read_text("utf-8").split("\n\n")
    names = map(_name, count(number * 1000))
    told = [re.sub(r"(?<=[а-яё]{3})(?=[.!?])", lambda _: f" {next(names)}", text) for text in paragraphs]
    body = "".join(f"<p>{escape(text.strip())}</p>" for text in told)
    fields: dict[str, Any] = {
        "uri": f"urn:newsml:example.kz:20241115:{number}",
        "headlines": [{"role": "main", "value": f"{headline.strip()} {_name(number)}"}],
        "bodies": [{"role": "main", "contentType": "application/xhtml+xml", "value": body}],
    }
    return json.dumps(ninjs3(**fields | changes), ensure_ascii=False).encode()
