"""How alike the words of a sentence and of its translation are in meaning, each word read in its sentence."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from models.encoder import Vectors, load_encoder
from pipeline.anchor import Token

_SURE, _ELSEWHERE = 1.0, 0.3
"""A pair that is surely one; and the most that is believed of either word's other pairs."""


def likenesses(
    source: str, ours: Sequence[Token], target: str, theirs: Sequence[Token], sure: Mapping[int, int]
) -> Vectors:
    """A row for each of our words, a column for each of theirs: cosines, with what is `sure` (index by index) above
    all. Raises ModelError.
    """
    found: Vectors = _words(source, ours) @ _words(target, theirs).T
    for i, j in sure.items():
        found[i, :] = np.minimum(found[i, :], _ELSEWHERE)
        found[:, j] = np.minimum(found[:, j], _ELSEWHERE)
    for i, j in sure.items():
        found[i, j] = _SURE
    return found


def _words(text: str, tokens: Sequence[Token]) -> Vectors:
    """A vector of length 1 a word: the mean of its tokens' less the mean of the sentence's; of length 0 for a word that
    the encoder does not see."""
    places, vectors = _encoded(text)
    rows = np.zeros((len(tokens), vectors.shape[1]), np.float32)
    if not places:
        return rows
    middle = vectors.mean(0)
    for row, token in zip(rows, tokens, strict=True):
        inside = [i for i, (start, stop) in enumerate(places) if start < token.stop and stop > token.start]
        if inside:
            vector = vectors[inside].mean(0) - middle
            row[:] = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return rows


@lru_cache(maxsize=128)
def _encoded(text: str) -> tuple[list[tuple[int, int]], Vectors]:
    return load_encoder().encode_tokens(text)
