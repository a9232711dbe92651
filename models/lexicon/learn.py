"""Learns the lexicons from the parallel text that the embedded model was trained on, by IBM model 1 on stems.

    python -m models.lexicon.learn [OUT] [--corpus FOLDER]

Which sources, and why they may be used, is in `models/starter/recipe/data.toml`. The dev sets and the rows that the
recipe holds out are not read. Kazakh and Chinese get links by way of English too: there is more text with English.
Writes OUT/<language>.tsv.gz, by default beside this module; takes five minutes and 8 GB.
"""

import argparse
import math
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.languages import SOURCE, TARGETS, short
from models.lexicon.align import Bitext, Floats, Ids, Links, align
from models.lexicon.read import BOUNDS, FOLDER, WEIGHTS, write
from models.lexicon.stem import words
from models.starter.recipe.prepare import HERE, OWN_TEXT
from models.starter.recipe.sources import LANGUAGES, Row, clean, read_corpus, read_sources, split_held_out

HELD_OUT = 300
"""Rows of our news that are dev text, as in the recipe of the embedded model."""
LIGHTEST, HEAVIEST = 0.3, 3.0
"""The weight of a row is its source's, up to the second; sources lighter than the first are technical, and left out."""
LONGEST = 60
"""Stems of a source sentence: in a longer one anything is near anything."""
SELDOM = 3
"""Pairs of characters that stand in fewer Chinese sentences are not looked at."""
MOST = {"en": 5, "kk-Cyrl": 5, "zh-Hans": 4}
"""Counterparts kept of a stem of either language."""
LEAST = {"en": (4.0, 1.0), "kk-Cyrl": (4.5, 1.0), "zh-Hans": (7.0, 1.5)}
"""Of a stem's weighted sentences, and of a link's expected count; with less, files twice as large were no better."""
BRIDGE = "en"
SURE = (0.1, 1.0)
"""Share and count of the links that a way over English is made of."""
CROSSED = 0.15
"""Share of a link by way of English."""

Lexicon = dict[str, dict[str, float]]


def main() -> None:
    """Reads, learns, writes, and says how much it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--corpus", type=Path, default=Path(os.environ.get("AUDARMA_CORPUS", "../shared/corpus")))
    arguments = parser.parse_args()
    rows = read_rows(arguments.corpus)
    english, bridge = learn(rows, SOURCE, BRIDGE)
    for language in TARGETS:
        text, links = (english, bridge) if language == BRIDGE else learn(rows, SOURCE, language)
        lexicon = keep(text, links, language)
        source, target = (_weights(stems, counts) for stems, counts in _sides(text))
        if language != BRIDGE:
            second, links = learn(rows, BRIDGE, language)
            _add(lexicon, cross((english, bridge), (second, links)))
            source = _weights(*_sides(english)[0]) | source
            target = _weights(*_sides(second)[1]) | target
        write(arguments.out / f"{short(language)}.tsv.gz", lexicon, source, target)
        sys.stdout.write(f"{language}: {len(lexicon)} stems, {sum(map(len, lexicon.values()))} links\n")


def read_rows(corpus: Path) -> dict[Row, float]:
    """The rows to learn from, each once, with their weights. Raises UsageError."""
    sources = read_sources(HERE / "data.toml")
    rows = list(read_corpus(corpus, OWN_TEXT, sources))
    held, _ = split_held_out(rows, HELD_OUT)
    unseen = {cell for row in (*held, *(row for source, row in rows if source.use == "dev")) for cell in row if cell}
    kept: dict[Row, float] = {}
    for source, raw in rows:
        if source.use == "train" and source.weight >= LIGHTEST and not unseen.intersection(raw):
            row = clean(raw)
            kept[row] = max(kept.get(row, 0.0), min(source.weight, HEAVIEST))
    return kept


def learn(rows: Mapping[Row, float], source: str, target: str) -> tuple[Bitext, Links]:
    """The text of two languages and its links."""
    text = _bitext(rows, source, target)
    return text, align(text)


def keep(text: Bitext, links: Links, language: str) -> Lexicon:
    """The links that a lexicon is made of: the first of each stem on either side, none of rare stems."""
    sentences, count = LEAST[language]
    ours, theirs = text.frequencies
    kept = links.where(
        (links.share >= BOUNDS[0])
        & (links.count >= count)
        & (ours[links.source] >= sentences)
        & (theirs[links.target] >= sentences)
    )
    kept = kept.where(_first(kept.source, kept.share, MOST[language]) | _first(kept.target, kept.share, MOST[language]))
    lexicon: Lexicon = defaultdict(dict)
    for ours_, theirs_, share in zip(kept.source, kept.target, kept.share, strict=True):
        lexicon[text.source[ours_]][text.target[theirs_]] = float(share)
    return lexicon


def cross(first: tuple[Bitext, Links], second: tuple[Bitext, Links]) -> Iterator[tuple[str, str, float]]:
    """Links by way of the language between two texts; their share is that of the likeliest way in one direction."""
    onward: dict[str, list[tuple[str, float, float]]] = defaultdict(list)
    for stem, other, forward, backward in _sure(*second):
        onward[stem].append((other, forward, backward))
    for stem, between, forward, backward in _sure(*first):
        for other, on, back in onward.get(between, ()):
            share = max(forward * on, backward * back)
            if share >= CROSSED:
                yield stem, other, share


def _bitext(rows: Mapping[Row, float], source: str, target: str) -> Bitext:
    ours, theirs = (LANGUAGES.index(short(tag)) for tag in (source, target))
    told = [
        (_stems(row[ours], source), _stems(row[theirs], target), weight)
        for row, weight in rows.items()
        if row[ours] and row[theirs]
    ]
    seen = Counter(stem for _, stems, _ in told for stem in stems)
    vocabularies: tuple[dict[str, int], dict[str, int]] = ({}, {})
    pairs, weights = [], []
    for source_stems, target_stems, weight in told:
        sides = (source_stems, [stem for stem in target_stems if len(stem) != 2 or seen[stem] >= SELDOM])
        if all(sides) and len(sides[0]) <= LONGEST:
            ids = [
                np.array([known.setdefault(stem, len(known)) for stem in stems], np.int64)
                for known, stems in zip(vocabularies, sides, strict=True)
            ]
            pairs.append((ids[0], ids[1]))
            weights.append(weight)
    return Bitext(tuple(vocabularies[0]), tuple(vocabularies[1]), tuple(pairs), np.array(weights))


def _stems(text: str, language: str) -> list[str]:
    return list(dict.fromkeys(word.stem for word in words(text, language)))


def _sides(text: Bitext) -> tuple[tuple[tuple[str, ...], Floats], tuple[tuple[str, ...], Floats]]:
    ours, theirs = (counts / text.weights.sum() for counts in text.frequencies)
    return (text.source, ours), (text.target, theirs)


def _weights(stems: tuple[str, ...], shares: Floats) -> dict[str, int]:
    """How much a stem says, by the share of sentences that it is in: 0 to the number of WEIGHTS."""
    return {
        stem: sum(-math.log(share) >= bound for bound in WEIGHTS) for stem, share in zip(stems, shares, strict=True)
    }


def _sure(text: Bitext, links: Links) -> Iterator[tuple[str, str, float, float]]:
    kept = links.where((links.share >= SURE[0]) & (links.count >= SURE[1]))
    for ours, theirs, *shares in zip(kept.source, kept.target, kept.forward, kept.backward, strict=True):
        yield text.source[ours], text.target[theirs], float(shares[0]), float(shares[1])


def _add(lexicon: Lexicon, found: Iterator[tuple[str, str, float]]) -> None:
    for stem, other, share in found:
        lexicon[stem][other] = max(share, lexicon[stem].get(other, 0.0))


def _first(stems: Ids, shares: Floats, most: int) -> npt.NDArray[np.bool_]:
    """Which links are among the `most` likeliest of their stem."""
    order = np.lexsort((-shares, stems))
    begins = np.flatnonzero(np.r_[True, np.diff(stems[order]) != 0])
    rank = np.arange(len(order)) - np.repeat(begins, np.diff(np.r_[begins, len(order)]))
    kept = np.zeros(len(stems), np.bool_)
    kept[order[rank < most]] = True
    return kept


if __name__ == "__main__":
    main()
