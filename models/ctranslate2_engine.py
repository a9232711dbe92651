"""CTranslate2: the main engine. Takes its source format, prefixes and end tokens from the model's card."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import ctranslate2

from models.card import Card
from models.engine import Decoding, Hint, Hypothesis
from models.errors import ModelError, UsageError, one_line
from models.inflect import inflect_kazakh
from models.keep_terms import Demand, Draft, Keeper
from models.machine import CPU, CUDA, choose_compute, cores, divide, free_memory, has_cuda
from models.pieces import fill, load_pieces
from models.sizes import memory_for, spell
from models.vocabulary import foreign_tokens, read_vocabulary

BATCH_TOKENS, _SMALL_BATCH_TOKENS = 2048, 512
"""Source tokens decoded side by side, padding included: past it, a CPU gains nothing and memory grows. The second is
for a decoder of one thread.
"""
_LEAST_BATCH = 128
_BATCHES_A_CALL = 2
"""For every decoder, where there are several: one that is done with a short batch goes on with the next."""


class CTranslate2Engine:
    """A converted model, on the GPU where there is one, else on the CPU.

    Of a hint it takes the terms, and puts those into a hypothesis that it lacks (`models.keep_terms`).
    `threads` 0 takes what the machine has. `saved` is the precision of the weights and `compute` the one to compute
    in; "auto" takes what the processor supports nearest to the saved one. Raises ModelError when CTranslate2 or the
    tokenizer cannot read the folder, or when the model cannot fit into memory, with the figures.
    """

    uses_hints = False
    keeps_terms = True

    def __init__(  # noqa: PLR0913 - a model, where it is, and how to compute
        self,
        card: Card,
        folder: Path,
        threads: int = 0,
        *,
        revision: str = "",
        saved: str = "int8",
        compute: str = "auto",
        device: str = "auto",
    ) -> None:
        if card.tokens is None:
            raise ModelError(f"model {card.id}: its card gives no tokens")
        self.model, self.revision, self.limit = card.id, revision or card.revision, card.limit
        self.decoding, self.retry = card.decoding, card.retry
        self._card, self._tokens = card, card.tokens
        self._foreign: dict[str, list[list[str]]] = {}
        where = device if device != "auto" else CUDA if has_cuda() else CPU
        self.compute = choose_compute(saved, card.half, where) if compute == "auto" else compute
        self._decoders, each = divide(threads, cores(), card.parameters) if where == CPU else (1, 0)
        self._batch_tokens = _SMALL_BATCH_TOKENS if each == 1 else BATCH_TOKENS
        check_memory(card, folder / "model.bin", where)
        try:
            self._pieces = load_pieces(card.tokens, folder)
            self._vocabulary = read_vocabulary(folder, "target")
            self._translator: Any = ctranslate2.Translator(
                str(folder),
                device=where,
                compute_type=self.compute,
                inter_threads=self._decoders,
                intra_threads=each,
            )
        except Exception as error:  # the libraries raise bare Exception, RuntimeError, OSError or ValueError
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
        hints: Sequence[Hint] | None = None,
    ) -> list[Hypothesis]:
        """One hypothesis a text, in order. Raises UsageError for a direction that the card lacks, ModelError."""
        if not self._card.translates(source, target):
            raise UsageError(f"model {self.model} does not translate {source} into {target}")
        how = decoding or self.decoding
        wanted = {
            i: demands
            for i, hint in enumerate(hints or ())
            if hint.terms and (demands := self._demands(texts[i], hint))
        }
        results, rows = self._decode(texts, source, target, how, attention=bool(wanted))
        spelt = self._pieces.decode(rows)
        keep = Keeper(
            lambda pieces: self._pieces.decode([pieces])[0],
            spaced=target != "zh-Hans",
            inflect=inflect_kazakh if target == "kk-Cyrl" else None,
        )
        for i, demands in wanted.items():
            spelt[i] = keep(self._draft(results[i], rows[i]), demands)
        return [
            Hypothesis(text, result.scores[0], complete=self._is_complete(pieces), tokens=len(pieces))
            for text, result, pieces in zip(spelt, results, rows, strict=True)
        ]

    def _demands(self, text: str, hint: Hint) -> list[Demand]:
        """The terms of a hint that stand in the text, in order, with the source tokens of each."""
        demands: list[Demand] = []
        position, before = 0, len(self._tokens.source_prefix)
        offsets = self._pieces.offsets(text)
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

    def _draft(self, result: Any, tokens: Sequence[str]) -> Draft:
        skipped = len(self._tokens.target_prefix)
        rows = result.attention[0][skipped : skipped + len(tokens)]
        return Draft(tuple(tokens), tuple(map(tuple, rows)))

    def _is_complete(self, tokens: Sequence[str]) -> bool:
        return len(tokens) < self._card.max_output - len(self._tokens.target_prefix)

    def tokens(self, texts: Sequence[str], source: str, target: str, decoding: Decoding) -> list[list[str]]:
        """The tokens of each hypothesis, without the card's prefix: for comparisons. Raises ModelError."""
        return self._decode(texts, source, target, decoding)[1]

    def _decode(
        self, texts: Sequence[str], source: str, target: str, how: Decoding, *, attention: bool = False
    ) -> tuple[list[Any], list[list[str]]]:
        if not texts:
            return [], []
        prefix = fill(self._tokens.target_prefix, self._tokens, source, target)
        frames = self.frame(texts, source, target)
        results = self._search(frames, [prefix] * len(texts), target, how, attention=attention)
        return results, [result.hypotheses[0][len(prefix) :] for result in results]

    def _search(
        self, frames: list[list[str]], prefixes: list[list[str]], target: str, how: Decoding, *, attention: bool
    ) -> list[Any]:
        """The results of all frames, a few batches a call: between calls Python hears a Ctrl-C."""
        found: dict[int, Any] = {}
        for which in self._slices(frames):
            asked = [prefixes[i] for i in which]
            try:
                results = self._translator.translate_batch(
                    [frames[i] for i in which],
                    target_prefix=asked if any(asked) else None,
                    max_batch_size=self._batch([frames[i] for i in which]),
                    batch_type="tokens",
                    beam_size=how.beam,
                    no_repeat_ngram_size=how.no_repeat_ngram,
                    repetition_penalty=how.repetition_penalty,
                    max_input_length=0,  # the caller splits: nothing is cut off here
                    max_decoding_length=self._card.max_output,
                    disable_unk=True,  # a reader can do nothing with "<unk>"
                    suppress_sequences=self._suppressed(target) if how.own_script else None,
                    return_scores=True,
                    return_attention=attention,
                )
            except (RuntimeError, ValueError) as error:
                raise ModelError(f"model {self.model} failed while it decoded: {one_line(error)}") from error
            found.update(zip(which, results, strict=True))
        return [found[i] for i in range(len(frames))]

    def _suppressed(self, target: str) -> list[list[str]]:
        """The tokens of other scripts than the target's, each a sequence."""
        if target not in self._foreign:
            self._foreign[target] = [[token] for token in foreign_tokens(self._vocabulary, target)]
        return self._foreign[target]

    def _slices(self, frames: Sequence[Sequence[str]]) -> Iterator[list[int]]:
        """Which frames go into a call: alike in length, the longest first, full batches for every decoder."""
        most = self._batch_tokens * (_BATCHES_A_CALL * self._decoders if self._decoders > 1 else 1)
        which: list[int] = []
        for i in sorted(range(len(frames)), key=lambda i: -len(frames[i])):
            if which and (len(which) + 1) * len(frames[which[0]]) > most:
                yield which
                which = []
            which.append(i)
        if which:
            yield which

    def _batch(self, sources: Sequence[Sequence[str]]) -> int:
        """Tokens of a batch: smaller where that gives every decoder one."""
        share = sum(map(len, sources)) // self._decoders
        return max(_LEAST_BATCH, min(self._batch_tokens, share)) if self._decoders > 1 else self._batch_tokens

    def frame(self, texts: Sequence[str], source: str, target: str) -> list[list[str]]:
        """The exact tokens that the encoder reads for each text."""
        before = fill(self._tokens.source_prefix, self._tokens, source, target)
        after = fill(self._tokens.source_suffix, self._tokens, source, target)
        return [[*before, *pieces, *after] for pieces in self._pieces.encode(texts)]


def check_memory(card: Card, weights: Path, device: str = CPU) -> None:
    """Raises ModelError, with the figures, when the weights cannot fit into what is free now."""
    try:
        needed = memory_for(weights.stat().st_size)
    except OSError:
        return  # the engine says that the file is missing
    free = free_memory(device)
    if free is not None and needed > free:
        place = "memory" if device == CPU else "memory of the GPU"
        raise ModelError(
            f"model {card.id} needs about {spell(needed)} of {place} and {spell(free)} is free: "
            "end other programs, take a smaller model, or pull it again with --precision int8"
        )
