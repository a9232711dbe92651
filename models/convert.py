"""From a transformers checkpoint to CTranslate2: the one place that knows where the two libraries do not fit.

CTranslate2's converters were written for transformers 4. What has changed since, and is bridged here:

- the converters read the vocabulary from `special_tokens_map["additional_special_tokens"]`, which is gone, so that the
  language tokens of M2M100 were lost: the vocabulary is read id by id instead;
- `BartConfig` no longer has `normalize_before` and `normalize_embedding`: they are set to what BART does;
- `AutoTokenizer` may ask for code from the hub (SMaLL-100): the class of each family is named here.
"""

import warnings
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.card import Card
from models.errors import ModelError, one_line
from models.pieces import UNNAMED

if TYPE_CHECKING:
    from collections.abc import Iterator

PRECISIONS = ("float32", "float16", "bfloat16", "int16", "int8", "int8_float16", "int8_bfloat16")
"""What weights can be stored in; `int8` keeps the rest in float32."""

_TOKENIZERS = {
    "nllb": "NllbTokenizer",
    "m2m100": "M2M100Tokenizer",
    "marian": "MarianTokenizer",
    "t5": "T5Tokenizer",
    "bart": "AutoTokenizer",
}


def convert(card: Card, checkpoint: Path, out: Path, precision: str) -> None:
    """Writes `checkpoint`, a folder with safetensors, into the new folder `out` as CTranslate2 files.

    The tokenizer's files that the card names are copied beside them. Raises ModelError; `out` may then hold part.
    """
    try:
        import torch
        import transformers
        from ctranslate2.converters import TransformersConverter
    except ImportError as error:
        raise ModelError(
            f"model {card.id}: converting needs PyTorch and transformers ({one_line(error)}): "
            "pip install 'audarma[hf]', or pull a repository that holds CTranslate2 files"
        ) from error

    class Bridged(TransformersConverter):  # type: ignore[misc] # the library is published without types
        def load_model(self, model_class: Any, path: str, **options: Any) -> Any:
            model = model_class.from_pretrained(path, use_safetensors=True, local_files_only=True, **options)
            if card.family == "bart":
                model.config.normalize_before = False
                model.config.normalize_embedding = True
            self.size = model.config.vocab_size
            return model.eval()

        def load_tokenizer(self, _class: Any, path: str, **_options: Any) -> "Vocabulary":
            return Vocabulary(load_tokenizer(card, Path(path)), self.size)

    tokens = card.tokens
    assert tokens is not None, "cards of converted families have tokens"
    try:
        with torch.no_grad(), quiet(transformers):
            Bridged(str(checkpoint), copy_files=list(tokens.files)).convert(str(out), quantization=precision)
    except Exception as error:  # the converters raise whatever they meet: KeyError, AttributeError, ValueError, OSError
        raise ModelError(f"model {card.id} cannot be converted from {checkpoint}: {one_line(error)}") from error


def load_tokenizer(card: Card, checkpoint: Path) -> Any:
    """The transformers tokenizer of a checkpoint, by the card's family; no code from the hub is run."""
    import transformers

    with quiet(transformers):
        kind = getattr(transformers, _TOKENIZERS.get(card.family, "AutoTokenizer"))
        return kind.from_pretrained(checkpoint, local_files_only=True)


@contextmanager
def quiet(transformers: Any) -> "Iterator[None]":
    """No progress bars or advice from transformers: a user sees Audarma's own lines. Restores what was set."""
    log = transformers.logging
    verbosity, bars = log.get_verbosity(), log.is_progress_bar_enabled()
    log.set_verbosity_error()
    log.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Marian's tokenizer advises sacremoses, which models here do not need
            yield
    finally:
        log.set_verbosity(verbosity)
        if bars:
            log.enable_progress_bar()


class Vocabulary:
    """As much of a tokenizer as the converters read, with one token for every id of the model.

    Ids that no token has (padding of the embedding table) get a name that no text can produce.
    """

    def __init__(self, tokenizer: Any, size: int) -> None:
        self.bos_token, self.eos_token = tokenizer.bos_token, tokenizer.eos_token
        self.unk_token, self.pad_token = tokenizer.unk_token, tokenizer.pad_token
        self.unk_token_id = tokenizer.unk_token_id
        self.special_tokens_map: dict[str, list[str]] = {}
        self.num_madeup_words = 0
        self._tokens = _distinct(tokenizer.convert_ids_to_tokens(list(range(size))), self.unk_token_id)

    def get_vocab(self) -> dict[str, int]:
        """The id of every token."""
        return {token: i for i, token in enumerate(self._tokens)}

    def convert_ids_to_tokens(self, index: int) -> str:
        """The token of an id."""
        return self._tokens[index]


def _distinct(tokens: Sequence[str | None], unknown: int) -> list[str]:
    seen: set[str] = set()
    distinct = []
    for i, token in enumerate(tokens):
        taken = token is None or token in seen or (token == tokens[unknown] and i != unknown)
        name = f"{UNNAMED}{i}" if taken else str(token)
        seen.add(name)
        distinct.append(name)
    return distinct
