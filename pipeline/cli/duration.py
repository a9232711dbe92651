"""Lengths of time as people write them: 30s, 5m, 2h, 1d."""

import re
from collections.abc import Callable

import click

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_WRITTEN = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*([smhd]?)")

Callback = Callable[[click.Context, click.Parameter, str], float]


def duration(least: float = 0.0) -> Callback:
    """A callback for an option: `5m` as 300.0 seconds, a bare number as seconds, at least `least`."""

    def parse(_context: click.Context, parameter: click.Parameter, written: str) -> float:
        found = _WRITTEN.fullmatch(written.strip().lower())
        if not found:
            raise click.BadParameter(f"{written!r} is no length of time: write 30s, 5m, 2h or 1d", param=parameter)
        seconds = float(found[1]) * _UNITS[found[2] or "s"]
        if seconds < least:
            raise click.BadParameter(f"{written} is too short: {least:g}s is the least", param=parameter)
        return seconds

    return parse
