"""The engine that gives each text back: for wiring, formats and tests."""

from collections.abc import Sequence

from models.card import Card
from models.engine import Decoding, Hint, Hypothesis


class EchoEngine:
    """Each text is its own translation. Tokens are characters."""

    uses_hints = False

    def __init__(self, card: Card) -> None:
        self.model, self.revision, self.limit = card.id, card.revision, card.limit
        self.decoding, self.retry = card.decoding, card.retry

    def count(self, texts: Sequence[str]) -> list[int]:
        """Characters of each text."""
        return [len(text) for text in texts]

    def translate(
        self,
        texts: Sequence[str],
        source: str,  # noqa: ARG002 - an engine takes it
        target: str,  # noqa: ARG002 - an engine takes it
        decoding: Decoding | None = None,  # noqa: ARG002 - an engine takes it
        hints: Sequence[Hint] | None = None,  # noqa: ARG002 - an engine takes it
    ) -> list[Hypothesis]:
        """The texts as they came, without a score."""
        return [Hypothesis(text) for text in texts]
