"""COMET (Rei et al. 2022, https://aclanthology.org/2022.wmt-1.52): a neural model trained on people's judgements.

COMET-22 is under Apache-2.0. CometKiwi-22 and XCOMET-XL are under CC-BY-NC-SA-4.0, for non-commercial use alone: they
are used only when asked for by these names, and their titles say so.
"""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from eval.metrics.score import Array, References, share
from models.errors import ModelError, UsageError

_BATCH = 16


class Comet:
    """COMET-22, times 100, from a checkpoint on disk or the hub. Raises UsageError where it is not at hand."""

    key, title, higher_is_better = "comet", "COMET-22", True
    repository = "Unbabel/wmt22-comet-da"
    uses_references = True

    def __init__(self, references: References, checkpoint: Path | None = None) -> None:
        if not references.sources:
            raise UsageError(f"{self.key} reads the source too: give --src")
        self._references = references
        self._model = _load(self.key, self.repository, checkpoint)
        self._from = checkpoint.name if checkpoint else self.repository

    @property
    def signature(self) -> str:
        """The recipe."""
        references = f"nrefs:{len(self._references.texts)}|multi:mean" if self.uses_references else "nrefs:0"
        return f"model:{self._from}|{references}|unbabel-comet:{_version()}|version:audarma-1"

    def statistics(self, hypotheses: Sequence[str]) -> Array:
        """The model's figure of each segment, and 1; the mean over references where there are several."""
        held = self._references.texts if self.uses_references else self._references.texts[:1]
        figures = np.mean([self._predict(hypotheses, texts) for texts in held], axis=0)
        return np.stack([figures, np.ones_like(figures)], axis=1)

    def pool(self, totals: Array) -> Array:
        """The mean, times 100."""
        return share(totals[:, 0], totals[:, 1])

    def pool_segments(self, statistics: Array) -> Array:
        """The figure of one segment, times 100."""
        return self.pool(statistics)

    def _predict(self, hypotheses: Sequence[str], references: Sequence[str]) -> Array:
        rows = [
            {"src": source, "mt": text, **({"ref": reference} if self.uses_references else {})}
            for source, text, reference in zip(self._references.sources, hypotheses, references, strict=True)
        ]
        try:
            predicted = self._model.predict(rows, batch_size=_BATCH, gpus=0, progress_bar=False)
        except (RuntimeError, ValueError, KeyError) as error:
            raise ModelError(f"{self.key} failed: {error}") from error
        return np.array(predicted.scores, np.float64)


class CometKiwi(Comet):
    """CometKiwi-22: without references. CC-BY-NC-SA-4.0."""

    key, title = "cometkiwi", "CometKiwi-22 (non-commercial)"
    repository = "Unbabel/wmt22-cometkiwi-da"
    uses_references = False


class XComet(Comet):
    """XCOMET-XL. CC-BY-NC-SA-4.0."""

    key, title = "xcomet", "XCOMET-XL (non-commercial)"
    repository = "Unbabel/XCOMET-XL"


def _load(key: str, repository: str, checkpoint: Path | None) -> Any:
    try:
        from comet import download_model, load_from_checkpoint
    except ImportError as error:
        raise UsageError(f"{key} needs: pip install 'audarma[comet]'") from error
    try:
        path = _file(checkpoint) if checkpoint else download_model(repository)
        return load_from_checkpoint(str(path))
    except Exception as error:  # a network, a hub, torch and yaml each raise their own
        raise UsageError(
            f"{key} is not at hand ({type(error).__name__}): fetch {repository} from the hub where there is a "
            "network, and give its model.ckpt with --checkpoint, or leave it out of --metrics"
        ) from error


def _file(checkpoint: Path) -> Path:
    """The checkpoint itself, where its folder was given."""
    if checkpoint.is_file():
        return checkpoint
    return next(iter(sorted(checkpoint.rglob("*.ckpt"))), checkpoint)


def _version() -> str:
    try:
        return version("unbabel-comet")
    except PackageNotFoundError:
        return "unknown"
