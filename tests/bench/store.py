"""The memory: a look-up among many units, a second run over the same items, an import."""

import itertools
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from models.catalogue import EMBEDDED
from models.engine import Engine
from models.languages import TARGETS
from models.load import load_engine
from pipeline.readers import read_bytes
from pipeline.run import Options, Run, Source
from pipeline.store import Store, open_store
from pipeline.store.memory import StoreMemory
from pipeline.store.similar import Bounds, fuzzy_matches
from pipeline.store.units import Unit, add_units
from tests.bench.figure import Figure
from tests.pipeline.store.postgresql import binaries, make_database, serving

SEED = Path(__file__).parents[2] / "seeds" / "articles" / "000_4396ead57e8baf43.txt"
UNITS = 200_000
LOOKUPS = 200
ITEMS = 20
_HOW = f"{LOOKUPS} sentences with one word in eight replaced, among {UNITS:,} made up of Zipf's words"
_SYLLABLES = "ба ко ре ни то мо ви са пре ста лен гор дар мир бек хан чел шин про дол цен ры ту фа зе".split()
_ENDINGS = ["", "а", "ов", "ом", "ами", "ия", "ый", "ого"]
_FOLLOWERS = 60


def measure() -> list[Figure]:
    """A fuzzy look-up among 200,000 units in each database, and what a second run over the same items costs."""
    return [*lookup(), *lookup_in_postgresql(), *second_run()]


def lookup() -> list[Figure]:
    """Milliseconds of a processor for a sentence whose like, with a word in eight changed, is among 200,000 units."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "memory.db") as store:
        times, found, filled = _look_up(store, time.process_time)
    how = f"{_HOW}; processor time"
    return [
        Figure("fuzzy look-up, median", statistics.median(times), "ms", how),
        Figure("fuzzy look-up, 95 of 100", times[int(0.95 * len(times))], "ms", "the same", most=20),
        Figure("found again", found, "%", "the same; the unit that the sentence was made of", least=95),
        Figure("import of units", filled, "/s", "the same units; processor time"),
    ]


def lookup_in_postgresql() -> list[Figure]:
    """The same with a server of PostgreSQL on this machine, by the clock; nothing where it is not installed."""
    found_in = binaries()
    if found_in is None:
        return []
    with serving(found_in) as server:
        make_database(server, "memory")
        with open_store(f"{server}/memory") as store:
            times, found, filled = _look_up(store, time.perf_counter)
    how = f"{_HOW}; PostgreSQL beside it, by the clock"
    return [
        Figure("fuzzy look-up, PostgreSQL, median", statistics.median(times), "ms", how),
        Figure("fuzzy look-up, PostgreSQL, 95 of 100", times[int(0.95 * len(times))], "ms", "the same", most=20),
        Figure("found again, PostgreSQL", found, "%", "the same", least=95),
        Figure("import of units, PostgreSQL", filled, "/s", "the same; by the clock"),
    ]


def _look_up(store: Store, clock: Callable[[], float]) -> tuple[list[float], float, float]:
    """Milliseconds of each look-up in order of length, how many of 100 were found again, units imported a second."""
    rng = random.Random(7)
    sentences = _sentences(rng)
    written = list(itertools.islice(sentences, UNITS))
    started = clock()
    _fill(store, written)
    filled = clock() - started
    times, found, known = [], 0, rng.sample(written, LOOKUPS)
    with store.reading() as connection:
        for text in known:
            asked = _disturb(text, rng, sentences)
            started = clock()
            matches = fuzzy_matches(connection, asked, "en", Bounds())
            times.append(1000 * (clock() - started))
            found += any(match.source == text for match in matches)
    return sorted(times), 100 * found / LOOKUPS, UNITS / filled


def second_run() -> list[Figure]:
    """Processor time of a second run over the same items, as a share of the first, with the embedded model."""
    engine = load_engine(EMBEDDED, 2)
    sources = [Source(str(i), str(i), partial(read_bytes, t, f"{i}.txt")) for i, t in enumerate(_items(ITEMS))]
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "memory.db") as store:
        once = partial(_run, engine, sources, store, Path(folder))
        first, second = _spent(once), _spent(once)
    how = (
        f"{ITEMS} changed copies of the seed, three languages, json, no terms; processor time, the model loaded before"
    )
    return [
        Figure("second run / first", 100 * second / first, "%", how, most=2),
        Figure("second run, an item", 1000 * second / ITEMS, "ms", "the same"),
    ]


def _fill(store: Store, sources: list[str]) -> None:
    units = (Unit(source, f"Target {i}", "en", "human", True, "A", 1.0) for i, source in enumerate(sources))
    with store.writing() as connection:
        add_units(connection, units)


def _run(engine: Engine, sources: list[Source], store: Store, out: Path) -> None:
    memory = StoreMemory(store, _fail)
    for outcome in Run(dict.fromkeys(TARGETS, engine), Options(out, ("json",)), memory=memory)(sources):
        assert outcome.error is None, outcome.error


def _fail(line: str) -> None:
    raise AssertionError(line)


def _spent(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _items(number: int) -> Iterator[bytes]:
    """The seed with another year at the end of every sentence."""
    text = SEED.read_text("utf-8")
    for i in range(number):
        yield text.replace(". ", f" в {1900 + i} году. ").replace(".\n", f" в {1900 + i} году.\n").encode()


def _disturb(text: str, rng: random.Random, sentences: Iterator[str]) -> str:
    words = text.split()
    for _ in range(max(1, len(words) // 8)):
        words[rng.randrange(len(words))] = rng.choice(next(sentences).split())
    return " ".join(words)


def _sentences(rng: random.Random) -> Iterator[str]:
    """Sentences of 5 to 24 words, as frequent as Zipf has it, each word with followers that it likes."""
    words = sorted({word.lower() for word in re.findall(r"[А-Яа-яё]{3,}", SEED.read_text("utf-8"))})
    words += ["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))) + rng.choice(_ENDINGS) for _ in range(60_000)]
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))
    liking = list(itertools.accumulate(1 / (rank + 1) for rank in range(_FOLLOWERS)))
    followers: dict[str, list[str]] = {}
    while True:
        said = rng.choices(words, cum_weights=weights)
        for _ in range(rng.randint(4, 23)):
            known = followers.setdefault(said[-1], rng.choices(words, cum_weights=weights, k=_FOLLOWERS))
            free = rng.random() < 0.15
            said += rng.choices(words, cum_weights=weights) if free else rng.choices(known, cum_weights=liking)
        yield " ".join(said).capitalize() + "."
