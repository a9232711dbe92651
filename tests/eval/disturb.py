"""Articles whose alignment is known: sentences put one after another, then merged, split, dropped and inserted."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

Known = tuple[tuple[int, ...], tuple[int, ...]]
"""Source sentences and target sentences that answer to each other."""

_COMMA = re.compile(r"(?<=[,;:，、；：])\s*")


@dataclass(frozen=True)
class Disturbed:
    """A source, a target, and which of their sentences belong together."""

    source: list[str]
    target: list[str]
    links: set[Known]


def disturb(
    sources: Sequence[str], targets: Sequence[str], strangers: Sequence[str], share: float, seed: int
) -> Disturbed:
    """Does one of the four things at about `share` of the places. `strangers` are sentences to insert."""
    rng, extra = random.Random(seed), iter(strangers)
    source: list[str] = []
    target: list[str] = []
    links: set[Known] = set()
    i = 0
    while i < len(sources):
        what = rng.choice(["merge", "split", "drop", "insert"]) if rng.random() < share else "keep"
        here, there = len(source), len(target)
        joiner = "" if re.search("[\u4e00-\u9fff]", targets[i]) else " "
        source.append(sources[i])
        halves = _halve(targets[i])
        if what == "merge" and i + 1 < len(sources):
            source.append(sources[i + 1])
            target.append(targets[i] + joiner + targets[i + 1])
            links.add(((here, here + 1), (there,)))
            i += 1
        elif what == "split" and halves:
            target.extend(halves)
            links.add(((here,), (there, there + 1)))
        elif what == "drop":
            links.add(((here,), ()))
        elif what == "insert":
            target.extend([next(extra), targets[i]])
            links |= {((), (there,)), ((here,), (there + 1,))}
        else:
            target.append(targets[i])
            links.add(((here,), (there,)))
        i += 1
    return Disturbed(source, target, links)


def _halve(text: str) -> list[str]:
    """A sentence cut at the comma nearest its middle, where both halves are a third of it at least."""
    cuts = [m.end() for m in _COMMA.finditer(text) if len(text) / 3 < m.end() < len(text) * 2 / 3]
    if not cuts:
        return []
    cut = min(cuts, key=lambda place: abs(place - len(text) / 2))
    return [text[:cut].strip(), text[cut:].strip()]


def f1(found: set[Known], known: set[Known]) -> float:
    """F-score of whole links."""
    return 2 * len(found & known) / (len(found) + len(known)) if found or known else 1.0


def is_plain(link: Known) -> bool:
    return (len(link[0]), len(link[1])) == (1, 1)
