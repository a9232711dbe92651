"""An evaluation for programs and for text: JSON with every recipe, and Markdown tables."""

import json
from collections.abc import Iterator
from math import isnan
from typing import Any

from eval.evaluate import Evaluation, Result, recipe_of


def as_dict(evaluation: Evaluation) -> dict[str, Any]:
    """All but the texts. `scores` has an entry a system, language and metric; null where nothing was measured."""
    return {
        "title": evaluation.title,
        "data_sha256": evaluation.data or None,
        "notices": list(evaluation.notices),
        "scores": [row for result in evaluation.results for row in _scores(result)],
        "differences": [row for result in evaluation.results for row in _differences(result)],
        "remarks": [
            {"language": result.language, "remark": remark}
            for result in evaluation.results
            for remark in result.material.remarks
        ],
    }


def as_json(evaluation: Evaluation) -> str:
    """The same as text."""
    return json.dumps(as_dict(evaluation), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def as_markdown(evaluation: Evaluation) -> str:
    """A table a language: systems down, metrics across, each with its interval; then the sentences and the recipes."""
    lines = [f"# {evaluation.title}", ""]
    lines += [f"> {notice}" for notice in evaluation.notices] + [""] * bool(evaluation.notices)
    for result in evaluation.results:
        lines += [f"## {result.language}, {len(result.material.references):,} segments", ""]
        lines += [*_table(result), ""]
        lines += [f"- {compared.sentence}" for compared in result.compared]
        lines += [f"- {remark}" for remark in result.material.remarks]
        lines += [f"- {score.title}: `{score.signature}`" for score in next(iter(result.scores.values()))]
        lines += [f"- intervals: `{recipe_of(result.draws)}`", ""]
    return "\n".join(lines)


def figure(value: float) -> str:
    """A score as a person reads it."""
    return "–" if isnan(value) else f"{value:.1f}"


def _table(result: Result) -> Iterator[str]:
    titles = [score.title for score in next(iter(result.scores.values()))]
    yield f"| system | {' | '.join(titles)} |"
    yield "| --- |" + " ---: |" * len(titles)
    for name, scores in result.scores.items():
        cells = [
            f"{figure(score.value)} ({figure(found.low)}–{figure(found.high)})"
            for score, found in zip(scores, result.intervals[name], strict=True)
        ]
        yield f"| {name} | {' | '.join(cells)} |"


def _scores(result: Result) -> Iterator[dict[str, Any]]:
    for name, scores in result.scores.items():
        for score, found in zip(scores, result.intervals[name], strict=True):
            yield {
                "system": name,
                "language": result.language,
                "metric": score.title,
                "key": score.key,
                "score": _number(score.value),
                "low": _number(found.low),
                "high": _number(found.high),
                "signature": score.signature,
                "interval": recipe_of(result.draws),
                "better": {True: "higher", False: "lower", None: "neither"}[score.higher_is_better],
                "segments": len(score.segments),
            }


def _differences(result: Result) -> Iterator[dict[str, Any]]:
    for compared in result.compared:
        difference = compared.difference
        yield {
            "first": compared.first,
            "second": compared.second,
            "language": result.language,
            "metric": difference.title,
            "difference": _number(difference.value),
            "low": _number(difference.interval.low),
            "high": _number(difference.interval.high),
            "bootstrap_p": difference.bootstrap_p,
            "randomization_p": difference.randomization_p,
            "significant": difference.is_significant,
            "recipe": difference.recipe,
            "sentence": compared.sentence,
        }


def _number(value: float) -> float | None:
    return None if isnan(value) else round(value, 4)
