"""One evaluation: systems, their scores with intervals, and how they differ, language by language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from eval.measure import Recipe, measure
from eval.metrics.score import References, Score
from eval.significance.paired import Difference, compare
from eval.significance.resample import Draws, Interval, interval
from eval.significance.say import say


@dataclass(frozen=True, slots=True)
class Material:
    """What is scored in one language: the translations of each system, what they are held against, what was noticed."""

    references: References
    systems: Mapping[str, tuple[str, ...]]
    documents: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """Two systems by one metric, and what it means."""

    first: str
    second: str
    difference: Difference

    @property
    def sentence(self) -> str:
        """For a person who decides."""
        return say(self.difference, self.first, self.second)


@dataclass(frozen=True, slots=True)
class Result:
    """The scores of one language, by system, in the order of the metrics; `intervals` stand beside them."""

    material: Material
    scores: Mapping[str, list[Score]]
    intervals: Mapping[str, list[Interval]]
    compared: tuple[Compared, ...]
    draws: Draws

    @property
    def language(self) -> str:
        """The language of the translations (BCP 47)."""
        return self.material.references.language


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that a report shows. `data` is the sha256 of what was scored against."""

    title: str
    results: tuple[Result, ...]
    data: str = ""
    notices: tuple[str, ...] = field(default=())


def evaluate(material: Material, recipe: Recipe, draws: Draws, workers: int = 0) -> Result:
    """Scores every system, draws the test set anew for the intervals, and compares each system with the first."""
    scores = measure(material.systems, material.references, recipe, workers)
    names = list(scores)
    return Result(
        material=material,
        scores=scores,
        intervals={name: [interval(score, draws) for score in scores[name]] for name in names},
        compared=tuple(
            Compared(names[0], name, compare(first, second, draws))
            for name in names[1:]
            for first, second in zip(scores[names[0]], scores[name], strict=True)
        ),
        draws=draws,
    )


def recipe_of(draws: Draws) -> str:
    """How the intervals were made, for a signature."""
    return f"bs:{draws.rounds}|seed:{draws.seed}|drawn:{draws.units}|level:95"


def concatenate(parts: Sequence[Material]) -> Material:
    """Several articles as one material, each a document of its own. All have the same systems and one reference."""
    first = parts[0]
    names = [f"article {number}" for number in range(1, len(parts) + 1)]
    return Material(
        references=References(
            (tuple(text for part in parts for text in part.references.texts[0]),),
            first.references.language,
            tuple(text for part in parts for text in part.references.sources),
        ),
        systems={name: tuple(text for part in parts for text in part.systems[name]) for name in first.systems},
        documents=tuple(name for name, part in zip(names, parts, strict=True) for _ in range(len(part.references)))
        if len(parts) > 1
        else (),
        remarks=tuple(remark for part in parts for remark in part.remarks),
    )
