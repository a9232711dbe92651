"""Which process holds a job, and whether it still lives."""

import os
import socket
from functools import lru_cache

_SAME = 5.0
"""Seconds by which two looks at when a process began may differ: the clock may have been set in between."""


def this_process() -> str:
    """The name under which this process claims: machine, number and start, as numbers are given out again."""
    return _name(os.getpid())  # asked each time: a worker has in memory what its parent knew


@lru_cache(maxsize=1)
def _name(number: int) -> str:
    return f"{socket.gethostname()} {number} {_started(number):.2f}"


def is_dead(owner: str) -> bool:
    """Whether an owner is known to be dead. Of another machine's that is never known: its lease must end."""
    host, _, rest = owner.partition(" ")
    number, _, started = rest.partition(" ")
    if host != socket.gethostname() or not number.isdecimal():
        return False
    return abs(_started(int(number)) - float(started)) > _SAME


def _started(number: int) -> float:
    """When a process began (Unix time), 0 for none. A dead one whose parent has not looked yet counts as none."""
    import psutil

    try:
        process = psutil.Process(number)
        return 0.0 if process.status() == psutil.STATUS_ZOMBIE else float(process.create_time())
    except psutil.Error:
        return 0.0
