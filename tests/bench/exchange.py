"""News items: how fast they go through, and ten thousand broken files without a crash or a hang."""

import json
import random
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path

from pipeline.readers import read_bytes
from pipeline.run import Options, Run, Source
from tests.bench.figure import Figure
from tests.pipeline.exchange.mutate import mutants, survives
from tests.pipeline.exchange.newsroom import engine, ninjs3

ITEMS, ROUNDS, BROKEN, SEED = 50, 5, 10_000, 11


def measure() -> list[Figure]:
    """Items a second with an engine that answers at once; crashes and the slowest among the broken files."""
    return [_speed(), *_broken()]


def _speed() -> Figure:
    run_engines = dict.fromkeys(("zh-Hans", "kk-Cyrl", "en"), engine())
    sources = [
        Source(str(i), str(i), partial(read_bytes, json.dumps(ninjs3(uri=f"urn:x:{i}")).encode(), f"{i}.json"))
        for i in range(ITEMS)
    ]
    with tempfile.TemporaryDirectory() as folder:
        run = Run(run_engines, Options(Path(folder), ("ninjs", "newsml-g2")))
        list(run(sources[:3]))
        rates = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            list(run(sources))
            rates.append(ITEMS / (time.perf_counter() - started))
    how = f"{ITEMS} ninjs items of 11 blocks, three languages, no terms, ninjs and NewsML-G2 (six files an item)"
    return Figure("items of the exchange", statistics.median(rates), "items/s", f"{how}; median of {ROUNDS}")


def _broken() -> list[Figure]:
    crashed, slowest, refused = 0, 0.0, 0
    for name, data in mutants(BROKEN, random.Random(SEED)):
        started = time.process_time()
        try:
            refused += not survives(name, data, seconds=30)
        except Exception:  # whatever it is, it is what this figure counts
            crashed += 1
        slowest = max(slowest, time.process_time() - started)
    how = f"{BROKEN} files broken at random (seed {SEED}), read, translated, written in nine formats; {refused} refused"
    return [
        Figure("crashes and hangs on broken files", crashed, "", how, most=0),
        Figure("the slowest broken file", slowest, "s of CPU", how, most=5),
    ]
