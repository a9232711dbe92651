"""A watch in a process of its own, with an engine that takes its time for each segment: `slow ROOT SECONDS WORKERS`."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from models.engine import Decoding
from models.scripted import ScriptedEngine
from pipeline.configure import StoreSettings
from pipeline.log import start_log
from pipeline.run import Options, Run
from pipeline.watch.asked import Watch
from pipeline.watch.places import Places
from pipeline.watch.watch import watch


@contextmanager
def slow_run(out: Path, seconds: float) -> Iterator[Run]:
    def answer(_text: str, _target: str, _how: Decoding) -> str:
        time.sleep(seconds)
        return "The forum of journalists was opened in the city of Astana today."

    yield Run({"en": ScriptedEngine(answer)}, Options(out, ("txt",)))


def main(root: Path, seconds: float, workers: int) -> None:
    start_log("json")
    places = Places(root / "in", root / "out", root / "done", root / "failed")
    store = StoreSettings(url=str(root / "store.db"))
    watch(Watch(places, store, partial(slow_run, places.out, seconds), workers=workers, log="json"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
