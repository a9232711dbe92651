"""What a model gained on a newsroom's own text and lost elsewhere: chrF++ before and after, language by language."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.measure import Recipe, measure
from eval.metrics.score import References
from eval.suites.translate import translate_suite
from models.adapt.pairs import Pair
from models.engine import Engine
from models.languages import short


@dataclass(frozen=True, slots=True)
class Change:
    """chrF++ (0 to 100) of both models on one set in one language, with the score's signature."""

    suite: str
    language: str
    segments: int
    before: float
    after: float
    signature: str

    @property
    def gain(self) -> float:
        """Points that the new model is better by."""
        return self.after - self.before

    @property
    def line(self) -> str:
        """For a person."""
        return (
            f"{self.suite}, into {short(self.language)}, {self.segments} segments: "
            f"chrF++ {self.before:.1f} -> {self.after:.1f} ({self.gain:+.1f})"
        )


def compare(suite: str, pairs: Sequence[Pair], before: Engine, after: Engine) -> list[Change]:
    """Both engines over the pairs, through the pipeline's translate stage as an article goes. Raises ModelError."""
    changes = []
    for language in dict.fromkeys(pair.language for pair in pairs):
        into = [pair for pair in pairs if pair.language == language]
        sources = [pair.source for pair in into]
        references = References((tuple(pair.translation for pair in into),), language, tuple(sources))
        systems = {
            name: tuple(translate_suite(engine, sources, language))
            for name, engine in (("before", before), ("after", after))
        }
        scores = {name: found[0] for name, found in measure(systems, references, Recipe(("chrf++",)), 1).items()}
        signature = str(scores["after"].signature)
        values = (scores["before"].value, scores["after"].value)
        changes.append(Change(suite, language, len(into), *values, signature))
    return changes
