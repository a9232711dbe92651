"""Speaker: where two people speak in one segment, each is still beside his own words.

Names are met again by the skeleton of their consonants, which survives transliteration into Latin and Kazakh letters.
Chinese characters have none: there the check is silent.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from pipeline.checks.check import Check, Issue, Manifest, Pair, Parameter, Place

MANIFEST = Manifest(
    "speaker",
    "Words in quotation marks stay with the person who said them.",
    "warning",
    (Parameter("alike", 0.75, "How alike the consonants of two spellings of a name are, 0 to 1."),),
    languages=("kk-Cyrl", "en"),
)

_QUOTATION = re.compile(r"[«“\"„]([^«»“”\"„]{12,})[»”\"]")
_SENTENCE = 200
_END = re.compile(r"[.!?](?=\s)")
_NAME = re.compile(r"(?<![.!?»”\"] )(?<!^)\b[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w’'-]+(?: [A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w’'-]+){0,2}")
_SKELETON = (
    ("shch", "S"), ("sch", "S"), ("sh", "S"), ("zh", "J"), ("kh", "H"), ("ch", "C"), ("ts", "Z"), ("ph", "F"),
    ("ck", "K"), ("x", "KS"), ("щ", "S"), ("ш", "S"), ("ж", "J"), ("ч", "C"), ("ц", "Z"), ("х", "H"),
    ("һ", "H"), ("h", "H"),
    ("j", "J"), ("c", "K"), ("q", "K"), ("к", "K"), ("қ", "K"), ("k", "K"), ("г", "G"), ("ғ", "G"), ("g", "G"),
    ("б", "B"), ("b", "B"), ("в", "V"), ("v", "V"), ("w", "V"), ("д", "D"), ("d", "D"), ("з", "Z"), ("z", "Z"),
    ("л", "L"), ("l", "L"), ("м", "M"), ("m", "M"), ("н", "N"), ("ң", "N"), ("n", "N"), ("п", "P"), ("p", "P"),
    ("р", "R"), ("r", "R"), ("с", "S"), ("s", "S"), ("т", "T"), ("t", "T"), ("ф", "F"), ("f", "F"),
)  # fmt: skip


def build(alike: float) -> Check:
    """The check; `alike` as in the manifest."""

    def check(pair: Pair) -> Iterator[Issue]:
        if not _speak(pair):
            return
        ours, theirs = _attributed(pair.source), _attributed(pair.hypothesis)
        for i, (_, name) in enumerate(ours):
            here = theirs[i][1]
            if name is None or here is None or _alike(pair, name, here) >= alike:
                continue
            for j, (_, other) in enumerate(theirs):
                if j != i and other is not None and _alike(pair, name, other) >= alike:
                    text = pair.hypothesis[slice(*other)]
                    yield Issue("warning", "speaker", {"target": text}, source=name, target=other)

    return check


def _speak(pair: Pair) -> bool:
    """Whether both texts hold the same number of quotations, two at least."""
    ours = len(_QUOTATION.findall(pair.source))
    return ours > 1 and ours == len(_QUOTATION.findall(pair.hypothesis))


def _attributed(text: str) -> list[tuple[Place, Place | None]]:
    """The quotations of a text, each with the name that stands nearest outside all of them."""
    quotations = [match.span() for match in _QUOTATION.finditer(text)]
    names = [m.span() for m in _NAME.finditer(text) if not any(a <= m.start() < b for a, b in quotations)]
    return [
        (quotation, min(names, key=lambda n: _distance(text, quotation, n), default=None)) for quotation in quotations
    ]


def _distance(text: str, quotation: Place, name: Place) -> int:
    """Characters between words and name; the end of a sentence between them counts for many."""
    start, stop = (quotation[1], name[0]) if name[0] >= quotation[1] else (name[1], quotation[0])
    return stop - start + _SENTENCE * len(_END.findall(text, start, stop))


def _alike(pair: Pair, ours: Place, theirs: Place) -> float:
    one, other = _skeleton(pair.source[slice(*ours)]), _skeleton(pair.hypothesis[slice(*theirs)])
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _skeleton(name: str) -> str:
    name = name.casefold().split()[-1] if name.split() else ""
    found = ""
    while name:
        step = next(((letters, sign) for letters, sign in _SKELETON if name.startswith(letters)), (name[0], ""))
        name, found = name[len(step[0]) :], found + step[1]
    return found
