"""On which line of a TOML file a field stands, for a message that a person can act on."""

import re
import sys
from collections.abc import Sequence
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


_PLACE = re.compile(r" - at `(?:key in )?\$(.*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_QUOTED = re.compile(r"(?:unknown|required) field `([^`]+)`")
_NAMED = re.compile(r"^([a-z_.]+): ")


def explain(text: str, message: str) -> str:
    """msgspec's message about a TOML document -> "line 7: tokens.codes: what is wrong".

    A type's own complaint, which begins with the field ("limit: is at least 1"), is understood too.
    """
    place = _PLACE.search(message)
    said = message[: place.start()] if place else message
    steps: list[str | int] = [
        int(index) if index else name for name, index in _STEP.findall(place.group(1) if place else "")
    ]
    if quoted := _QUOTED.search(said):
        steps.append(quoted.group(1))
    elif named := _NAMED.match(said):
        steps.extend(named.group(1).split("."))
        said = said[named.end() :]
    field = ".".join(map(str, steps)) or "the document"
    return f"line {line_of(text, steps)}: {field}: {said}"


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The first line (from 1) of the statement that puts `path` into the document; 1 where nothing does.

    Asks the TOML parser itself: the field is on the first line without which the text above it is still TOML that
    lacks the field. A path that is nowhere in the text gives the line of its deepest part that is.
    """
    lines = text.splitlines()
    for depth in range(len(path), 0, -1):
        before = 0
        for count in range(1, len(lines) + 1):
            document = _parse(lines[:count])
            if document is None:
                continue
            if _holds(document, path[:depth]):
                return before + 1
            before = count
    return 1


def _parse(lines: Sequence[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads("\n".join(lines) + "\n")
    except tomllib.TOMLDecodeError:
        return None


def _holds(value: Any, path: Sequence[str | int]) -> bool:
    for key in path:
        if isinstance(key, int):
            if not isinstance(value, list) or len(value) <= key:
                return False
        elif not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return True
