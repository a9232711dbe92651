"""Deliveries beside other work, in a thread of their own: a receiver that is down keeps nothing from being done."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
def delivering(receiver: Receiver, store: Store, stopped: Callable[[], bool]) -> Iterator[None]:
    """Sends what is in the receiver's outbox while the block runs; at its end what is still due, unless `stopped`."""
    over = threading.Event()
    sending = (Deliverer(store, receiver), over, stopped)
    thread = threading.Thread(target=_deliver, args=sending, name="deliveries", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        while thread.is_alive() and not stopped():
            thread.join(_LOOK)
        thread.join(_LAST)


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
