"""MetricX-24 (Juraska et al. 2024, https://aclanthology.org/2024.wmt-1.35): errors as a model expects people to count.

The hybrid model reads a source and a hypothesis, with a reference or without. It is an mT5 of which one step is
decoded; the logit of one unused piece is the figure. Apache-2.0. Needs torch and transformers (the extra `hf`).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from eval.metrics.score import Array, References
from models.errors import ModelError, UsageError

REPOSITORY = "google/metricx-24-hybrid-large-v2p6"
TOKENIZER = "google/mt5-large"
_PIECE = 250_089
"""The piece whose logit the model was trained to make the figure (<extra_id_10> of mT5)."""
_LONGEST = 1_536
_WORST = 25.0


class MetricX:
    """MetricX-24 hybrid with references: from 0, no errors, to 25. `checkpoint` is a folder with model and tokenizer.

    Raises UsageError where it is not at hand.
    """

    key, title, higher_is_better = "metricx", "MetricX-24 (0 to 25, lower is better)", False
    uses_references = True

    def __init__(self, references: References, checkpoint: Path | None = None) -> None:
        if not references.sources:
            raise UsageError(f"{self.key} reads the source too: give --src")
        self._references = references
        self._model, self._tokenizer = _load(self.key, checkpoint)
        self._from = checkpoint.name if checkpoint else REPOSITORY

    @property
    def signature(self) -> str:
        """The recipe."""
        references = f"nrefs:{len(self._references.texts)}|multi:min" if self.uses_references else "nrefs:0"
        return f"model:{self._from}|{references}|max:{_LONGEST}|version:audarma-1"

    def statistics(self, hypotheses: Sequence[str]) -> Array:
        """The figure of each segment, and 1; the better one where there are several references."""
        held = self._references.texts if self.uses_references else [("",) * len(hypotheses)]
        figures = np.min([self._predict(hypotheses, texts) for texts in held], axis=0)
        return np.stack([figures, np.ones_like(figures)], axis=1)

    def pool(self, totals: Array) -> Array:
        """The mean."""
        return np.divide(totals[:, 0], totals[:, 1])

    def pool_segments(self, statistics: Array) -> Array:
        """The figure of one segment."""
        return self.pool(statistics)

    def _predict(self, hypotheses: Sequence[str], references: Sequence[str]) -> Array:
        rows = zip(self._references.sources, hypotheses, references, strict=True)
        return np.array([self._figure(_ask(*row)) for row in rows], np.float64)

    def _figure(self, text: str) -> float:
        import torch

        ids = self._tokenizer(text, max_length=_LONGEST, truncation=True)["input_ids"][:-1]  # without the end token
        try:
            with torch.inference_mode():
                found = self._model(
                    input_ids=torch.tensor([ids]), decoder_input_ids=torch.zeros((1, 1), dtype=torch.long)
                )
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"{self.key} failed: {error}") from error
        return float(found.logits[0, 0, _PIECE].clamp(0, _WORST))


class MetricXQE(MetricX):
    """The same without references."""

    key, title = "metricx-qe", "MetricX-24 QE (0 to 25, lower is better)"
    uses_references = False


def _ask(source: str, hypothesis: str, reference: str) -> str:
    """The words in which the model was trained to be asked."""
    asked = f"source: {source} candidate: {hypothesis}"
    return f"{asked} reference: {reference}" if reference else asked


def _load(key: str, checkpoint: Path | None) -> tuple[Any, Any]:
    try:
        from transformers import AutoTokenizer, MT5ForConditionalGeneration
    except ImportError as error:
        raise UsageError(f"{key} needs: pip install 'audarma[hf]'") from error
    try:
        model = MT5ForConditionalGeneration.from_pretrained(str(checkpoint or REPOSITORY))
        tokenizer = AutoTokenizer.from_pretrained(str(checkpoint or TOKENIZER))
    except (OSError, ValueError, RuntimeError) as error:
        raise UsageError(
            f"{key} is not at hand: fetch {REPOSITORY} and the tokenizer of {TOKENIZER} from the hub where there is a "
            "network, put both into one folder and give it with --checkpoint, or leave it out of --metrics"
        ) from error
    model.train(mode=False)
    return model, tokenizer
