"""Empties the outbox of a receiver: letter by letter, again where it failed, and ever more seldom while it fails."""

import os
import socket
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from models.pause import growing_pause
from pipeline.errors import ReadError, StoreError
from pipeline.log import Level, log
from pipeline.push.send import Receiver, Verdict, send
from pipeline.push.wrap import finished_files, letters_for, wrap
from pipeline.store import Store
from pipeline.store.outbox import (
    Delivery,
    Letter,
    claim,
    leave_alone,
    look,
    note_again,
    note_delivered,
    note_given_up,
    post,
)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
"""Seconds: news does not wait long for a receiver that has come back."""
_ENOUGH = 3
"""Failures in a row after which a run that is to end leaves the receiver alone."""
_MARGIN = 5.0
"""Seconds beyond the receiver's time after which a letter of a program that was killed is another's."""
_LOOK = 2.0
"""Seconds after which the folders and the outbox are looked at again."""


def enqueue(store: Store, files: Sequence[Path], receivers: Sequence[str], now: float) -> int:
    """Puts each item among `files` into the outbox of each receiver; how many were not there. Raises StoreError."""
    return sum(post(store, letter, now) for letter in letters_for(files, receivers))


@dataclass
class Deliverer:
    """Sends what waits in the store's outbox for a receiver, and what appears in `sources` (files and folders).

    An item that was not delivered after `patience` seconds is given up; it stays in the outbox.
    """

    store: Store
    receiver: Receiver
    sources: Sequence[str] = ()
    patience: float = 3 * 86400.0
    now: Callable[[], float] = time.time
    post_once: Callable[[Receiver, Letter], Verdict] = send
    delivered: int = 0
    failed: int = 0
    owner: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}")
    _streak: int = 0
    _seen: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def once(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Sends each letter that is due once; ends early where the receiver fails for one after another."""
        self.gather()
        while self._streak < _ENOUGH and not stopped() and self._step() is not None:
            pass

    def forever(self, stop: Event) -> None:
        """Sends what is due, and what becomes due, until `stop` is set."""
        while not stop.is_set():
            try:
                self.gather()
                pause = self._step()
            except StoreError as error:
                log("push.store", str(error), "error")
                pause = None
            stop.wait(_LOOK if pause is None else pause)

    def gather(self) -> None:
        """Puts what is new in the folders into the outbox. Raises UsageError, StoreError."""
        for path in finished_files(self.sources):
            try:
                status = path.stat()
                if self._seen.get(path) == (status.st_mtime_ns, status.st_size):
                    continue
                self._seen[path] = (status.st_mtime_ns, status.st_size)
                letter = wrap(path, self.receiver.name)
            except FileNotFoundError:  # taken away since it was listed
                continue
            except ReadError as error:
                self.failed += 1
                log("push.unreadable", str(error), "error", path=str(path))
                continue
            post(self.store, letter, self.now())

    def _step(self) -> float | None:
        """One letter; seconds to wait before the next, None where none is due."""
        lease = self.receiver.seconds + _MARGIN
        delivery = claim(self.store, self.receiver.name, self.owner, self.now(), lease)
        if delivery is None:
            return None
        verdict = self.post_once(self.receiver, delivery.letter)
        if verdict.kind == "delivered":
            note_delivered(self.store, delivery, self.now())
            self._streak, self.delivered = 0, self.delivered + 1
            self._say("push.delivered", delivery, "delivered")
            return 0.0
        too_late = self.now() - delivery.created >= self.patience
        if verdict.kind == "refused" or too_late:
            note_given_up(self.store, delivery, verdict.reason, self.now())
            self.failed += 1
            said = "given up" if too_late else "refused"
            self._say("push.failed", delivery, f"{said}: {verdict.reason}; --retry-failed sends it again", "error")
            return 0.0
        return self._again(delivery, verdict)

    def _again(self, delivery: Delivery, verdict: Verdict) -> float:
        """Puts a letter back; the pause that the whole receiver gets."""
        self._streak += 1
        own = growing_pause(delivery.attempts, FIRST_PAUSE, LONGEST_PAUSE)
        note_again(self.store, delivery, verdict.reason, self.now() + max(own, verdict.pause or 0.0))
        if verdict.pause is not None:
            leave_alone(self.store, self.receiver.name, self.now() + verdict.pause)
        self._say("push.again", delivery, f"{verdict.reason}; it is sent again", "warning")
        return growing_pause(self._streak, FIRST_PAUSE, LONGEST_PAUSE)

    def _say(self, event: str, delivery: Delivery, said: str, level: Level = "info") -> None:
        letter, to = delivery.letter, self.receiver.name
        line = f"{letter.item}, version {letter.version}, to {to}: {said}"
        log(event, line, level, item=letter.item, version=letter.version, receiver=to, attempts=delivery.attempts)

    @property
    def waiting(self) -> int:
        """How many letters wait."""
        return look(self.store, self.receiver.name).waiting
