"""CTranslate2: the main engine. Takes its source format, prefixes and end tokens from the model's card."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ctranslate2
from tokenizers import Tokenizer

from models.card import Card, Tokens
from models.engine import Decoding, Hint, Hypothesis
from models.errors import ModelError, UsageError

BATCH_TOKENS = 2048
"""Source tokens decoded side by side, padding included: past it, a CPU gains nothing and memory grows."""


class CTranslate2Engine:
    """A converted model on the CPU. `threads` 0 lets CTranslate2 take what the machine has.

    Raises ModelError when CTranslate2 or the tokenizer cannot read the folder.
    """

    uses_hints = False

    def __init__(self, card: Card, folder: Path, threads: int = 0) -> None:
        if card.tokens is None:
            raise ModelError(f"model {card.id}: its card gives no tokens")
        self.model, self.revision, self.limit = card.id, card.revision, card.limit
        self.decoding, self.retry = card.decoding, card.retry
        self._card, self._tokens = card, card.tokens
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / card.tokens.tokenizer))
            self._translator: Any = ctranslate2.Translator(str(folder), device="cpu", intra_threads=threads)
        except Exception as error:  # both libraries raise bare Exception, RuntimeError or ValueError
            raise ModelError(f"model {card.id} cannot be loaded from {folder}: {_line(error)}") from error

    def count(self, texts: Sequence[str]) -> list[int]:
        """Pieces of each text, without the tokens that stand around it."""
        return [len(e.ids) for e in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]

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
        if not texts:
            return []
        prefix = fill(self._tokens.target_prefix, self._tokens, source, target)
        sources = self._frame(texts, source, target)
        how = decoding or self.decoding
        try:
            results = self._translator.translate_batch(
                sources,
                target_prefix=[prefix] * len(sources) if prefix else None,
                max_batch_size=BATCH_TOKENS,
                batch_type="tokens",
                beam_size=how.beam,
                no_repeat_ngram_size=how.no_repeat_ngram,
                repetition_penalty=how.repetition_penalty,
                max_input_length=0,  # the caller splits: nothing is cut off here
                max_decoding_length=self._card.max_output,
                disable_unk=True,  # a reader can do nothing with "<unk>"
                return_scores=True,
            )
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"model {self.model} failed while it decoded: {_line(error)}") from error
        hypotheses = [result.hypotheses[0][len(prefix) :] for result in results]
        ids = [[self._tokenizer.token_to_id(token) or 0 for token in tokens] for tokens in hypotheses]
        return [
            Hypothesis(text.strip(), result.scores[0], complete=len(tokens) < self._card.max_output - len(prefix))
            for text, result, tokens in zip(self._tokenizer.decode_batch(ids), results, hypotheses, strict=True)
        ]

    def _frame(self, texts: Sequence[str], source: str, target: str) -> list[list[str]]:
        before = fill(self._tokens.source_prefix, self._tokens, source, target)
        after = fill(self._tokens.source_suffix, self._tokens, source, target)
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [[*before, *encoding.tokens, *after] for encoding in encoded]


def fill(template: Sequence[str], tokens: Tokens, source: str, target: str) -> list[str]:
    """The tokens of a template with the model's codes in place of `{source}` and `{target}`."""
    codes = {"{source}": tokens.codes.get(source, source), "{target}": tokens.codes.get(target, target)}
    return [codes.get(token, token) for token in template]


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
