"""What a running program says on stderr: a line for a person, or one JSON object a line. Never an article's text.

    start_log("json")
    log("job.done", f"{name}: done", name=name, seconds=1.4)

writes `{"time": "2026-03-01T08:00:00.123Z", "level": "info", "event": "job.done", "message": "a.xml: done", "name":
"a.xml", "seconds": 1.4}`. Times are UTC, ISO 8601. An event is a name that a monitor looks for, and stays the same.
"""

import json
import logging
import sys
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Final, Literal, TextIO, get_args

Kind = Literal["text", "json"]
Level = Literal["debug", "info", "warning", "error"]
Field = str | int | float | bool | None

KINDS: Final = get_args(Kind)
_LOGGER: Final = logging.getLogger("audarma")
_LEVELS: Final = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def start_log(kind: Kind = "text", level: Level = "info", stream: TextIO | None = None) -> None:
    """Sends what is logged from now on to `stream` (stderr), from `level` on."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Json() if kind == "json" else _Text())
    for old in _LOGGER.handlers[:]:
        _LOGGER.removeHandler(old)
    _LOGGER.addHandler(handler)
    _LOGGER.setLevel(_LEVELS[level])
    _LOGGER.propagate = False


def log(event: str, message: str, level: Level = "info", **fields: Field) -> None:
    """Says what happened: `event` for programs, `message` for people, `fields` for both. Quiet before `start_log`."""
    if _LOGGER.handlers and _LOGGER.isEnabledFor(_LEVELS[level]):
        _LOGGER.log(_LEVELS[level], " ".join(message.split()), extra={"audarma": (event, fields)})


def _said(record: logging.LogRecord) -> tuple[str, Mapping[str, Field]]:
    event, fields = getattr(record, "audarma", (record.name, {}))
    return str(event), fields


class _Text(logging.Formatter):
    """`audarma: message`, as the command speaks everywhere."""

    def format(self, record: logging.LogRecord) -> str:
        return f"audarma: {record.getMessage()}"


class _Json(logging.Formatter):
    """One object, on one line."""

    def format(self, record: logging.LogRecord) -> str:
        event, fields = _said(record)
        moment = datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds")
        head = {"time": moment.replace("+00:00", "Z"), "level": record.levelname.lower(), "event": event}
        rest = {name: value for name, value in fields.items() if name not in head}
        return json.dumps(head | {"message": record.getMessage()} | rest, ensure_ascii=False, default=str)
