"""A power cut, as far as a test can make one: what was written and not put on the disk by then is torn or gone.

The disk is a model of one that loses as much as it may: data that `fsync` was not called for end anywhere, names that
were changed after the last `fsync` of their folder are the old or the new ones, by chance. The store's own writes are
SQLite's to keep, and are left alone.
"""

import os
import random
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from models.scripted import ScriptedEngine
from pipeline.configure import StoreSettings
from pipeline.run import Options, Run
from pipeline.watch.asked import Watch
from pipeline.watch.places import Places
from pipeline.watch.watch import watch

CUT = 137
_replace, _unlink = Path.replace, Path.unlink  # as they are before they are patched


@dataclass
class Disk:
    """Lets so many steps (a file kept, a name changed) pass, and then cuts the power."""

    root: Path
    steps: int
    chance: random.Random
    kept: set[int] = field(default_factory=set)
    undo: list[Callable[[], object]] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def fsync(self, descriptor: int) -> None:
        """All that was written of a file is kept; of a folder, its names."""
        with self.lock:
            self._step()
            self.kept.add(os.fstat(descriptor).st_ino)
            if Path(f"/proc/self/fd/{descriptor}").resolve() == self.root / "out":
                self.undo.clear()

    def replace(self, source: Path, target: Path) -> Path:
        """Renames in `out`."""
        with self.lock:
            self._step()
            old = target.read_bytes() if target.exists() else None
            _replace(source, target)
            if target.parent == self.root / "out":
                self.undo.append(lambda: _unlink(target) if old is None else target.write_bytes(old))
            return target

    def unlink(self, path: Path, missing_ok: bool = False) -> None:
        """A file that was put away is in its old place too, for all that the disk knows."""
        with self.lock:
            self._step()
            data = path.read_bytes() if path.exists() else b""
            if path.exists() or not missing_ok:
                _unlink(path)
            if path.parent == self.root / "in":
                self.undo.append(lambda: path.write_bytes(data))

    def _step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            self._cut()

    def _cut(self) -> None:
        for change in reversed(self.undo):
            if self.chance.random() < 0.5:
                change()
        for path in (self.root / "out").iterdir():
            if path.stat().st_ino not in self.kept:
                os.truncate(path, self.chance.randint(0, path.stat().st_size))
        os._exit(CUT)


def run(root: Path, steps: int, seed: int) -> None:
    """Watches a folder until it is done, or the power is cut; for a process of its own."""
    kept = {path.stat().st_ino for path in (root / "out").iterdir()} if (root / "out").is_dir() else set()
    disk = Disk(root, steps, random.Random(seed), kept)
    patches: tuple[Any, ...] = (
        patch.object(os, "fsync", disk.fsync),
        patch.object(Path, "replace", lambda source, target: disk.replace(source, Path(target))),
        patch.object(Path, "unlink", lambda path, missing_ok=False: disk.unlink(path, missing_ok)),
    )
    places = Places(root / "in", root / "out", root / "done", root / "failed")

    def making() -> AbstractContextManager[Run]:
        engine = ScriptedEngine(lambda text, *_: f"Said: {len(text)} letters of news were written here today.")
        return nullcontext(Run({"en": engine}, Options(places.out, ("txt", "ninjs"))))

    for each in patches:
        each.start()
    watch(Watch(places, StoreSettings(url=str(root / "store.db")), making, once=True, quiet=True))
