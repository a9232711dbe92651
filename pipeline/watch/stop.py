"""SIGTERM and Ctrl-C: the work in hand is left at the next step of Python, and anything else at the next safe place."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupted(BaseException):
    """Raised in the middle of a translation when the program is asked to stop. No error: nothing must swallow it."""


class Stop:
    """Whether to stop. `catch_signals` is for the main thread; `event` may be waited for in any. `by_signal` says that
    someone asked from outside.
    """

    def __init__(self) -> None:
        self.event = threading.Event()
        self.by_signal = False
        self._may_break = False

    def __call__(self) -> bool:
        """Whether the program was asked to stop."""
        return self.event.is_set()

    def catch_signals(self) -> None:
        """From now on SIGTERM and Ctrl-C ask to stop; a second one does not hurry it."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    @contextmanager
    def breakable(self) -> Iterator[None]:
        """What runs in here may be left anywhere, by Interrupted: it leaves nothing half-written behind."""
        self._may_break = True
        try:
            if self():
                raise Interrupted
            yield
        finally:
            self._may_break = False

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.by_signal = True
        self.event.set()
        if self._may_break:
            self._may_break = False
            raise Interrupted
