"""An engine that remembers on disk what it translated: a test set is decoded once for a revision and its options."""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from models.engine import Decoding, Engine, Hint, Hypothesis

ALGORITHM = "audarma-hypothesis-1"
"""Stands in every key: a change of what a key is made of makes new keys, and old answers are never taken for new."""

_BATCH = 64


def cache_folder() -> Path:
    """Where translations are kept: `audarma/translations` in XDG_CACHE_HOME or ~/.cache."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "audarma" / "translations"


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that a hypothesis depends on."""

    model: str
    revision: str
    source: str
    target: str
    decoding: Decoding
    text: str
    hint: Hint | None = None

    @property
    def key(self) -> str:
        """The sha256 of it all."""
        content = [ALGORITHM, msgspec.to_builtins(self)]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode("utf-8")).hexdigest()


class RememberingEngine:
    """An engine behind a file of its answers, one a model, revision and target. What it stores is what the model said:
    the pipeline's own work on it is done anew each time, so that a change of the pipeline is measured.

    Answers are stored batch by batch: a run that is interrupted goes on where it stopped.
    """

    def __init__(self, engine: Engine, folder: Path | None = None) -> None:
        self._engine, self._folder = engine, folder or cache_folder()
        self.model, self.revision, self.limit = engine.model, engine.revision, engine.limit
        self.decoding, self.retry, self.uses_hints = engine.decoding, engine.retry, engine.uses_hints
        self.decoded = 0
        self._known: dict[Path, dict[str, Hypothesis]] = {}

    def count(self, texts: Sequence[str]) -> list[int]:
        """Source tokens of each text."""
        return self._engine.count(texts)

    def translate(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        decoding: Decoding | None = None,
        hints: Sequence[Hint] | None = None,
    ) -> list[Hypothesis]:
        """One hypothesis a text; only texts that are new go to the model. `decoded` counts them."""
        how = decoding or self.decoding
        path = self._folder / f"{self.model}-{self.revision}.{target}.jsonl".replace("/", "_").replace(":", "_")
        known = self._read(path)
        each: Sequence[Hint | None] = hints if hints is not None else [None] * len(texts)
        ask = partial(Question, self.model, self.revision, source, target, how)
        keys = [ask(text, hint if self.uses_hints else None).key for text, hint in zip(texts, each, strict=True)]
        new = list({key: i for i, key in enumerate(keys) if key not in known}.values())
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            asked = [each[i] or Hint() for i in batch] if hints is not None else None
            found = self._engine.translate([texts[i] for i in batch], source, target, how, asked)
            self._store(path, {keys[i]: hypothesis for i, hypothesis in zip(batch, found, strict=True)})
            self.decoded += len(batch)
        return [known[key] for key in keys]

    def _read(self, path: Path) -> dict[str, Hypothesis]:
        if path not in self._known:
            self._known[path] = {}
            for line in path.read_bytes().splitlines() if path.is_file() else ():
                try:
                    key, hypothesis = msgspec.json.decode(line, type=tuple[str, Hypothesis])
                except msgspec.DecodeError:
                    continue  # the line at which an earlier run was killed: that answer is made again
                self._known[path][key] = hypothesis
        return self._known[path]

    def _store(self, path: Path, answers: dict[str, Hypothesis]) -> None:
        self._known[path].update(answers)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            if file.tell() and not path.read_bytes().endswith(b"\n"):
                file.write(b"\n")
            for answer in answers.items():
                file.write(msgspec.json.encode(answer) + b"\n")
