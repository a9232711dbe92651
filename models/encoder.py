"""Sentence vectors across languages: multilingual-e5-small as a CTranslate2 encoder, with the card it ships with."""

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from models.errors import ModelError
from models.machine import cores
from models.verify import verify

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Vectors = npt.NDArray[np.float32]

FOLDER = Path(__file__).with_name("e5")
CENTRES = "centres.json"
_LONGEST = 512
"""Tokens that the network has positions for, the two around a text included."""
_BATCH_TOKENS = 256
"""Tokens read side by side, padding included: measured, four times as many take half as long again a sentence."""


class EncoderCard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the encoder is, whether one may use it, and how its cosines are to be read.

    `unrelated` and `translated` are the mean cosine of a Russian sentence with another's translation and with its own,
    by language, after the languages' means were taken off: the two ends of a scale. `measured` says on what text.
    """

    id: str
    title: str
    revision: str
    licence: str
    source: str
    prefix: str
    files: dict[str, str]
    unrelated: dict[str, float]
    translated: dict[str, float]
    measured: str


class Encoder:
    """Texts into vectors of length 1. `threads` 0 takes what the machine has. Raises ModelError, ModelDamagedError.

    Each thread reads batches of its own: two threads on one batch of so small a network wait for each other.
    """

    def __init__(self, folder: Path = FOLDER, threads: int = 0) -> None:
        import ctranslate2
        from tokenizers import Tokenizer

        self.card = read_card(folder)
        verify(self.card, folder)
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._readers = threads or cores()
            self._encoder: Any = ctranslate2.Encoder(
                str(folder), device="cpu", inter_threads=self._readers, intra_threads=1
            )
        except Exception as error:  # both libraries raise bare Exception, RuntimeError or ValueError
            raise ModelError(f"encoder {self.card.id} cannot be loaded from {folder}: {error}") from error
        self._centres = {
            language: np.array(values, np.float32) for language, values in _read_centres(folder / CENTRES).items()
        }
        ids = self._tokenizer.get_vocab()
        self._start, self._stop = ids["<s>"], ids["</s>"]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A vector a text, in order, as rows; what is past the network's 512 tokens is not seen. Raises ModelError."""
        if not texts:
            return np.empty((0, 0), np.float32)
        encoded = self._tokenizer.encode_batch([self.card.prefix + text for text in texts], add_special_tokens=False)
        ids = [[self._start, *encoding.ids[: _LONGEST - 2], self._stop] for encoding in encoded]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        rows: list[Vectors | None] = [None] * len(ids)
        batches = _batches(order, ids)[::-1]  # the longest first, that no thread waits for a long one at the end
        for batch, vectors in zip(batches, self._read([[ids[i] for i in batch] for batch in batches]), strict=True):
            for index, vector in zip(batch, vectors, strict=True):
                rows[index] = vector
        return np.stack([row for row in rows if row is not None])

    def encode_in(self, language: str, texts: Sequence[str]) -> Vectors:
        """The same with the mean vector of the language (BCP 47) taken off, on which the card's cosines are measured.

        Raises KeyError for a language that the encoder has no mean of.
        """
        return centre(self.encode(texts), self._centres[language]) if texts else self.encode(texts)

    def encode_tokens(self, text: str) -> tuple[list[tuple[int, int]], Vectors]:
        """Where each token of a text stands, by its characters, and its vector in that text, a row each; what is past
        the network's 512 tokens is left out. Raises ModelError.
        """
        before = len(self.card.prefix)
        encoded = self._tokenizer.encode(self.card.prefix + text, add_special_tokens=False)
        ids = encoded.ids[: _LONGEST - 2]
        hidden = self._hidden([[self._start, *ids, self._stop]])[0][1 : len(ids) + 1]
        places = [(max(0, start - before), stop - before) for start, stop in encoded.offsets[: len(ids)]]
        kept = [i for i, (start, stop) in enumerate(places) if stop > start]
        vectors: Vectors = hidden[kept].astype(np.float32)
        return [places[i] for i in kept], vectors

    def _read(self, batches: Sequence[list[list[int]]]) -> Iterator[Vectors]:
        if self._readers == 1 or len(batches) == 1:
            yield from map(self._forward, batches)
            return
        with ThreadPoolExecutor(min(self._readers, len(batches))) as pool:
            yield from pool.map(self._forward, batches)

    def _forward(self, ids: list[list[int]]) -> Vectors:
        hidden = self._hidden(ids)
        lengths = np.array([len(row) for row in ids])
        mask = np.arange(hidden.shape[1]) < lengths[:, None]
        vectors = (hidden * mask[..., None]).sum(1) / lengths[:, None]
        unit: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
        return unit

    def _hidden(self, ids: list[list[int]]) -> Vectors:
        try:
            hidden: Vectors = np.asarray(self._encoder.forward_batch(ids).last_hidden_state)
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"encoder {self.card.id} failed: {error}") from error
        return hidden


def centre(vectors: Vectors, mean: Vectors) -> Vectors:
    """The vectors with `mean` taken off, of length 1 again."""
    moved = vectors - mean
    unit: Vectors = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return unit


def _read_centres(path: Path) -> dict[str, list[float]]:
    return msgspec.json.decode(path.read_bytes(), type=dict[str, list[float]]) if path.is_file() else {}


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """The encoder that ships with Audarma, loaded once a process. Raises ModelError, ModelDamagedError."""
    return Encoder()


def read_card(folder: Path = FOLDER) -> EncoderCard:
    """The card of an encoder's folder. Raises ModelError."""
    path = folder / "card.toml"
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), EncoderCard)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ModelError(f"{path}: {error}") from error


def _batches(order: Sequence[int], ids: Sequence[Sequence[int]]) -> list[list[int]]:
    """Indices in runs whose padded size stays within a batch; `order` is by length."""
    batches: list[list[int]] = [[]]
    for index in order:
        if batches[-1] and len(ids[index]) * (len(batches[-1]) + 1) > _BATCH_TOKENS:
            batches.append([])
        batches[-1].append(index)
    return batches
