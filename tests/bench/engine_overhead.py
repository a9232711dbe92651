"""What the pipeline takes beside the engine, with each kind of engine: the whole run less the time inside engines."""

import json
import statistics
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from models.catalogue import EMBEDDED, find_card
from models.engine import Decoding, Engine, Hint, Hypothesis
from models.languages import TARGETS
from models.load import load_engine
from models.pivot import PivotEngine
from models.server_engine import ServerEngine
from models.settings import Server
from pipeline.readers import read
from pipeline.run import Options, Run, Source
from tests.bench.figure import Figure

SEED = Path(__file__).parents[2] / "seeds" / "articles" / "000_4396ead57e8baf43.txt"
ROUNDS = 9
ANSWERS = {"Kazakh": "Кездесу өтті, оған көптеген қонақтар қатысты.", "English": "The meeting was held as planned."}


def measure() -> list[Figure]:
    """Milliseconds for the seed in three languages beside the engine, for CTranslate2, a pivot, and a server."""
    starter = load_engine(EMBEDDED, 2)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _AtOnce)
    Thread(target=server.serve_forever, daemon=True).start()
    settings = Server(url=f"http://127.0.0.1:{server.server_address[1]}/v1", requests=4)
    engines: dict[str, Engine] = {
        "CTranslate2": starter,
        "a pivot": PivotEngine(starter, "en", starter),
        "a server that answers at once": ServerEngine(find_card("hy-mt2-7b"), settings, "fake"),
    }
    seed = "seed, three languages (a pivot: Chinese), all formats, no terms"
    how = f"{seed}, less the time inside engines; median of {ROUNDS}"
    figures = [
        Figure(f"pipeline beside {name}", _beside(engine, pivot="pivot" in name), "ms", how, most=50)
        for name, engine in engines.items()
    ]
    server.shutdown()
    server.server_close()
    return figures


def _beside(engine: Engine, *, pivot: bool) -> float:
    targets = TARGETS[:1] if pivot else TARGETS
    times = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS + 1):
            timed = _Timed(engine)
            started = time.perf_counter()
            for outcome in Run(dict.fromkeys(targets, timed), Options(Path(folder)))(
                [Source("seed", "seed", partial(read, SEED))]
            ):
                assert outcome.error is None, outcome.error
            times.append(time.perf_counter() - started - timed.spent)
    return statistics.median(times[1:]) * 1000


class _Timed:
    """An engine that adds up the time spent in it."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self.spent = engine, 0.0
        self.model, self.revision, self.limit = engine.model, engine.revision, engine.limit
        self.decoding, self.retry, self.uses_hints = engine.decoding, engine.retry, engine.uses_hints

    def count(self, texts: Sequence[str]) -> list[int]:
        return self._engine.count(texts)

    def translate(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        decoding: Decoding | None = None,
        hints: Sequence[Hint] | None = None,
    ) -> list[Hypothesis]:
        started = time.perf_counter()
        try:
            return self._engine.translate(texts, source, target, decoding, hints)
        finally:
            self.spent += time.perf_counter() - started


class _AtOnce(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
        text = next(
            (answer for name, answer in ANSWERS.items() if f"into {name}" in asked), "会议如期举行，许多客人参加。"
        )
        body = json.dumps({"choices": [{"message": {"content": text}, "finish_reason": "stop"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
