"""Boundary F1 of the sentence splitter, and of razdel alone, on Russian sentences that no rule was written from."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from razdel import sentenize

from eval.metrics.boundary_f1 import BoundaryF1, boundary_f1
from pipeline.segment import split_sentences
from tests.bench.figure import Figure

DATA = Path(os.environ.get("AUDARMA_EVAL_DATA", Path(__file__).parents[3] / "shared" / "eval"))
GOLD = DATA / "segmentation" / "ud-russian-gsd-dev.jsonl"


def measure() -> list[Figure]:
    """F1 of both; nothing where the set is not at hand, which a line says."""
    if not GOLD.is_file():
        print(f"segmentation is not measured: {GOLD} is not there; AUDARMA_EVAL_DATA names the folder of test sets")
        return []
    ours = _score(lambda text: [span.stop for span in split_sentences(text)])
    razdel = _score(lambda text: [found.stop for found in sentenize(text)])
    how = "UD Russian-GSD dev, 579 sentences in paragraphs of eight, offsets of boundaries"
    return [
        Figure(
            "sentence boundaries, F1", ours.f1, "", f"{how}; P {ours.precision:.3f} R {ours.recall:.3f}", least=0.955
        ),
        Figure("the same, razdel alone", razdel.f1, "", f"the same; P {razdel.precision:.3f} R {razdel.recall:.3f}"),
    ]


def _score(stops: Callable[[str], list[int]]) -> BoundaryF1:
    return boundary_f1((set(stops(text)) - {len(text)}, gold) for text, gold in _paragraphs())


def _paragraphs() -> Iterator[tuple[str, set[int]]]:
    """Eight sentences joined by a space, and where they meet."""
    for line in GOLD.read_text("utf-8").splitlines():
        sentences = json.loads(line)["sentences"]
        ends, position = set(), 0
        for sentence in sentences[:-1]:
            position += len(sentence)
            ends.add(position)
            position += 1
        yield " ".join(sentences), ends
