"""Answers of engines kept in files: a test set is decoded once for a model's revision and options.

`pipeline.remember` has the engine that asks them, and the keys. A newsroom's memory is a store; for test sets a file a
model and target is enough, which can be thrown away.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from glob import escape
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import msgspec

from models.engine import Engine, Hypothesis
from pipeline.remember import Made, RememberingEngine


def cache_folder() -> Path:
    """Where translations are kept: `audarma/translations` in XDG_CACHE_HOME or ~/.cache."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "audarma" / "translations"


def remembering(engine: Engine, folder: Path | None = None) -> RememberingEngine:
    """An engine behind the files of its answers."""
    return RememberingEngine(engine, FileAnswers(folder or cache_folder(), engine.model, engine.revision))


class FileAnswers:
    """The answers of one revision of a model, a file a target language. A line that a kill broke off is left out."""

    def __init__(self, folder: Path, model: str, revision: str) -> None:
        self._folder, self._stem = folder, re.sub("[/:]", "_", f"{model}-{revision}")
        self._known: dict[str, Hypothesis] | None = None

    def recall(self, keys: Sequence[str]) -> Mapping[str, Hypothesis]:
        """What was decoded before, by key. The files are read when they are first asked."""
        if self._known is None:
            files = self._folder.glob(f"{escape(self._stem)}.*.jsonl")
            self._known = {key: answer for path in files for key, answer in _read(path)}
        return {key: self._known[key] for key in keys if key in self._known}

    def keep(self, made: Sequence[Made]) -> None:
        """Puts answers at the ends of their files, whole lines."""
        for target, some in groupby(made, attrgetter("target")):
            path = self._folder / f"{self._stem}.{target}.jsonl"
            answers = [(one.key, one.hypothesis) for one in some]
            if self._known is not None:
                self._known.update(answers)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                if file.tell() and not path.read_bytes().endswith(b"\n"):
                    file.write(b"\n")
                file.writelines(msgspec.json.encode(answer) + b"\n" for answer in answers)


def _read(path: Path) -> Iterator[tuple[str, Hypothesis]]:
    for line in path.read_bytes().splitlines():
        with suppress(msgspec.DecodeError):  # where an earlier run was killed: that answer is made again
            yield msgspec.json.decode(line, type=tuple[str, Hypothesis])
