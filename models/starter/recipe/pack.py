"""What `prepare` makes and `train` reads: all text as numbers, with the weights to start from, in one file."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.errors import UsageError
from models.starter.recipe.read_e5 import Weights

_E5 = "e5."


@dataclass(frozen=True)
class Pack:
    """Segments as piece ids, each distinct one once, end to end; a row is four segments.

    `ids` are those of the cut vocabulary, whose pieces stand at `kept` in e5's; segment i ends at `ends[i]`. `rows`
    [n, 4] names segments by language, -1 where one is missing. `source` [n] points into `names`, `weight` and
    `licence` of the sources. `e5` are the weights to start from.
    """

    ids: npt.NDArray[np.uint16]
    ends: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int32]
    source: npt.NDArray[np.uint8]
    names: npt.NDArray[np.str_]
    weight: npt.NDArray[np.float64]
    licence: npt.NDArray[np.str_]
    kept: npt.NDArray[np.int32]
    e5: Weights

    @property
    def sizes(self) -> npt.NDArray[np.int64]:
        """Pieces of each segment."""
        return np.diff(self.ends, prepend=0)

    def segment(self, index: int) -> npt.NDArray[np.uint16]:
        """The piece ids of a segment."""
        return self.ids[self.ends[index - 1] if index else 0 : self.ends[index]]


def write_pack(pack: Pack, path: Path) -> None:
    """Writes a pack, compressed."""
    arrays: dict[str, Any] = {f.name: getattr(pack, f.name) for f in fields(Pack) if f.name != "e5"}
    e5: dict[str, Any] = {_E5 + name: value for name, value in pack.e5.items()}
    np.savez_compressed(path, **arrays, **e5)


def read_pack(path: Path) -> Pack:
    """Raises UsageError when there is no pack at `path`."""
    try:
        with np.load(path) as file:
            arrays = {name: file[name] for name in file.files}
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} is no pack of 'python -m models.starter.recipe.prepare': {error}") from error
    e5 = {name.removeprefix(_E5): arrays.pop(name) for name in list(arrays) if name.startswith(_E5)}
    return Pack(**arrays, e5=e5)
