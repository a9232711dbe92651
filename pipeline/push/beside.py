"""Deliveries side by side, a thread for each receiver: one that is down keeps nothing from being done."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Final

from pipeline.errors import StoreError
from pipeline.log import log
from pipeline.push.deliver import Deliverer
from pipeline.push.send import Receiver
from pipeline.store import Store

_LAST: Final = 2.0
"""Seconds that a letter on its way gets when the program is asked to stop. One that is broken off is sent again."""
_LOOK: Final = 0.1


@contextmanager
def delivering(receivers: Sequence[Receiver], store: Store, stopped: Callable[[], bool]) -> Iterator[None]:
    """Sends what is in the receivers' outboxes while the block runs; at its end what is still due, unless `stopped`."""
    over = threading.Event()
    threads = [_begin(partial(_deliver, Deliverer(store, receiver), over, stopped)) for receiver in receivers]
    try:
        yield
    finally:
        over.set()
        while any(thread.is_alive() for thread in threads) and not stopped():
            time.sleep(_LOOK)
        end = time.monotonic() + _LAST
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))


def side_by_side(tasks: Sequence[Callable[[], None]]) -> None:
    """Does the tasks at the same time, a single one in this thread. Raises the first error of one when all are over."""
    if len(tasks) == 1:
        tasks[0]()
        return
    errors: list[BaseException] = []
    threads = [_begin(partial(_guarded, task, errors)) for task in tasks]
    for thread in threads:
        while thread.is_alive():  # a signal is heard between two looks
            thread.join(_LOOK)
    if errors:
        raise errors[0]


def _begin(task: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=task, name="deliveries", daemon=True)
    thread.start()
    return thread


def _guarded(task: Callable[[], None], errors: list[BaseException]) -> None:
    try:
        task()
    except BaseException as error:
        errors.append(error)


def _deliver(deliverer: Deliverer, over: threading.Event, stopped: Callable[[], bool]) -> None:
    deliverer.forever(over)
    try:
        deliverer.once(stopped)
        waiting = deliverer.waiting
    except StoreError as error:
        log("push.store", str(error), "error")
        return
    if waiting:
        to = deliverer.receiver.name
        log("push.waiting", f"{to}: {waiting} in the outbox, sent the next time", "warning", receiver=to, count=waiting)
