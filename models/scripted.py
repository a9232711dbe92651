"""The fake engine: part of the public test seam, for tests of ours and of those who build on Audarma."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from models.engine import Decoding, Hint, Hypothesis

Answer = Callable[[str, str, Decoding], str | Hypothesis]


@dataclass
class ScriptedEngine:
    """Answers by `answer(text, target, decoding)`, and remembers in `calls` what it was asked: texts, target, decoding.

    Tokens are words separated by white space. What `answer` raises reaches the caller.
    """

    answer: Answer
    model: str = "scripted"
    revision: str = "1"
    limit: int = 1_000
    decoding: Decoding = field(default_factory=Decoding)
    retry: Decoding = field(default_factory=lambda: Decoding(beam=5, no_repeat_ngram=3))
    uses_hints: bool = False
    calls: list[tuple[tuple[str, ...], str, Decoding]] = field(default_factory=list)

    def count(self, texts: Sequence[str]) -> list[int]:
        """Words of each text."""
        return [len(text.split()) for text in texts]

    def translate(
        self,
        texts: Sequence[str],
        source: str,  # noqa: ARG002 - an engine takes it
        target: str,
        decoding: Decoding | None = None,
        hints: Sequence[Hint] | None = None,  # noqa: ARG002 - an engine takes it
    ) -> list[Hypothesis]:
        """The answers, in the order of the texts."""
        how = decoding or self.decoding
        self.calls.append((tuple(texts), target, how))
        answers = [self.answer(text, target, how) for text in texts]
        return [answer if isinstance(answer, Hypothesis) else Hypothesis(answer, -0.5) for answer in answers]
