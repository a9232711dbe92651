"""A corpus of broken files: our samples, and the official ones where they are, changed at random as networks and
hurried programmers change them; and the whole way that each of them goes.
"""

import copy
import io
import json
import random
import signal
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.article import TranslatedArticle
from pipeline.errors import AudarmaError
from pipeline.exporters import docx, html, newsml, ninjs, rss, tmx, txt, xliff
from pipeline.exporters import json as json_exporter
from pipeline.feeds.mend import mend
from pipeline.readers import finish, read_bytes
from pipeline.readers.items import EXCHANGE_SUFFIXES, entries
from pipeline.run import translate
from tests.pipeline.exchange.newsroom import BODY, MESSAGE, ONE, RSS, STANDARDS, engine

ARTICLES = Path(__file__).parents[3] / "seeds" / "articles"
_EXCHANGE = (ninjs.render, newsml.render, rss.render, xliff.render, tmx.render)
_FOR_PERSONS = (txt.render, html.render, docx.render, json_exporter.render)

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
    found += [(path.name, path.read_bytes()) for path in sorted(ARTICLES.iterdir()) if path.is_file()]
    return found


def survives(name: str, data: bytes, seconds: float = 10.0) -> bool:
    """Reads a file, translates up to three articles of it, and writes them in every format; False where one of our
    errors refuses it. Anything else that is raised, TimeoutError after `seconds` among it, is a fault of ours.
    """
    with limited(seconds):
        try:
            for article in _articles(name, data):
                _write(article)
        except AudarmaError as error:
            assert "\n" not in str(error)
            return False
    return True


def _articles(name: str, data: bytes) -> Iterator[TranslatedArticle]:
    """What a folder and what a feed makes of it."""
    if Path(name).suffix not in EXCHANGE_SUFFIXES:
        yield translate(read_bytes(data, name), ["en"], engine=engine())
        return
    readings = [data] if len(data) % 2 else [mend(data, "", name)]
    for entry in [entry for reading in readings for entry in entries(reading, name)][:3]:
        yield translate(finish(entry.content(), entry.name), ["en"], engine=engine())


def _write(found: TranslatedArticle) -> None:
    for render in _EXCHANGE:
        assert all(written for _, written in render(found, ""))
    for render_page in _FOR_PERSONS:
        assert all(written for _, written in render_page(found, ""))


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises TimeoutError where what stands inside takes longer; in a main thread only."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"more than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


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
        elif name.endswith(".docx") and rng.random() < 0.8:
            yield name, _torn_inside(data, rng)
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
        holder[key] = copy.deepcopy(rng.choice(_ODD))
    elif action < 0.8:
        del holder[key]
    elif isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
    else:
        holder[rng.choice(["x", "uri", "bodies", "value", str(key).upper()])] = copy.deepcopy(holder[key])


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


def _torn_inside(data: bytes, rng: random.Random) -> bytes:
    """A docx of which one part is torn, packed again so that it opens."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        parts = old.namelist()
        chosen = "word/document.xml" if rng.random() < 0.6 else rng.choice(parts)
        for part in parts:
            new.writestr(part, _torn(old.read(part), rng) if part == chosen else old.read(part))
    return packed.getvalue()
