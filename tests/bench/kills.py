"""Kills `audarma translate --memory` at random moments and lets it run again: the same files, nothing twice or missing.

python -m tests.bench.kills [KILLS] does it so many times, 100 where it is not said, on SQLite.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, text

from pipeline.store import open_store
from pipeline.store.schema import articles, decoded, findings, segments, translations

SEED = Path(__file__).parents[2] / "seeds" / "articles" / "000_4396ead57e8baf43.txt"
STORIES = 14
"""More segments than are decoded side by side, so that a run has a middle."""
IN_A_ROW = 10
"""Kills before a run is let through to its end."""
FORMATS = "txt,html,docx,json,xliff,tmx"
_CHILD = """
import sys
import alembic.script, lxml.etree, docx, psutil, rapidfuzz, jinja2, trafilatura
import pipeline.run, pipeline.store.memory, pipeline.cli.translate_command
from pipeline.cli.main import run
print("ready", flush=True)
sys.exit(run(sys.argv[1:]))
"""
"""What takes long to import is imported before the word, so that the kills fall into the work."""


@dataclass(frozen=True, slots=True)
class Disturbed:
    """What came of it: how many runs were killed, how many ended before, the moments, and what differs in the end."""

    kills: int
    ended: int
    moments: tuple[float, ...]
    differences: tuple[str, ...]


def disturb(places: tuple[str, str], folder: Path, kills: int, rng: random.Random) -> Disturbed:
    """Runs once undisturbed with the first of two new databases, and with the second until it was killed so often."""
    stories(folder / "in")
    still, killed = folder / "still", folder / "killed"
    started = time.perf_counter()
    _run(folder / "in", still, places[0]).wait()
    whole = time.perf_counter() - started
    moments, ended = [], 0
    while len(moments) < kills and ended < 10 * kills:
        moment = rng.uniform(0, whole)
        program = _run(folder / "in", killed, places[1])
        time.sleep(moment)
        program.send_signal(signal.SIGKILL)
        if program.wait() == -signal.SIGKILL:
            moments.append(moment)
        else:
            ended += 1
    assert _run(folder / "in", killed, places[1]).wait() == 0
    differences = [*_unlike(_files(still), _files(killed)), *_unlike(_rows(places[0]), _rows(places[1]))]
    return Disturbed(len(moments), ended, tuple(moments), tuple(differences))


def stories(folder: Path) -> None:
    """The seed, changed so that each story shares some sentences with others and has some of its own."""
    folder.mkdir(parents=True)
    written = SEED.read_text("utf-8")
    for number in range(STORIES):
        (folder / f"{number}.txt").write_text(written.replace(". ", f" в {1900 + number} году. ", 5), "utf-8")


def _run(source: Path, out: Path, place: str) -> "subprocess.Popen[str]":
    """A program that has come to its work."""
    words = ["translate", source, "--model", "echo", "--to", "kk", "--out", out, "--format", FORMATS]
    program = subprocess.Popen(
        [sys.executable, "-c", _CHILD, *map(str, words), "--memory", place, "--quiet"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "HF_HUB_OFFLINE": "1"},
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    program.stdout.close()
    return program


def _files(folder: Path) -> Counter[object]:
    return Counter((str(path.relative_to(folder)), _content(path)) for path in folder.rglob("*") if path.is_file())


def _content(path: Path) -> object:
    """The bytes; of a docx those of its parts, as the archive around them says when it was packed."""
    if path.suffix != ".docx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


def _rows(place: str) -> Counter[object]:
    """Everything that a run keeps, but for when."""
    found: Counter[object] = Counter()
    with open_store(place) as store, store.reading() as connection:
        for table in (articles, segments, translations, decoded, findings):
            columns = [c for c in table.c if c.name not in {"taken", "made", "id"}]
            found.update((table.name, *map(str, row)) for row in connection.execute(select(*columns)))
        if store.dialect == "sqlite":
            found.update(connection.execute(text("PRAGMA integrity_check")).scalars())
    return found


def _unlike(one: Counter[object], two: Counter[object]) -> list[str]:
    return [*(f"missing: {what!s:.200}" for what in one - two), *(f"too much: {what!s:.200}" for what in two - one)]


def main(kills: int) -> int:
    """Rounds of ten kills and a run to the end; 1 when anything differs."""
    rng = random.Random(20261127)
    killed = ended = 0
    while killed < kills:
        folder = Path(tempfile.mkdtemp(prefix="audarma-kills-"))
        found = disturb((str(folder / "a.db"), str(folder / "b.db")), folder, min(IN_A_ROW, kills - killed), rng)
        killed, ended = killed + found.kills, ended + found.ended
        print(f"{killed} kills, {ended} runs that had ended before; differences: {list(found.differences) or 'none'}")
        if found.differences:
            return 1
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
