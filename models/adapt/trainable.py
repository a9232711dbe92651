"""A model's weights in a form that can learn: from its torch checkpoint, or read back from CTranslate2's file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from models.adapt.pairs import Pair
from models.card import Card
from models.catalogue import EMBEDDED
from models.convert import load_tokenizer, quiet
from models.errors import ModelError, UsageError, one_line
from models.languages import SOURCE
from models.load import embedded_folder
from models.pieces import Pieces, fill, load_pieces
from models.weights import read_weights

IGNORED = -100
"""The label of a place that is not learnt, as PyTorch has it."""


@dataclass(frozen=True)
class Example:
    """Ids: what the encoder reads, what the decoder is told, and what it should say at each place."""

    read: list[int]
    told: list[int]
    wanted: list[int]


@dataclass(frozen=True)
class Trainable:
    """A torch network with its card and tokenizer. `ids` maps every token to its number."""

    card: Card
    folder: Path
    network: Any
    pieces: Pieces
    ids: dict[str, int]

    def example(self, pair: Pair) -> Example:
        """A pair as the engine will frame it. Raises ModelError for a language token that the model lacks."""
        tokens = self.card.tokens
        assert tokens is not None, "cards of converted families have tokens"
        read, written = self.pieces.encode([pair.source, pair.translation])
        before, after, prefix = (
            fill(template, tokens, SOURCE, pair.language)
            for template in (tokens.source_prefix, tokens.source_suffix, tokens.target_prefix)
        )
        config = self.network.config
        told = [config.decoder_start_token_id, *self._numbers(prefix), *self._numbers(written)]
        wanted = [*[IGNORED] * len(prefix), *self._numbers(written), config.eos_token_id]
        return Example(self._numbers([*before, *read, *after]), told, wanted)

    def _numbers(self, tokens: Sequence[str]) -> list[int]:
        unknown = self.ids.get("<unk>", 0)
        return [self.ids.get(token, unknown) for token in tokens]


def open_trainable(card: Card, checkpoint: Path | None) -> Trainable:
    """The embedded model from its own file, any other from the folder with its torch checkpoint.

    Raises UsageError where there is nothing to learn with, ModelError where it cannot be read.
    """
    if not card.converted or card.tokens is None:
        raise UsageError(f"model {card.id} is not one that Audarma can adapt: only those that CTranslate2 runs")
    if checkpoint is None:
        if card.id != EMBEDDED and not card.folder:
            raise UsageError(
                f"model {card.id}: --checkpoint DIR names the folder of its torch weights (safetensors): those "
                "that are installed are rounded and cannot learn"
            )
        return _embedded(card, embedded_folder(card))
    try:
        import transformers

        with quiet(transformers):
            network = transformers.AutoModelForSeq2SeqLM.from_pretrained(
                checkpoint, local_files_only=True, use_safetensors=True
            ).float()
        tokenizer = load_tokenizer(card, checkpoint)
    except Exception as error:  # transformers raises whatever it met
        raise ModelError(f"model {card.id} cannot be read from {checkpoint}: {one_line(error)}") from error
    ids = {token: int(number) for token, number in tokenizer.get_vocab().items()}
    return Trainable(card, checkpoint, network, load_pieces(card.tokens, checkpoint), ids)


def _embedded(card: Card, folder: Path) -> Trainable:
    """The embedded model's shipped weights, which 8 bits have rounded: a good start, if not the very one."""
    from models.starter.recipe.network import bart_config, build

    assert card.tokens is not None, "the caller looked"
    stored = read_weights(folder / "model.bin")
    depths = {side: _layers(stored, side) for side in ("encoder", "decoder")}
    vocabulary = json.loads((folder / "shared_vocabulary.json").read_text("utf-8"))
    network: Any = build(bart_config(len(vocabulary), depths["encoder"], depths["decoder"], dropout=0.1))
    _fill(network.model, stored, depths)
    ids = {token: number for number, token in enumerate(vocabulary)}
    return Trainable(card, folder, network, load_pieces(card.tokens, folder), ids)


def _layers(stored: dict[str, Any], side: str) -> int:
    return sum(name.startswith(f"{side}/") and name.endswith("ffn/linear_0/bias") for name in stored)


def _fill(model: Any, stored: dict[str, Any], depths: dict[str, int]) -> None:
    _set(model.shared.weight, stored["decoder/embeddings/weight"])
    _set(model.encoder.embed_tokens.weight, stored["encoder/embeddings_0/weight"])
    for side, depth in depths.items():
        module = getattr(model, side)
        positions = stored[f"{side}/position_encodings/encodings"]
        _set(module.embed_positions.weight[-len(positions) :], positions)
        _norm(module.layernorm_embedding, stored, f"{side}/layernorm_embedding")
        for index in range(depth):
            layer, name = module.layers[index], f"{side}/layer_{index}"
            own = layer.self_attn
            _linear((own.q_proj, own.k_proj, own.v_proj), stored, f"{name}/self_attention/linear_0")
            _linear((own.out_proj,), stored, f"{name}/self_attention/linear_1")
            _norm(layer.self_attn_layer_norm, stored, f"{name}/self_attention/layer_norm")
            if side == "decoder":
                across = layer.encoder_attn
                _linear((across.q_proj,), stored, f"{name}/attention/linear_0")
                _linear((across.k_proj, across.v_proj), stored, f"{name}/attention/linear_1")
                _linear((across.out_proj,), stored, f"{name}/attention/linear_2")
                _norm(layer.encoder_attn_layer_norm, stored, f"{name}/attention/layer_norm")
            _linear((layer.fc1,), stored, f"{name}/ffn/linear_0")
            _linear((layer.fc2,), stored, f"{name}/ffn/linear_1")
            _norm(layer.final_layer_norm, stored, f"{name}/ffn/layer_norm")


def _linear(modules: Sequence[Any], stored: dict[str, Any], name: str) -> None:
    """Several matrices that CTranslate2 keeps as one, or one alone."""
    for kind in ("weight", "bias"):
        parts = np.split(stored[f"{name}/{kind}"], len(modules))
        for module, part in zip(modules, parts, strict=True):
            _set(getattr(module, kind), part)


def _norm(module: Any, stored: dict[str, Any], name: str) -> None:
    _set(module.weight, stored[f"{name}/gamma"])
    _set(module.bias, stored[f"{name}/beta"])


def _set(parameter: Any, value: Any) -> None:
    import torch

    with torch.no_grad():
        parameter.copy_(torch.from_numpy(value))
