"""Finds how loudly words speak for something left out or added, and what that weighs beside length and likeness.

    python -m tests.bench.checks.weigh [--encoder] [--write]

Reads, of AUDARMA_CORPUS or ../shared/corpus, good translations that the lexicons have not learnt from: the rows of the
project's news that are held out, WMT 2012 to 2018 and, for Kazakh, two texts of Apertium. Writes
`pipeline/checks/counterparts.tsv` with --write, and prints the logistic regressions that `coverage` (with --encoder:
`content`) has as constants: of a translation with a half dropped, and with a clause added, against the untouched one.
The bound is where so many of a thousand untouched ones lie above it. FLORES-200 dev has no part in it, and is printed.
"""

import argparse
import math
import random
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.languages import TARGETS
from models.lexicon.learn import HELD_OUT
from models.starter.recipe.prepare import HERE
from models.starter.recipe.sources import LANGUAGES, read_sources, split_held_out
from pipeline.checks import content, counterparts, coverage
from pipeline.checks.check import Pair
from pipeline.checks.counterparts import Cell, tell
from tests.bench.checks.plant import Planter, clause_added, half_dropped
from tests.bench.checks.sets import corpus

Floats = npt.NDArray[np.float64]
SETS = {
    "en": {"wmt_newstest_2012_2018": 1500},
    "zh-Hans": {"wmt_newstest_2012_2018": 1500},
    "kk-Cyrl": {"apertium_kaz_rus_texts": 500, "apertium_kaz_rus_gov_news": 1000},
}
CONFIRM = "flores_dev_sib200"
ABOVE = (4, 6, 8, 10, 15, 20, 25)
LOUDEST = 3.0
FILE = Path(counterparts.__file__).with_suffix(".tsv")
HEAD = """\
# How much more often a word stands beside the translation of another sentence than beside its own, natural logarithm:
# language, side, value, and what is known of the word (pipeline/checks/counterparts.py). Written by
# tests/bench/checks/weigh.py from text that neither the lexicons nor a test set hold.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", action="store_true")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    texts = {language: [list(filter(coverage.is_long_enough, t)) for t in chosen(language)] for language in TARGETS}
    if arguments.write:
        lines = [line for language in TARGETS for line in loudness(language, [p for t in texts[language] for p in t])]
        FILE.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    for language in TARGETS:
        confirm = next(pairs for pairs in corpus(CONFIRM, 510) if pairs[0].language == language)
        fit(language, texts[language], list(filter(coverage.is_long_enough, confirm)), arguments.encoder)


def chosen(language: str) -> list[list[Pair]]:
    news = next(pairs for pairs in corpus("audarma_news", 10**6) if pairs[0].language == language)
    sources = held_out()
    held = [pair for pair in news if pair.source in sources]
    others = [pairs for name, most in SETS[language].items() for pairs in corpus(name, most)]
    return [held, *(pairs for pairs in others if pairs[0].language == language)]


def held_out() -> set[str]:
    source = read_sources(HERE / "data.toml")["audarma_news"]
    by_language = {pairs[0].language: pairs for pairs in corpus("audarma_news", 10**6)}
    columns = [[pair.hypothesis for pair in by_language[tag]] for tag in ("kk-Cyrl", "zh-Hans", "en")]
    rows = zip([pair.source for pair in by_language["en"]], *columns, strict=True)
    held, _ = split_held_out([(source, row) for row in rows], HELD_OUT)
    return {row[LANGUAGES.index("ru")] for row in held}


def loudness(language: str, pairs: Sequence[Pair]) -> list[str]:
    chance = random.Random(1)
    own: tuple[Counter[Cell], Counter[Cell]] = (Counter(), Counter())
    foreign: tuple[Counter[Cell], Counter[Cell]] = (Counter(), Counter())
    for pair in pairs:
        other = chance.choice(pairs)
        for counts, hypothesis in ((own, pair.hypothesis), (foreign, other.hypothesis)):
            for count, told in zip(counts, tell(Pair(pair.source, hypothesis, language)), strict=True):
                count.update(cell for cell, _, _ in told)
    lines = []
    for side, mine, strange in zip(("source", "target"), own, foreign, strict=True):
        group = _chance if side == "target" else _all
        for _, kinds in groupby(sorted(mine | strange, key=group), group):
            cells = sorted(kinds)
            ours, theirs = (sum(count[cell] + 1 for cell in cells) for count in (mine, strange))
            for cell in cells:
                value = math.log((strange[cell] + 1) / theirs / (mine[cell] + 1) * ours)
                held = max(-LOUDEST, min(LOUDEST, value))
                lines.append("\t".join((language, side, f"{held:.2f}", *map(str, cell))))
    return lines


def _chance(cell: Cell) -> int:
    """How long the source is: words of a translation are compared among sources as long, for it says nothing itself."""
    return cell[-1]


def _all(_cell: Cell) -> int:
    """Words of a source are compared all together: beside a short translation of something else they speak louder,
    which found more omissions in Chinese and Kazakh than grouping them did.
    """
    return 0


def fit(language: str, texts: Sequence[Sequence[Pair]], confirm: Sequence[Pair], encoder: bool) -> None:
    for planter, side in ((half_dropped, "omitted"), (clause_added, "added")):
        spoilt = [spoil(pairs, planter) for pairs in (*texts, confirm)]
        good = [rows(pairs, side, encoder) for pairs in (*texts, confirm)]
        bad = [rows(pairs, side, encoder) for pairs in spoilt]
        weights = logistic(np.concatenate(good[:-1]), np.concatenate(bad[:-1]))
        print(f"{language} {side}: {', '.join(f'{weight:.2f}' for weight in weights)}")
        scores = [
            (with_one(before) @ weights, with_one(after) @ weights) for before, after in zip(good, bad, strict=True)
        ]
        for above in ABOVE:
            bound = float(np.quantile(np.concatenate([before for before, _ in scores[:-1]]), 1 - above / 1000))
            cells = [
                f"{(after > bound).mean():.3f} found, {100 * (before > bound).mean():.1f} told"
                for before, after in scores
            ]
            print(f"  {above} of a thousand: bound {bound:.2f}; {'; '.join(cells)}")


def spoil(pairs: Sequence[Pair], planter: Planter) -> list[Pair]:
    chance = random.Random(1)
    found = [(pair, planter(pair, pairs, chance)) for pair in pairs]
    return [Pair(pair.source, text, pair.language) for pair, text in found if text is not None]


def rows(pairs: Sequence[Pair], side: str, encoder: bool) -> Floats:
    signs = coverage.signs_of_omission if side == "omitted" else coverage.signs_of_addition
    found = np.array([signs(pair) for pair in pairs])
    if not encoder:
        return found
    check = content.build(0.0, 0.0, 99.0)
    likeness = []
    for first in range(0, len(pairs), 64):
        check.prepare(pairs[first : first + 64])
        likeness += [check.likeness(pair) for pair in pairs[first : first + 64]]
    return np.column_stack([found, likeness])


def with_one(values: Floats) -> Floats:
    return np.column_stack([values, np.ones(len(values))])


def logistic(good: Floats, bad: Floats) -> Floats:
    """Weights by Newton's method, the constant last; a little ridge keeps them finite."""
    values = with_one(np.concatenate([good, bad]))
    truth = np.r_[np.zeros(len(good)), np.ones(len(bad))]
    weights = np.zeros(values.shape[1])
    for _ in range(40):
        odds = 1 / (1 + np.exp(-np.clip(values @ weights, -30, 30)))
        curvature = (values * (odds * (1 - odds))[:, None]).T @ values + 1e-3 * np.eye(len(weights))
        weights += np.linalg.solve(curvature, values.T @ (truth - odds) - 1e-3 * weights)
    return weights


if __name__ == "__main__":
    main()
