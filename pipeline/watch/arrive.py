"""What has come into a folder: each file once it is whole, told to the store, and taken from there by the workers."""

import hashlib
import os
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final

from pipeline.log import log
from pipeline.run import READABLE_SUFFIXES
from pipeline.store.jobs import Arrival, Jobs, Known
from pipeline.watch.put_away import Away, Shelves
from pipeline.watch.urgent import find_urgency
from pipeline.watch.whole import Seen, is_unfinished_name, is_whole

TOGETHER: Final = 200
"""Files that are told to the store at once."""
LARGEST: Final = 64 * 2**20
"""Bytes of a file that are looked at: a larger one is refused when its turn comes."""
_REFUSED: Final = {".pdf", ".rtf", ".doc", ".odt", ""}
"""Texts that are taken although they cannot be read: whoever sent one is told why."""


@dataclass(slots=True)
class _Growing:
    """A file that is not whole yet, and since when (monotonic seconds) it has been as it is."""

    seen: Seen
    since: float


@dataclass(slots=True)
class Folder:
    """A folder and what is known of its files. `scan` is called again and again, by one thread."""

    shelves: Shelves
    jobs: Jobs
    _taken: dict[str, Seen] = field(default_factory=dict)
    _growing: dict[str, _Growing] = field(default_factory=dict)
    _left: set[str] = field(default_factory=set)

    @property
    def _path(self) -> Path:
        return self.shelves.places.folder

    @property
    def _name(self) -> str:
        return self.shelves.places.name

    @property
    def growing(self) -> tuple[str, ...]:
        """The names of the files that were not whole at the last look."""
        return tuple(self._growing)

    def scan(self, stopped: Callable[[], bool] = lambda: False, names: Collection[str] | None = None) -> int:
        """Tells the store what is new and whole, in the order of arrival, and gives how many files that were.

        `names`, where given, are all that may have changed. Raises OSError when the folder cannot be read, StoreError.
        """
        found = dict(_files(self._path) if names is None else _named(self._path, names))
        looked_at = set(self._taken) | set(self._growing) if names is None else set(names)
        for gone in looked_at - found.keys():
            self._taken.pop(gone, None)
            self._growing.pop(gone, None)
        new = [(seen.changed, name) for name, seen in found.items() if self._taken.get(name) != seen]
        count = 0
        batch: list[tuple[Arrival, Seen]] = []
        for _, name in sorted(new):
            if stopped():
                break
            if arrival := self._look(name, found[name]):
                batch.append((arrival, found[name]))
            if len(batch) >= TOGETHER:
                count += self._tell(batch)
                batch = []
        return count + self._tell(batch)

    def _look(self, name: str, seen: Seen) -> Arrival | None:
        """The file as an arrival; None for one that is not whole, not wanted, or gone."""
        if not _is_wanted(name):
            if name not in self._left:
                self._left.add(name)
                log("file.left", f"{name}: left where it is: no kind of file that Audarma reads", name=name)
            self._taken[name] = seen
            return None
        path = self._path / name
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST)
        except FileNotFoundError:
            return None
        except OSError as error:
            if name not in self._growing:
                reason = error.strerror or str(error)
                log("file.unreadable", f"{name}: cannot be read ({reason}): tried again", "warning", name=name)
            self._grow(name, seen)
            return None
        if not is_whole(name, data, seen, self._grow(name, seen)):
            return None
        del self._growing[name]
        key = job_key(self._name, name, data)
        return Arrival(key, self._name, name, str(path.absolute()), seen.changed / 1e9, find_urgency(data))

    def _grow(self, name: str, seen: Seen) -> float:
        """For how many seconds the file has been as it is."""
        now = time.monotonic()
        known = self._growing.get(name)
        if known is None or known.seen != seen:
            known = self._growing[name] = _Growing(seen, now)
        return now - known.since

    def _tell(self, batch: list[tuple[Arrival, Seen]]) -> int:
        known = self.jobs.add([arrival for arrival, _ in batch])
        for (arrival, seen), job in zip(batch, known, strict=True):
            if job.new:
                log("job.queued", f"{arrival.name}: queued", "debug", name=arrival.name, urgency=arrival.urgency)
            elif job.state in {"done", "failed"}:
                self._ended_before(arrival, job)
            self._taken[arrival.name] = seen
        return len(batch)

    def _ended_before(self, arrival: Arrival, job: Known) -> None:
        """A file whose job has ended: it was not put away then, or someone has put it in again."""
        path = Path(arrival.path)
        if job.path == arrival.path:
            moved = self.shelves.put_away(Away(arrival.key, arrival.name, path, job.error))
            if moved:
                self.jobs.moved({arrival.key: str(moved)})
        elif path.exists():
            self.jobs.queue_again(arrival.key, arrival.path, arrival.arrived)


def job_key(folder: str, name: str, data: bytes) -> str:
    """The key of a file: where it came, its name and its bytes. A changed file of the same name is another job."""
    digest = hashlib.sha256()
    for part in (folder, name):
        encoded = part.encode("utf-8", "surrogateescape")
        digest.update(len(encoded).to_bytes(4, "big") + encoded)
    digest.update(data)
    return f"sha256:{digest.hexdigest()}"


def _files(folder: Path) -> Iterator[tuple[str, Seen]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            yield from _seen(entry.name, entry)


def _named(folder: Path, names: Collection[str]) -> Iterator[tuple[str, Seen]]:
    folder.stat()
    for name in names:
        yield from _seen(name, folder / name)


def _seen(name: str, entry: "os.DirEntry[str] | Path") -> Iterator[tuple[str, Seen]]:
    """A file as it stands there; nothing for a folder, what is still being written, and what is gone by now."""
    if is_unfinished_name(name):
        return
    try:
        if entry.is_file():
            found = entry.stat()
            yield name, Seen(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
    except OSError:
        return


def _is_wanted(name: str) -> bool:
    suffix = PurePath(name).suffix.lower()
    return suffix in READABLE_SUFFIXES or suffix in _REFUSED
