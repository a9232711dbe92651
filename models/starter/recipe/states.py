"""What the frozen part of the encoder makes of each sentence, computed once and kept in a file."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from models.starter.recipe.network import BOS, EOS, PAD
from models.starter.recipe.pack import Pack

Compute = Callable[[Tensor], Tensor]
"""Piece ids [sentences, length] into states [sentences, length, width]."""


class States:
    """A sparse file with room for every segment, filled when a segment is first asked for.

    `compute` is the frozen part of the encoder, and `key` names it. A file of the same key is gone on with, also when
    the pack has grown at its end.
    """

    def __init__(self, pack: Pack, folder: Path, width: int, key: str, compute: Compute) -> None:
        self._pack, self._compute, self._sizes = pack, compute, pack.sizes
        self._starts = np.concatenate([[0], pack.ends[:-1]]) + 2 * np.arange(len(pack.ends))
        room = int(pack.ends[-1]) + 2 * len(pack.ends)
        folder.mkdir(parents=True, exist_ok=True)
        file, made, note = folder / "states.bin", folder / "made.bin", folder / "states.json"
        if not _continues(note, pack, key):
            file.unlink(missing_ok=True)
            made.unlink(missing_ok=True)
        for path, size in ((file, room * width * 2), (made, len(pack.ends))):
            with path.open("ab") as stream:
                stream.truncate(max(size, path.stat().st_size))
        note.write_text(json.dumps({"key": key, "segments": len(pack.ends), "digest": _digest(pack, len(pack.ends))}))
        self._states = np.memmap(file, np.int16, "r+", shape=(room, width))
        self._made = np.memmap(made, np.bool_, "r+", shape=(len(pack.ends),))

    def take(self, segments: npt.NDArray[np.int32]) -> tuple[Tensor, Tensor]:
        """The states in bfloat16 of a batch of segments [sentences, length, width], and the mask of their pieces."""
        missing = np.unique(segments[~self._made[segments]])
        if len(missing):
            self._fill(missing)
        lengths = self._sizes[segments] + 2
        rows = np.zeros((len(segments), int(lengths.max()), self._states.shape[1]), np.int16)
        mask = np.zeros(rows.shape[:2], np.bool_)
        for row, filled, segment, length in zip(rows, mask, segments, lengths, strict=True):
            start = self._starts[segment]
            row[:length] = self._states[start : start + length]
            filled[:length] = True
        return torch.from_numpy(rows).view(torch.bfloat16), torch.from_numpy(mask)

    def _fill(self, segments: npt.NDArray[np.int32]) -> None:
        ids = frame(self._pack, segments)
        with torch.no_grad():
            states = self._compute(ids).to(torch.bfloat16).view(torch.int16).numpy()
        for segment, row in zip(segments, states, strict=True):
            start, length = self._starts[segment], self._sizes[segment] + 2
            self._states[start : start + length] = row[:length]
        self._made[segments] = True


def frame(pack: Pack, segments: npt.NDArray[np.int32]) -> Tensor:
    """The ids of a batch of source segments, each between BOS and EOS, padded: [sentences, length]."""
    return pad([np.concatenate([[BOS], pack.segment(int(i)), [EOS]]) for i in segments])


def pad(rows: list[npt.NDArray[np.int64]]) -> Tensor:
    """Rows of ids as one tensor."""
    table = np.full((len(rows), max(map(len, rows))), PAD, np.int64)
    for row, ids in zip(table, rows, strict=True):
        row[: len(ids)] = ids
    return torch.from_numpy(table)


def _continues(note: Path, pack: Pack, key: str) -> bool:
    try:
        was = json.loads(note.read_text())
    except (OSError, ValueError):
        return False
    number = was["segments"]
    return bool(was["key"] == key and number <= len(pack.ends) and was["digest"] == _digest(pack, number))


def _digest(pack: Pack, segments: int) -> str:
    return hashlib.sha256(pack.ids[: pack.ends[segments - 1]].tobytes()).hexdigest()
