"""`audarma evaluate` against sacreBLEU's own command, and how long a long article takes to align."""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.bench.figure import Figure

DATA = Path(os.environ.get("AUDARMA_EVAL_DATA", Path(__file__).parents[3] / "shared" / "eval")) / "flores200-devtest"
LANGUAGES = ("zh", "kk", "en")
ROUNDS = 3
SENTENCES = 2_000


def scoring() -> list[Figure]:
    """Two systems, 1,012 segments, three languages, BLEU, chrF++ and TER, 1,000 bootstrap rounds: both commands."""
    if not DATA.is_dir():
        return _absent("scoring")
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder))
        pairs = [(_time(_ours, folder, 0), _time(_theirs, folder)) for _ in range(ROUNDS)]
        alone = _time(_ours, folder, 1)
    ratio = min(ours for ours, _ in pairs) / min(theirs for _, theirs in pairs)
    how = f"FLORES devtest, references with noise, a process a language; best of {ROUNDS} each, in turn"
    return [
        Figure("audarma evaluate / sacrebleu", ratio, "×", how, most=1.2),
        Figure("the same, one worker", alone / min(theirs for _, theirs in pairs), "×", "once"),
        Figure("sacrebleu", min(theirs for _, theirs in pairs), "s", "the same, --paired-bs"),
    ]


def alignment() -> list[Figure]:
    """Seconds to align a document of 2,000 sentences with its translation, encoder loaded and all."""
    if not DATA.is_dir():
        return _absent("alignment")
    from eval.suites.articles import make_aligner

    source, target = ((_read(tag) * 2)[:SENTENCES] for tag in ("ru", "en"))
    started = time.perf_counter()
    links = make_aligner("en").align([source], [target])
    spent = time.perf_counter() - started
    right = sum(link.source == link.target for link in links) / SENTENCES
    how = f"{SENTENCES} sentences of FLORES on each side as one block, ru-en; {right:.1%} of the links right"
    return [Figure("aligning 2,000 sentences", spent, "s", how, most=20)]


def _absent(what: str) -> list[Figure]:
    sys.stdout.write(f"{what} is not measured: {DATA} is not there; AUDARMA_EVAL_DATA names the folder of test sets\n")
    return []


def _read(tag: str) -> list[str]:
    return (DATA / f"{tag}.txt").read_text("utf-8").splitlines()


def _write(folder: Path) -> None:
    """The references, and two systems that are the references with words dropped and characters changed."""
    rng = random.Random(1)
    for tag in LANGUAGES:
        references = _read(tag)
        for name, share in (("ref", 0.0), ("one", 0.15), ("two", 0.18)):
            lines = ("".join(_noisy(text, share, rng)) for text in references)
            (folder / f"{name}.{tag}").write_text("".join(line + "\n" for line in lines), "utf-8")


def _noisy(text: str, share: float, rng: random.Random) -> Iterator[str]:
    for character in text:
        if rng.random() >= share / 3:
            yield character if rng.random() >= share / 3 else "x"


def _time(run: Callable[..., None], *arguments: object) -> float:
    started = time.perf_counter()
    run(*arguments)
    return time.perf_counter() - started


def _ours(folder: str, workers: int) -> None:
    for tag in LANGUAGES:
        words = ["evaluate", "--hyp", f"one.{tag}", "--hyp", f"two.{tag}", "--ref", f"ref.{tag}", "--lang", tag]
        more = ["--metrics", "bleu,chrf++,ter", "--workers", str(workers), "--format", "json"]
        _call([sys.executable, "-m", "pipeline.cli.main", *words, *more], folder)


def _theirs(folder: str) -> None:
    for tag in LANGUAGES:
        asian = ["--ter-asian-support"] if tag == "zh" else []
        words = [f"ref.{tag}", "-i", f"one.{tag}", f"two.{tag}", "-m", "bleu", "chrf", "ter", "--chrf-word-order", "2"]
        more = ["--ter-normalized", *asian, "--tokenize", "zh" if tag == "zh" else "13a", "--paired-bs", "-f", "json"]
        _call([str(Path(sys.executable).with_name("sacrebleu")), *words, *more], folder)


def _call(command: Sequence[str], folder: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
