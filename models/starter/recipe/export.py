"""A trained state into what ships: CTranslate2 files of 8 bits with their tokenizer.

python -m models.starter.recipe.export PREPARED TRAINED OUT [--card CARDS/starter-candidate.toml]
"""

import argparse
import shutil
from pathlib import Path
from typing import Any

import msgspec
import torch
from tokenizers import AddedToken, Tokenizer
from transformers import BartForConditionalGeneration, PreTrainedTokenizerFast

from models.convert import Vocabulary, quiet
from models.errors import UsageError
from models.starter.recipe.candidate import write_card
from models.starter.recipe.config import Config
from models.starter.recipe.examples import TARGETS
from models.starter.recipe.network import bart_config, build

LANGUAGE_TOKENS = tuple(f"<2{language}>" for language in TARGETS)


def load_state(path: Path) -> BartForConditionalGeneration:
    """The network of a `state.pt`. Raises UsageError."""
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        config = msgspec.convert({k: v for k, v in state["config"].items() if k in Config.__struct_fields__}, Config)
        vocabulary = len(state["network"]["model.shared.weight"])
    except (OSError, KeyError, RuntimeError) as error:
        raise UsageError(f"{path} is no state of 'python -m models.starter.recipe.train': {error}") from error
    network = build(bart_config(vocabulary, config.encoder_layers, config.decoder_layers, config.dropout))
    network.load_state_dict(state["network"])
    return network


def export(network: BartForConditionalGeneration, tokenizer: Tokenizer, out: Path, precision: str = "int8") -> None:
    """Writes `out` anew. `tokenizer` has the pieces without the language tokens."""
    import transformers
    from ctranslate2.converters.transformers import BartLoader

    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in LANGUAGE_TOKENS])
    wrap: Any = PreTrainedTokenizerFast
    names = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
    wrapped = wrap(tokenizer_object=tokenizer, **names)
    config: Any = network.config
    module: torch.nn.Module = network
    config.normalize_before, config.normalize_embedding, config.tokenizer_class = False, True, None
    with torch.no_grad(), quiet(transformers):
        spec = BartLoader()(module.float().eval(), Vocabulary(wrapped, config.vocab_size))
        spec.validate()
        spec.optimize(quantization=None if precision == "float32" else precision)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    spec.save(str(out))
    tokenizer.save(str(out / "tokenizer.json"))


def export_as(network: BartForConditionalGeneration, tokenizer: Path, out: Path) -> None:
    """Writes `out` with a tokenizer that has the language tokens already, as shipped ones have."""
    export(network, Tokenizer.from_file(str(tokenizer)), out)


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="A trained state into CTranslate2 files.")
    parser.add_argument("prepared", type=Path)
    parser.add_argument("trained", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--precision", default="int8")
    parser.add_argument("--card", type=Path, help="also write a card, by which Audarma finds the model")
    asked = parser.parse_args(arguments)
    tokenizer = Tokenizer.from_file(str(asked.prepared / "tokenizer.json"))
    network = load_state(asked.trained / "state.pt")
    export(network, tokenizer, asked.out, asked.precision)
    if asked.card is not None:
        write_card(asked.out, asked.card, sum(parameter.numel() for parameter in network.parameters()))


if __name__ == "__main__":
    main()
