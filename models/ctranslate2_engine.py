"""CTranslate2: the main engine. Takes its source format, prefixes and end tokens from the model's card."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import ctranslate2
from tokenizers import Tokenizer

from models.card import Card, Tokens
from models.engine import Decoding, Hint, Hypothesis
from models.errors import ModelError, UsageError
from models.force import Demand, Draft, Forcer

BATCH_TOKENS = 2048
"""Source tokens decoded side by side, padding included: past it, a CPU gains nothing and memory grows."""


class CTranslate2Engine:
    """A converted model on the CPU. `threads` 0 lets CTranslate2 take what the machine has.

    Of a hint it takes the terms, and forces those into a hypothesis that it lacks (`models.force`).

    Raises ModelError when CTranslate2 or the tokenizer cannot read the folder.
    """

    uses_hints = False
    keeps_terms: Literal[True] = True

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
        hints: Sequence[Hint] | None = None,
    ) -> list[Hypothesis]:
        """One hypothesis a text, in order. Raises UsageError for a direction that the card lacks, ModelError."""
        if not self._card.translates(source, target):
            raise UsageError(f"model {self.model} does not translate {source} into {target}")
        if not texts:
            return []
        job = _Job(self._frame(texts, source, target), source, target, decoding or self.decoding)
        found: dict[int, Hypothesis] = {}
        if hints is not None:
            wanted = {i: demands for i, hint in enumerate(hints) if (demands := self._demands(texts[i], hint))}
            found = self._forced(job, wanted)
        plain = [index for index in range(len(texts)) if index not in found]
        found.update(zip(plain, self._plain(job, plain), strict=True))
        return [found[index] for index in range(len(texts))]

    def _plain(self, job: "_Job", indices: Sequence[int]) -> list[Hypothesis]:
        prefix = self._prefix(job)
        results = self._search(job, indices, [prefix] * len(indices), attention=False)
        hypotheses = [result.hypotheses[0][len(prefix) :] for result in results]
        return [
            Hypothesis(self._spell(tokens), result.scores[0], complete=self._is_complete(job, tokens))
            for result, tokens in zip(results, hypotheses, strict=True)
        ]

    def _forced(self, job: "_Job", wanted: dict[int, list[Demand]]) -> dict[int, Hypothesis]:
        """The texts that have terms, decoded until they keep them."""
        if not wanted:
            return {}
        indices = list(wanted)
        prefix = self._prefix(job)

        def decode(which: Sequence[int], prefixes: Sequence[tuple[str, ...]]) -> list[Draft]:
            results = self._search(
                job, [indices[i] for i in which], [[*prefix, *forced] for forced in prefixes], attention=True
            )
            return [self._draft(job, result, len(prefix)) for result in results]

        force = Forcer(
            decode,
            lambda text: list(self._tokenizer.encode(text, add_special_tokens=False).tokens),
            self._spell,
            spaced=job.target != "zh-Hans",
            suffixed=job.target == "kk-Cyrl",
        )
        return {
            index: Hypothesis(text.strip(), draft.score, complete=draft.complete)
            for index, (text, draft) in zip(indices, force(list(wanted.values())), strict=True)
        }

    def _demands(self, text: str, hint: Hint) -> list[Demand]:
        """The terms of a hint that stand in the text, in order, with the source tokens of each."""
        demands: list[Demand] = []
        position = 0
        before = len(self._tokens.source_prefix)
        offsets = self._tokenizer.encode(text, add_special_tokens=False).offsets if hint.terms else []
        accepted = hint.accepted or ((),) * len(hint.terms)
        for (surface, form), others in zip(hint.terms, accepted, strict=True):
            start = text.find(surface, position)
            if start < 0:
                continue  # it stands in another part of a segment that was cut
            position = start + len(surface)
            covered = tuple(before + i for i, (a, b) in enumerate(offsets) if b > start and a < position)
            quoted = not (surface[0].isalnum() and form[0].isalnum())
            demands.append(Demand(covered, form, others, quoted))
        return demands

    def _draft(self, job: "_Job", result: Any, skipped: int) -> Draft:
        tokens = result.hypotheses[0][skipped:]
        rows = tuple(tuple(row) for row in result.attention[0][skipped : skipped + len(tokens)])
        return Draft(tuple(tokens), rows, result.scores[0], self._is_complete(job, tokens))

    def _search(
        self, job: "_Job", indices: Sequence[int], prefixes: Sequence[Sequence[str]], *, attention: bool
    ) -> list[Any]:
        how = job.decoding
        try:
            found: list[Any] = self._translator.translate_batch(
                [job.sources[index] for index in indices],
                target_prefix=[list(prefix) for prefix in prefixes] if any(prefixes) else None,
                max_batch_size=BATCH_TOKENS,
                batch_type="tokens",
                beam_size=how.beam,
                no_repeat_ngram_size=how.no_repeat_ngram,
                repetition_penalty=how.repetition_penalty,
                max_input_length=0,  # the caller splits: nothing is cut off here
                max_decoding_length=self._card.max_output,
                disable_unk=True,  # a reader can do nothing with "<unk>"
                return_scores=True,
                return_attention=attention,
            )
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"model {self.model} failed while it decoded: {_line(error)}") from error
        return found

    def _prefix(self, job: "_Job") -> list[str]:
        return fill(self._tokens.target_prefix, self._tokens, job.source, job.target)

    def _is_complete(self, job: "_Job", tokens: Sequence[str]) -> bool:
        return len(tokens) < self._card.max_output - len(self._prefix(job))

    def _spell(self, tokens: Sequence[str]) -> str:
        return str(self._tokenizer.decode([self._tokenizer.token_to_id(token) or 0 for token in tokens])).strip()

    def _frame(self, texts: Sequence[str], source: str, target: str) -> list[list[str]]:
        before = fill(self._tokens.source_prefix, self._tokens, source, target)
        after = fill(self._tokens.source_suffix, self._tokens, source, target)
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [[*before, *encoding.tokens, *after] for encoding in encoded]


@dataclass(frozen=True, slots=True)
class _Job:
    """The texts of one call as the model reads them, between which languages, and how to search."""

    sources: list[list[str]]
    source: str
    target: str
    decoding: Decoding


def fill(template: Sequence[str], tokens: Tokens, source: str, target: str) -> list[str]:
    """The tokens of a template with the model's codes in place of `{source}` and `{target}`."""
    codes = {"{source}": tokens.codes.get(source, source), "{target}": tokens.codes.get(target, target)}
    return [codes.get(token, token) for token in template]


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
