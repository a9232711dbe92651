"""A corpus of broken files: our samples, and the official ones where they are, changed at random as networks and
hurried programmers change them.
"""

import json
import random
from collections.abc import Iterator
from typing import Any

from tests.pipeline.exchange.newsroom import BODY, MESSAGE, ONE, RSS, STANDARDS

_ODD = [
    None,
    "",
    0,
    -1,
    1e308,
    True,
    [],
    {},
    [[]],
    "\u0000",
    "<script>",
    "../..",
    "9" * 400,
    "\ud83d",
    "А" * 5000,
    BODY,
]
_BYTES = [
    b"<",
    b">",
    b"&",
    b"]]>",
    b"\x00",
    b"\xff",
    b'"',
    b"{",
    b"]",
    b"<!DOCTYPE x [",
    b"&x;",
    b"<p>",
    b"</p>",
    b"\xd0",
]


def samples() -> list[tuple[str, bytes]]:
    """Name and bytes of each sound file; the official ones get a Russian body, so that more of the way is gone."""
    found = [(name, text.encode()) for name, text in {**ONE, "m.xml": MESSAGE, "f.rss": RSS}.items()]
    for path in sorted(STANDARDS.glob("*/examples/*")) if STANDARDS.is_dir() else []:
        data = path.read_bytes()
        if path.suffix == ".json":
            value = json.loads(data)
            if isinstance(value, dict):
                value |= {"bodies": [{"contentType": "text/html", "value": BODY}], "headlines": [], "descriptions": []}
                data = json.dumps(value).encode()
        found.append((path.name, data))
    return found


def mutants(count: int, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    """`count` broken files, the same for the same seed."""
    sound = samples()
    for number in range(count):
        name, data = sound[number % len(sound)]
        is_json = name.endswith(".json")
        if is_json and rng.random() < 0.7:
            value = json.loads(data)
            for _ in range(rng.randint(1, 4)):
                _change(value, rng)
            yield name, json.dumps(value).encode("utf-8", "surrogatepass")
        else:
            yield name, _torn(data, rng)


def _change(value: Any, rng: random.Random) -> None:
    """Something somewhere in a JSON value becomes something else, goes, or stands twice."""
    places = [
        (holder, key)
        for holder in _holders(value)
        for key in (holder if isinstance(holder, dict) else range(len(holder)))
    ]
    if not places:
        return
    holder, key = rng.choice(places)
    action = rng.random()
    if action < 0.6:
        holder[key] = rng.choice(_ODD)
    elif action < 0.8:
        del holder[key]
    elif isinstance(holder, list):
        holder.append(holder[key])
    else:
        holder[rng.choice(["x", "uri", "bodies", "value", str(key).upper()])] = holder[key]


def _holders(value: Any) -> list[Any]:
    found, level = [], [value]
    while level:
        found += [entry for entry in level if isinstance(entry, dict | list)]
        level = [
            inner
            for entry in level
            if isinstance(entry, dict | list)
            for inner in (entry.values() if isinstance(entry, dict) else entry)
        ]
    return found


def _torn(data: bytes, rng: random.Random) -> bytes:
    """Bytes are cut off, cut out, doubled or put in."""
    for _ in range(rng.randint(1, 3)):
        a, b = sorted(rng.randrange(len(data) + 1) for _ in range(2))
        b = min(b, a + rng.choice([1, 10, 100, 10_000]))
        action = rng.random()
        if action < 0.15:
            data = data[:a]
        elif action < 0.4:
            data = data[:a] + data[b:]
        elif action < 0.55:
            data = data[:b] + data[a:b] + data[b:]
        elif action < 0.8:
            data = data[:a] + rng.choice(_BYTES) + data[a:]
        else:
            data = data[:a] + bytes(rng.randrange(256) for _ in range(min(4, b - a))) + data[b:]
        data = data or b" "
    return data
