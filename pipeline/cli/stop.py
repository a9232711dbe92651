"""A program that runs by itself ends on SIGTERM as on Ctrl-C: what is finished stays, the rest is done next time."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stopped_by_signal() -> Iterator[None]:
    """Inside it SIGTERM is KeyboardInterrupt, and a KeyboardInterrupt ends it without an error."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        return
    finally:
        signal.signal(signal.SIGTERM, before)
