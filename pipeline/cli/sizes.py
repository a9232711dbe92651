"""A size as a person writes it on the command line."""

import re

import click

_UNITS = {"": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12, "kib": 2**10, "mib": 2**20, "gib": 2**30}
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*", re.IGNORECASE)


class _Size(click.ParamType[int]):
    name = "size"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        match = _SIZE.fullmatch(str(value))
        unit = match.group(2).lower() if match else "?"
        unit = unit + "b" if unit in ("k", "m", "g", "t", "ki", "mi", "gi") else unit
        if match is None or unit not in _UNITS:
            self.fail(f"{value!r} is no size: write 8GB or 900MB.", param, ctx)
        return round(float(match.group(1)) * _UNITS[unit])


SIZE = _Size()
"""Bytes; "8GB" is 8,000,000,000 and "8GiB" 8,589,934,592."""
