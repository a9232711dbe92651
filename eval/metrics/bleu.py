"""BLEU (Papineni et al. 2002, https://aclanthology.org/P02-1040) and spBLEU, by sacreBLEU."""

from pathlib import Path

import numpy as np
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.tokenizers.tokenizer_spm import SPM_MODELS
from sacrebleu.utils import SACREBLEU_DIR

from eval.metrics.sacre import Sacre
from eval.metrics.score import Array, References
from models.errors import UsageError

TOKENIZERS = {"zh-Hans": "zh", "kk-Cyrl": "13a", "en": "13a", "ru": "13a"}
_ORDERS = 4


class Bleu(Sacre):
    """BLEU with the tokenizer of the language: characters for Chinese, 13a for the others.

    Segment figures use effective order, as sacreBLEU's sentence scores do: a short segment has no 4-grams to miss.
    """

    key, title, higher_is_better = "bleu", "BLEU", True

    def __init__(self, references: References, tokenizer: str = "") -> None:
        tokenize = tokenizer or TOKENIZERS[references.language]
        super().__init__(BLEU(tokenize=tokenize, force=True), references)

    def pool(self, totals: Array) -> Array:
        """BLEU with exponential smoothing."""
        return pool_bleu(totals)

    def pool_segments(self, statistics: Array) -> Array:
        """The same with effective order."""
        return pool_bleu(statistics, effective_order=True)


class SpBleu(Bleu):
    """BLEU over the pieces of FLORES-200's SentencePiece model. Raises UsageError where its file is not at hand."""

    key, title = "spbleu", "spBLEU"

    def __init__(self, references: References) -> None:
        path = model_file()
        if not path.is_file():
            raise UsageError(
                f"spBLEU needs the file {path}, which is not there: fetch {SPM_MODELS['flores200']['url']} "
                "under that name, or leave spbleu out of --metrics"
            )
        super().__init__(references, "flores200")


def model_file() -> Path:
    """Where sacreBLEU looks for the SentencePiece model of spBLEU."""
    return Path(SACREBLEU_DIR, "models", Path(SPM_MODELS["flores200"]["url"]).name)


def pool_bleu(totals: Array, *, effective_order: bool = False) -> Array:
    """BLEU of each row: hypothesis length, reference length, four counts of matches, four of n-grams.

    The formula and its smoothing (an n-gram order without a match counts as half a match, a quarter, …) are sacreBLEU's
    `exp`, method 3 of Chen and Cherry 2014, https://aclanthology.org/W14-3346.
    """
    ours, theirs = totals[:, 0], totals[:, 1]
    matches, counts = totals[:, 2 : 2 + _ORDERS], totals[:, 2 + _ORDERS :]
    short = ours < theirs
    penalty = np.exp(np.where(short, 1 - theirs / np.maximum(ours, 1), 0))
    missed = (matches == 0) & (counts > 0)
    smoothed = np.where(matches > 0, matches, 0.5 ** np.cumsum(missed, axis=1))
    logs = np.log(np.where(counts > 0, 100 * smoothed / np.maximum(counts, 1), 1))
    orders = (counts > 0).sum(1)
    whole = matches.any(axis=1) & (ours > 0) & ((orders == _ORDERS) | effective_order)
    figures: Array = penalty * np.exp(logs.sum(1) / np.maximum(orders, 1))
    return np.where(whole, figures, 0.0)
