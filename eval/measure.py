"""From the names of metrics to the scores of several systems; the work is shared by several processes."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from eval.metrics.score import Array, Metric, References, Score, finish
from eval.metrics.terms import Entry
from models.errors import UsageError
from models.languages import SOURCE

DEFAULT = ("chrf++", "bleu", "chrf", "ter", "length", "numbers")
_PART = 300
"""Segments that a process measures at a time."""
_WORTH_IT = 600
"""Segments of all systems together below which another process costs more time than it saves."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Which metrics, and what some of them need: a glossary, a checkpoint on disk."""

    metrics: tuple[str, ...] = DEFAULT
    glossary: tuple[Entry, ...] = ()
    checkpoint: Path | None = None

    def __post_init__(self) -> None:
        unknown = [key for key in self.metrics if key not in METRICS]
        if unknown or not self.metrics:
            raise UsageError(f"no such metric: {', '.join(unknown)}; there are {', '.join(METRICS)}")


def parse_metrics(words: str) -> tuple[str, ...]:
    """The metrics of a list parted by commas, each once. Raises UsageError."""
    return Recipe(tuple(dict.fromkeys(word.strip().lower() for word in words.split(",") if word.strip()))).metrics


def measure(
    systems: Mapping[str, Sequence[str]], references: References, recipe: Recipe, workers: int = 0
) -> dict[str, list[Score]]:
    """The scores of each system, in the order of the metrics. `workers` 0 takes as many processes as help.

    What the scores are does not depend on the workers. Raises UsageError for a metric that lacks what it needs.
    """
    for name, hypotheses in systems.items():
        if len(hypotheses) != len(references):
            raise UsageError(f"{name} has {len(hypotheses)} segments and its reference {len(references)}")
    metrics = [make_metric(key, references, recipe) for key in recipe.metrics]
    alone = [metric for metric in metrics if metric.key in _ALONE]
    shared = [metric for metric in metrics if metric.key not in _ALONE]
    work = partial(_rows, {name: tuple(texts) for name, texts in systems.items()}, references, recipe)
    starts = range(0, len(references), _PART)
    tasks = list(product([metric.key for metric in _longest_first(shared)], starts))
    found = dict(zip(tasks, _run(work, tasks, _workers(workers, len(systems) * len(references))), strict=True))
    scores: dict[str, list[Score]] = {}
    for name, hypotheses in systems.items():
        rows = {m.key: np.concatenate([found[m.key, start][name] for start in starts]) for m in shared}
        rows.update({m.key: m.statistics(hypotheses) for m in alone})
        scores[name] = [finish(metric, rows[metric.key]) for metric in metrics]
    return scores


def make_metric(key: str, references: References, recipe: Recipe) -> Metric:
    """A metric, ready to measure. Raises UsageError for one that lacks what it needs."""
    module, name = METRICS[key]
    made: Metric = getattr(import_module(module), name)(references, *_needs(key, references, recipe))
    return made


def _needs(key: str, references: References, recipe: Recipe) -> tuple[Any, ...]:
    """What a metric is made with beside the references."""
    if key in {"terms", "names"}:
        if not recipe.glossary:
            raise UsageError(f"{key} needs a glossary: give --glossary FILE.tsv")
        return (recipe.glossary,)
    if key == "similarity":
        from models.encoder import load_encoder

        encoder = load_encoder()
        card = encoder.card
        if references.language not in card.unrelated:
            raise UsageError(f"similarity is not calibrated for {references.language}")
        ends = card.unrelated[references.language], card.translated[references.language]
        encode = partial(encoder.encode_in, SOURCE), partial(encoder.encode_in, references.language)
        return *encode, ends, f"{card.id}-{card.revision}"
    if key in _WITH_CHECKPOINT:
        return (recipe.checkpoint,)
    return ()


def _rows(
    systems: Mapping[str, Sequence[str]], references: References, recipe: Recipe, task: tuple[str, int]
) -> dict[str, Array]:
    """The statistics of one metric over one part of every system: the references are counted once."""
    key, start = task
    part = slice(start, start + _PART)
    metric = make_metric(key, references.part(start, start + _PART), recipe)
    return {name: metric.statistics(texts[part]) for name, texts in systems.items()}


def _run(
    work: Callable[[tuple[str, int]], dict[str, Array]], tasks: Sequence[tuple[str, int]], workers: int
) -> list[dict[str, Array]]:
    if workers < 2 or len(tasks) < 2:
        return [work(task) for task in tasks]
    with ProcessPoolExecutor(min(workers, len(tasks)), mp_context=get_context("spawn")) as pool:
        return list(pool.map(work, tasks))


def _workers(asked: int, segments: int) -> int:
    if asked:
        return asked
    return min(os.cpu_count() or 1, 8) if segments >= _WORTH_IT else 1


def _longest_first(metrics: Sequence[Metric]) -> list[Metric]:
    return sorted(metrics, key=lambda metric: metric.key != "ter")


METRICS = {
    "chrf++": ("eval.metrics.chrf", "ChrfPlusPlus"),
    "bleu": ("eval.metrics.bleu", "Bleu"),
    "chrf": ("eval.metrics.chrf", "Chrf"),
    "ter": ("eval.metrics.ter", "Ter"),
    "spbleu": ("eval.metrics.bleu", "SpBleu"),
    "length": ("eval.metrics.length", "Length"),
    "numbers": ("eval.metrics.numbers", "Numbers"),
    "terms": ("eval.metrics.terms", "Terms"),
    "names": ("eval.metrics.terms", "Names"),
    "similarity": ("eval.metrics.similarity", "Similarity"),
    "comet": ("eval.metrics.comet", "Comet"),
    "cometkiwi": ("eval.metrics.comet", "CometKiwi"),
    "xcomet": ("eval.metrics.comet", "XComet"),
    "metricx": ("eval.metrics.metricx", "MetricX"),
    "metricx-qe": ("eval.metrics.metricx", "MetricXQE"),
}
"""Where each metric's class is: its module is imported only when the metric is asked for."""

_WITH_CHECKPOINT = {"comet", "cometkiwi", "xcomet", "metricx", "metricx-qe"}
_ALONE = {"similarity", *_WITH_CHECKPOINT}
"""Metrics by a neural model, which has threads of its own and is loaded once."""
