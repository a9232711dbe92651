"""Pairs of a source text and its translation, and how they are parted into what is learnt and what is held out."""

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """A Russian text and its translation. `language` is the second one's (BCP 47), `date` ISO 8601 or empty."""

    source: str
    translation: str
    language: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """What is learnt, what tells when to stop, and what is scored at the end and never looked at before."""

    learn: tuple[Pair, ...]
    watch: tuple[Pair, ...]
    held_out: tuple[Pair, ...]
    by_date: bool


def split(pairs: Sequence[Pair], share: float, seed: int) -> Split:
    """Holds out `share` of the pairs, and as many again, from before them, to watch.

    Where every pair has a date the newest are held out, so that the score is of news that the model has not seen; else
    they are drawn with `seed`. A source text is never on two sides. Raises ValueError when a side would be empty.
    """
    by_date = all(pair.date for pair in pairs)
    sources = list(dict.fromkeys(pair.source for pair in pairs))
    if by_date:
        newest = dict.fromkeys(sources, "")
        for pair in pairs:
            newest[pair.source] = max(newest[pair.source], pair.date)
        sources.sort(key=lambda source: newest[source])
    else:
        random.Random(seed).shuffle(sources)
    number = round(len(sources) * share)
    if number < 1 or len(sources) < 3 * number:
        raise ValueError(f"{len(sources)} texts are too few to hold out {share:.0%} of them")
    sides = dict.fromkeys(sources, 0)
    sides.update(dict.fromkeys(sources[-2 * number : -number], 1))
    sides.update(dict.fromkeys(sources[-number:], 2))
    parts: tuple[list[Pair], list[Pair], list[Pair]] = ([], [], [])
    for pair in pairs:
        parts[sides[pair.source]].append(pair)
    learn, watch, held_out = map(tuple, parts)
    return Split(learn, watch, held_out, by_date)
