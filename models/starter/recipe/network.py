"""The network: a BART of transformers whose encoder, embeddings and decoder start from e5."""

from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor, nn
from transformers import BartConfig, BartForConditionalGeneration

from models.starter.recipe.config import Config
from models.starter.recipe.examples import TARGETS
from models.starter.recipe.pack import Pack
from models.starter.recipe.read_e5 import POSITIONS

BOS, PAD, EOS = 0, 1, 2
_HEADS = 12
_OFFSET = 2
"""BART's table of positions begins with two rows that nothing uses."""


def bart_config(vocabulary: int, encoder_layers: int, decoder_layers: int, dropout: float) -> BartConfig:
    """The shape of the network; `vocabulary` counts the pieces and the language tokens.

    On a CPU plain attention is a third faster than the fused one, whose gradient is slow for short sentences.
    """
    make: Any = BartConfig  # its signature does not know what every configuration takes
    config: BartConfig = make(
        vocab_size=vocabulary,
        d_model=384,
        encoder_layers=encoder_layers,
        decoder_layers=decoder_layers,
        encoder_attention_heads=_HEADS,
        decoder_attention_heads=_HEADS,
        encoder_ffn_dim=1536,
        decoder_ffn_dim=1536,
        max_position_embeddings=POSITIONS,
        pad_token_id=PAD,
        bos_token_id=BOS,
        eos_token_id=EOS,
        decoder_start_token_id=EOS,
        forced_eos_token_id=None,
        dropout=dropout,
        activation_function="gelu",
        scale_embedding=False,
        attn_implementation="sdpa" if torch.cuda.is_available() else "eager",
    )
    return config


def build(config: BartConfig) -> BartForConditionalGeneration:
    """The network without weights, its encoder with embeddings of its own, which may stay while the rest learns."""
    network = BartForConditionalGeneration(config)
    size, width = network.model.shared.weight.shape
    network.model.encoder.embed_tokens = nn.Embedding(size, width, PAD)
    return network


def start(pack: Pack, config: Config) -> BartForConditionalGeneration:
    """The network with e5's weights. Cross-attention starts as e5's attention of the same layer: e5 puts translations
    near each other, so that a piece looks for its like in the source from the first step on.
    """
    network = build(
        bart_config(len(pack.kept) + len(TARGETS), config.encoder_layers, config.decoder_layers, config.dropout)
    )
    e5 = {name: torch.from_numpy(value).float() for name, value in pack.e5.items()}
    depth = 1 + max(int(name.split(".")[1]) for name in e5 if name.startswith("layer."))
    with torch.no_grad():
        pieces = e5["embeddings"]
        table = torch.cat([pieces, pieces[torch.randint(4, len(pieces), (len(TARGETS),))]])
        network.model.shared.weight.copy_(table)
        network.model.encoder.embed_tokens.weight.copy_(table)
        for side in (network.model.encoder, network.model.decoder):
            side.embed_positions.weight[_OFFSET : _OFFSET + POSITIONS] = e5["positions"]
            _copy(side.layernorm_embedding, e5, "norm")
        for index, layer in enumerate(network.model.encoder.layers):
            _fill(layer, e5, index)
        for index, layer in enumerate(network.model.decoder.layers):
            inherited = round((index + 1) * depth / config.decoder_layers) - 1
            _fill(layer, e5, inherited)
            _attention(layer.encoder_attn, e5, inherited)
            _copy(layer.encoder_attn_layer_norm, e5, f"layer.{inherited}.norm1")
    freeze(network, config.frozen_layers)
    return network


def freeze(network: BartForConditionalGeneration, layers: int) -> None:
    """Holds the encoder's embeddings and first `layers` layers as they are; with 0 everything learns."""
    encoder = network.model.encoder
    for parameter in encoder.parameters():
        parameter.requires_grad_(layers == 0)
    for layer in encoder.layers[layers:]:
        for parameter in layer.parameters():
            parameter.requires_grad_(True)


def encode(network: BartForConditionalGeneration, ids: Tensor, stop: int) -> Tensor:
    """What the encoder's first `stop` layers make of `ids` [sentences, length]: [sentences, length, width]."""
    encoder: Any = network.model.encoder
    embedded = encoder.embed_tokens(ids)
    positions = encoder.embed_positions.weight[_OFFSET : _OFFSET + ids.shape[1]]
    states = encoder.layernorm_embedding(embedded + positions)
    return encode_on(network, states, ids != PAD, 0, stop)


def encode_on(network: BartForConditionalGeneration, states: Tensor, mask: Tensor, first: int, stop: int) -> Tensor:
    """Goes on from the states after layer `first` to those after layer `stop`. `mask` is True where a piece stands."""
    bias = torch.zeros(mask.shape, dtype=torch.float32, device=mask.device).masked_fill(~mask, -1e4)[:, None, None]
    for layer in network.model.encoder.layers[first:stop]:
        states = layer(states, bias.to(states.dtype).expand(-1, -1, mask.shape[1], -1))
    return states


def decode(network: BartForConditionalGeneration, states: Tensor, mask: Tensor, target: Tensor) -> Tensor:
    """The decoder's states [sentences, length, width] while it is told `target`, which begins with EOS."""
    out = network.model.decoder(
        input_ids=target, encoder_hidden_states=states, encoder_attention_mask=mask, use_cache=False
    )
    states_out: Tensor = out.last_hidden_state
    return states_out


def loss_of(
    network: BartForConditionalGeneration, states: Tensor, wanted: Tensor, smoothing: float, candidates: int
) -> Tensor:
    """Cross-entropy of `states` [n, width] against the pieces `wanted` [n].

    With `candidates` it is taken over the pieces that the batch wants and so many others drawn at random, whose
    logits are raised by the logarithm of how many each stands for, so that the sum stays that of the whole vocabulary.
    """
    table = network.model.shared.weight
    if not candidates:
        return F.cross_entropy((states @ table.T.to(states.dtype)).float(), wanted, label_smoothing=smoothing)
    present, places = torch.unique(wanted, return_inverse=True)
    rest = torch.ones(len(table), dtype=torch.bool, device=wanted.device)
    rest[present] = False
    others = rest.nonzero()[:, 0]
    drawn = others[torch.randperm(len(others), device=others.device)[:candidates]]
    logits = (states @ table[torch.cat([present, drawn])].T.to(states.dtype)).float()
    logits[:, len(present) :] += torch.log(torch.tensor(len(others) / len(drawn)))
    return F.cross_entropy(logits, places, label_smoothing=smoothing)


def _fill(layer: Any, e5: dict[str, Tensor], index: int) -> None:
    _attention(layer.self_attn, e5, index)
    _copy(layer.self_attn_layer_norm, e5, f"layer.{index}.norm1")
    _copy(layer.fc1, e5, f"layer.{index}.up")
    _copy(layer.fc2, e5, f"layer.{index}.down")
    _copy(layer.final_layer_norm, e5, f"layer.{index}.norm2")


def _attention(attention: Any, e5: dict[str, Tensor], index: int) -> None:
    for ours, theirs in (("q_proj", "q"), ("k_proj", "k"), ("v_proj", "v"), ("out_proj", "out")):
        _copy(getattr(attention, ours), e5, f"layer.{index}.{theirs}")


def _copy(module: Any, e5: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(e5[f"{name}.weight"])
    module.bias.copy_(e5[f"{name}.bias"])
