"""The pairs that mistakes are planted into: the test sets, which only measure, and other text to set rules on."""

import gzip
import os
from collections.abc import Iterable
from pathlib import Path

from models.languages import SOURCE
from pipeline.checks.check import Pair

_SHARED = Path(__file__).parents[4] / "shared"
EVAL = Path(os.environ.get("AUDARMA_EVAL_DATA", _SHARED / "eval"))
CORPUS = Path(os.environ.get("AUDARMA_CORPUS", _SHARED / "corpus"))
LANGUAGES = ("en", "kk-Cyrl", "zh-Hans")
_COLUMNS = {SOURCE: "ru", "en": "en", "kk-Cyrl": "kk", "zh-Hans": "zh"}
_DEVELOPMENT = {"flores_dev_sib200": 510, "wmt_newstest_2012_2018": 1000, "audarma_news": 500}
"""Files of the corpus with good translations that are in no test set, and how many rows of each are taken."""


def evaluation() -> list[list[Pair]]:
    """FLORES-200 devtest and newstest2020, as far as they are there: one list a set and language."""
    found = []
    flores, news = EVAL / "flores200-devtest", EVAL / "newstest2020-ru-en"
    if flores.is_dir():
        found += [read(flores / "ru.txt", flores / f"{_COLUMNS[tag]}.txt", tag) for tag in LANGUAGES]
    if news.is_dir():
        found.append(read(news / "ru.txt", news / "en.txt", "en"))
    return found


def development() -> list[list[Pair]]:
    """FLORES-200 dev, WMT 2012 to 2018 and the project's own news, as far as they are there: what rules are set on."""
    return [pairs for name, most in _DEVELOPMENT.items() for pairs in corpus(name, most)]


def corpus(name: str, most: int) -> list[list[Pair]]:
    """So many rows of a file of the corpus, the same distance apart, for each language that it has."""
    path = CORPUS / f"{name}.tsv.gz"
    if not path.is_file():
        return []
    rows = _rows(path)
    return [pairs for language in LANGUAGES if (pairs := _spread(rows, language, most))]


def read(source: Path, hypothesis: Path, language: str) -> list[Pair]:
    """Two files, a segment a line. Raises ValueError where one is longer."""
    lines = (path.read_text("utf-8").splitlines() for path in (source, hypothesis))
    return [Pair(ours, theirs, language) for ours, theirs in zip(*lines, strict=True)]


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
        names = file.readline().rstrip("\n").split("\t")
        return [dict(zip(names, line.rstrip("\n").split("\t"), strict=True)) for line in file]


def _spread(rows: Iterable[dict[str, str]], language: str, most: int) -> list[Pair]:
    """So many rows that have a language, the same distance apart."""
    source, column = _COLUMNS[SOURCE], _COLUMNS[language]
    pairs = [Pair(row[source], row[column], language) for row in rows if row[source] and row[column]]
    return pairs[:: max(1, len(pairs) // most)][:most]
