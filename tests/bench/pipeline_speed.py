"""The pipeline without terms against CTranslate2 called directly: one article, an archive, all that is not decoding."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from models.catalogue import EMBEDDED, find_card
from models.ctranslate2_engine import CTranslate2Engine
from models.engine import Decoding, Engine, Hint, Hypothesis
from models.languages import SOURCE, TARGETS
from models.load import embedded_folder, load_engine
from pipeline.identify import identify
from pipeline.normalise import normalise
from pipeline.readers import read, read_bytes
from pipeline.run import Options, Run, Source, prepare
from tests.bench.figure import Figure
from tests.bench.resident import own_peak

SEED = Path(__file__).parents[2] / "seeds" / "articles" / "000_4396ead57e8baf43.txt"
THREADS = 2
ROUNDS = 9
COPIES = 100
RAW_BATCH = 2048
RAW_EVERY = 5
FEW = 10


class Recorded:
    """Answers at once what an engine answered when it was asked the same before: the pipeline alone, on real text."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._answers: dict[object, list[Hypothesis]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def translate(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        decoding: Decoding | None = None,
        hints: Sequence[Hint] | None = None,
    ) -> list[Hypothesis]:
        """The answers of the engine, which is asked once."""
        asked = (tuple(texts), source, target, decoding)
        if asked not in self._answers:
            self._answers[asked] = self._engine.translate(texts, source, target, decoding, hints)
        return self._answers[asked]


def overhead() -> list[Figure]:
    """Milliseconds for the seed from reading to all files written, with an engine that answers at once."""
    engine = Recorded(_starter())
    with tempfile.TemporaryDirectory() as folder:
        once = partial(_run, engine, [Source("seed", "seed", partial(read, SEED))], Path(folder))
        once()
        times = [_timed(once) for _ in range(ROUNDS)]
    how = (
        f"seed, three languages, all formats, no terms, answers of the embedded model given at once; median of {ROUNDS}"
    )
    return [Figure("all but load and decoding", statistics.median(times) * 1000, "ms", how, most=50)]


def one_article() -> list[Figure]:
    """The whole pipeline over the seed, divided by translate_batch alone on the same segments."""
    engine = _starter()
    raw = _raw(engine, _segments([SEED.read_bytes()]))
    with tempfile.TemporaryDirectory() as folder:
        whole = partial(_run, engine, [Source("seed", "seed", partial(read, SEED))], Path(folder))
        whole(), raw()
        ratios = [_timed(whole) / _timed(raw) for _ in range(ROUNDS)]
    how = f"seed, three languages, all formats, no terms, same beam and {THREADS} threads; median of {ROUNDS} pairs"
    return [Figure("pipeline / translate_batch, one article", statistics.median(ratios), "×", how, most=1.15)]


def archive() -> list[Figure]:
    """A hundred changed copies of the seed: throughput against one raw call, and memory against ten copies.

    The raw call gets every fifth of them: it takes two seconds a copy, and as long for each of five as for one.
    """
    engine = _starter()
    raw = _raw(engine, _segments(list(_copies(COPIES))[::RAW_EVERY]), max_batch_size=RAW_BATCH, batch_type="tokens")
    raw_spent = _timed(raw) * RAW_EVERY
    spent, many = _apart(COPIES)
    _, few = _apart(FEW)
    how = (
        f"{COPIES} copies, every sentence changed, no terms; one raw call for {COPIES // RAW_EVERY} of them, times "
        f"{RAW_EVERY}, all threads to one decoder, {RAW_BATCH} tokens"
    )
    return [
        Figure("throughput of the pipeline / one raw call", raw_spent / spent, "×", how, least=0.9),
        Figure("articles a second", COPIES / spent, "/s", f"the same, three languages, {THREADS} threads"),
        Figure(
            "peak memory, 100 articles over 10",
            many - few,
            "MB",
            "a process each, all tables loaded",
            most=100,
        ),
    ]


def _starter() -> CTranslate2Engine:
    engine = load_engine(EMBEDDED, THREADS)
    assert isinstance(engine, CTranslate2Engine)
    return engine


def _run(engine: Engine, sources: Iterable[Source], out: Path) -> None:
    for outcome in Run(dict.fromkeys(TARGETS, engine), Options(out))(sources):
        assert outcome.error is None, outcome.error


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _segments(articles: list[bytes]) -> list[str]:
    """The normalised segments of the stories, as the pipeline gives them to an engine, equal ones too."""
    prepared = [prepare(read_bytes(data, "seed.txt", SOURCE)) for data in articles]
    return [
        normalise(segment.text)
        for article in prepared
        for segment in article.segments
        if article.blocks[segment.block].kind != "boilerplate"
    ]


def _raw(engine: CTranslate2Engine, texts: list[str], **batching: Any) -> Callable[[], None]:
    """translate_batch as a person would call it: all threads to one decoder, on tokens made beforehand."""
    import ctranslate2

    card = find_card(EMBEDDED)
    decoding = card.decoding
    sources = engine.frame(texts, SOURCE, "en")
    translator = ctranslate2.Translator(str(embedded_folder(card)), compute_type="int8", intra_threads=THREADS)

    def call() -> None:
        for prefix in ("<2zh>", "<2kk>", "<2en>"):
            translator.translate_batch(
                sources,
                target_prefix=[[prefix]] * len(sources),
                beam_size=decoding.beam,
                no_repeat_ngram_size=decoding.no_repeat_ngram,
                disable_unk=True,
                **batching,
            )

    return call


def _copies(number: int) -> Iterator[bytes]:
    """The seed with another year at the end of every sentence."""
    text = SEED.read_text("utf-8")
    for i in range(number):
        yield text.replace(". ", f" в {1900 + i} году. ").replace(".\n", f" в {1900 + i} году.\n").encode()


def _apart(number: int) -> tuple[float, float]:
    """Seconds of work and peak resident megabytes of a process that translates so many copies."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.pipeline_speed", str(number)], check=True, capture_output=True, text=True
    )
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


if __name__ == "__main__":
    stream = (
        Source(str(i), str(i), partial(read_bytes, text, f"{i}.txt"))
        for i, text in enumerate(_copies(int(sys.argv[1])))
    )
    identify(
        "Бұл мәтіннің тілі қандай екенін анықтау керек"
    )  # its tables, 80 MB, are loaded when a text first needs it
    with tempfile.TemporaryDirectory() as place:
        print(_timed(partial(_run, _starter(), stream, Path(place))))
    print(own_peak())
