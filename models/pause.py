"""How long to wait before a server is asked again: what it says itself, or what grows from failure to failure."""

import random
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

LONGEST_ASKED = 24 * 3600.0
"""Seconds: a server that asks for more is asked once a day."""


def asked_pause(value: str) -> float | None:
    """Seconds of a Retry-After header, which gives them or a time (RFC 9110, 10.2.3); None where it gives neither."""
    if value.isascii() and value.isdecimal():
        return min(LONGEST_ASKED, float(value))
    try:
        moment = parsedate_to_datetime(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=timezone.utc)
        return min(LONGEST_ASKED, max(0.0, (moment - datetime.now(timezone.utc)).total_seconds()))
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def growing_pause(failures: int, first: float, longest: float, chance: random.Random | None = None) -> float:
    """Seconds after so many failures in a row (1 and more): twice as long each time, and by chance up to a half less,
    so that those who failed together do not come back together."""
    pause: float = min(longest, first * 2.0 ** min(failures - 1, 60))
    return pause * (1 - (chance or random).random() / 2)
