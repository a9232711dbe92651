"""Lexicons on disk: a gzipped TSV a language, read whole when it is first asked for, parsed a stem at a time.

After lines of comment come as many lines as there are weights, with the target stems that have that weight; then a
line for each source stem: its weight, and its counterparts, likely ones last, a column for each of BOUNDS.
"""

import gzip
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from models.languages import short

FOLDER = Path(__file__).parent
BOUNDS = (0.02, 0.05, 0.12, 0.35)
"""Shares from which a counterpart is the likelier one: it is given as 1 to 4."""
WEIGHTS = (2.5, 4.0, 5.5, 7.0)
"""Surprise, in natural logarithms of the share of sentences without a stem, from which it weighs 1 to 4 and not 0."""
_REMEMBERED = 4096
"""Stems whose counterparts are kept as they were read: those of a language would take tens of megabytes."""
_HEAD = """\
# A lexicon from Russian, learned by models.lexicon.learn from the text that models/starter/recipe/data.toml lists.
# Licence: CC-BY-SA-4.0, as the strictest of those texts; models/lexicon/LICENSE names who is to be credited.
"""


class Lexicon:
    """The lexicon of one target language (BCP 47).

    `find` gives the weight of a source stem and its counterparts with their likelihood, 1 to 4; None where not known.
    """

    def __init__(self, path: Path) -> None:
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            lines = [line for line in stream.read().split("\n")[:-1] if not line.startswith("#")]
        head = len(WEIGHTS) + 1
        self._target = {stem: weight for weight, line in enumerate(lines[:head]) for stem in line.split()}
        self._lines = dict(line.split("\t", 1) for line in lines[head:])
        self.find = lru_cache(maxsize=_REMEMBERED)(self._find)

    def weigh(self, stem: str) -> int | None:
        """How much a target stem says, 0 (it is everywhere) to 4; None for one that is not known."""
        return self._target.get(stem)

    def _find(self, stem: str) -> tuple[int, Mapping[str, int]] | None:
        line = self._lines.get(stem)
        return None if line is None else _parse(line)


@lru_cache(maxsize=4)
def read_lexicon(language: str) -> Lexicon:
    """The lexicon from Russian into a language (BCP 47)."""
    return Lexicon(FOLDER / f"{short(language)}.tsv.gz")


def write(
    path: Path, lexicon: Mapping[str, Mapping[str, float]], source: Mapping[str, int], target: Mapping[str, int]
) -> None:
    """Writes counterparts with their shares, and the weights of stems. The same values give the same bytes."""
    known = sorted({other for others in lexicon.values() for other in others})
    lines = [" ".join(stem for stem in known if target[stem] == weight) for weight in range(len(WEIGHTS) + 1)]
    lines += [_line(stem, source[stem], others) for stem, others in sorted(lexicon.items())]
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as stream:
        stream.write((_HEAD + "\n".join(lines) + "\n").encode())


def _line(stem: str, weight: int, others: Mapping[str, float]) -> str:
    columns: Iterable[str] = (
        " ".join(sorted(other for other, share in others.items() if low <= share < high))
        for low, high in zip(BOUNDS, (*BOUNDS[1:], 2.0), strict=True)
    )
    return "\t".join((stem, str(weight), *columns))


def _parse(line: str) -> tuple[int, dict[str, int]]:
    weight, *columns = line.split("\t")
    return int(weight), {other: grade for grade, column in enumerate(columns, start=1) for other in column.split()}
