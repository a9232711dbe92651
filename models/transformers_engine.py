"""transformers: the reference that CTranslate2 is compared with, and the engine of what CTranslate2 cannot run."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.card import Card
from models.convert import load_tokenizer, quiet
from models.engine import Decoding, Hint, Hypothesis
from models.errors import ModelError, UsageError, one_line
from models.fetch import from_folder
from models.pieces import fill, load_pieces
from models.vocabulary import foreign_tokens

BATCH = 16
"""Texts decoded side by side, sorted by length."""


class TransformersEngine:
    """A checkpoint with safetensors in torch, in the precision of its weights, on the GPU where there is one.

    Raises ModelError where torch and transformers are missing or the checkpoint cannot be read.
    """

    uses_hints = False

    def __init__(self, card: Card, folder: Path, threads: int = 0) -> None:
        try:
            import torch
            import transformers
        except ImportError as error:
            raise ModelError(
                f"model {card.id}: this engine needs PyTorch and transformers: pip install 'audarma[hf]'"
            ) from error
        if card.tokens is None:
            raise ModelError(f"model {card.id}: its card gives no tokens")
        checkpoint = from_folder(card, folder)
        if checkpoint.found.converted:
            raise ModelError(f"model {card.id}: {folder} holds CTranslate2 files: transformers reads safetensors")
        self.model, self.limit = card.id, card.limit
        self.revision = checkpoint.commit[:12] or card.revision
        self.decoding, self.retry = card.decoding, card.retry
        self._card, self._tokens, self._torch = card, card.tokens, torch
        if threads:
            torch.set_num_threads(threads)
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        try:
            with quiet(transformers):
                self._ids = load_tokenizer(card, checkpoint.folder)
                self._pieces = load_pieces(card.tokens, checkpoint.folder)
                loader: Any = transformers.AutoModelForSeq2SeqLM
                network = loader.from_pretrained(checkpoint.folder, use_safetensors=True, local_files_only=True)
                self._network = network.to(self._device).eval()
                self._silent = [self._ids.unk_token_id]
        except Exception as error:  # transformers raises OSError, ValueError, KeyError, ImportError and more
            raise ModelError(f"model {card.id} cannot be loaded from {folder}: {one_line(error)}") from error

    def count(self, texts: Sequence[str]) -> list[int]:
        """Pieces of each text, without the tokens that stand around it."""
        return [len(pieces) for pieces in self._pieces.encode(texts)]

    def translate(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        decoding: Decoding | None = None,
        hints: Sequence[Hint] | None = None,  # noqa: ARG002 - these models read one sentence and nothing beside it
    ) -> list[Hypothesis]:
        """One hypothesis a text, in order. Raises UsageError for a direction that the card lacks, ModelError."""
        if not self._card.translates(source, target):
            raise UsageError(f"model {self.model} does not translate {source} into {target}")
        rows = self.ids(texts, source, target, decoding or self.decoding)
        tokens = [self._ids.convert_ids_to_tokens(row) for row in rows]
        made = self._pieces.decode([[token for token in row if token is not None] for row in tokens])
        most = self._card.max_output - 1
        return [
            Hypothesis(text, complete=len(row) < most, tokens=len(row)) for text, row in zip(made, rows, strict=True)
        ]

    def ids(self, texts: Sequence[str], source: str, target: str, decoding: Decoding) -> list[list[int]]:
        """The token ids of each hypothesis, without the card's prefix: for comparisons. Raises ModelError."""
        framed = self.frame(texts, source, target)
        order = sorted(range(len(texts)), key=lambda i: len(framed[i]))
        found: dict[int, list[int]] = {}
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            decoded = self._decode([framed[i] for i in batch], source, target, decoding)
            found.update(zip(batch, decoded, strict=True))
        return [found[i] for i in range(len(texts))]

    def to_ids(self, tokens: Sequence[str]) -> list[int]:
        """The ids of tokens, as the checkpoint numbers them."""
        return list(self._ids.convert_tokens_to_ids(list(tokens)))

    def frame(self, texts: Sequence[str], source: str, target: str) -> list[list[int]]:
        """The exact token ids that the encoder reads for each text."""
        before = fill(self._tokens.source_prefix, self._tokens, source, target)
        after = fill(self._tokens.source_suffix, self._tokens, source, target)
        rows = [[*before, *pieces, *after] for pieces in self._pieces.encode(texts)]
        return [self.to_ids(row) for row in rows]

    def _decode(self, rows: Sequence[Sequence[int]], source: str, target: str, how: Decoding) -> list[list[int]]:
        torch, config = self._torch, self._network.config
        longest = max(map(len, rows))
        pad = config.pad_token_id
        inputs = torch.tensor([[*row, *[pad] * (longest - len(row))] for row in rows], device=self._device)
        mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows], device=self._device)
        prefix = self.to_ids(fill(self._tokens.target_prefix, self._tokens, source, target))
        foreign = self.to_ids(foreign_tokens(self._ids.get_vocab(), target)) if how.own_script else []
        try:
            with torch.inference_mode():
                made = self._network.generate(
                    input_ids=inputs,
                    attention_mask=mask,
                    do_sample=False,
                    num_beams=how.beam,
                    no_repeat_ngram_size=how.no_repeat_ngram,
                    repetition_penalty=how.repetition_penalty,
                    max_new_tokens=self._card.max_output - len(prefix),
                    suppress_tokens=[*self._silent, *foreign],  # a reader can do nothing with "<unk>"
                    decoder_input_ids=self._starts(prefix, len(rows)),
                )
        except (RuntimeError, ValueError, IndexError) as error:
            raise ModelError(f"model {self.model} failed while it decoded: {one_line(error)}") from error
        skip = 1 + len(prefix)
        return [_until(row[skip:], config.eos_token_id) for row in made.tolist()]

    def _starts(self, prefix: Sequence[int], rows: int) -> Any:
        start = self._network.config.decoder_start_token_id
        return self._torch.tensor([[start, *prefix]] * rows, device=self._device)


def _until(row: list[int], end: int) -> list[int]:
    """A hypothesis without the token that ends it and the padding behind."""
    return row[: row.index(end)] if end in row else row
