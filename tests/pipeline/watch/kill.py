"""Kills `audarma watch --once` again and again, and compares what it leaves with what an undisturbed one does.

`python -m tests.pipeline.watch.kill ROUNDS [SEED]` is the long run; the test suite does a short one.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.pipeline.watch.newsroom import command, environment, item, story

FILES = 40


@dataclass(frozen=True, slots=True)
class Outcome:
    """What stands where in the end: names of files with their bytes; how often the program was killed at work."""

    files: dict[str, bytes]
    killed: int


def fill(root: Path, files: int = FILES) -> None:
    """A folder with items, texts and a file that fails."""
    folder = root / "in"
    folder.mkdir(parents=True)
    for number in range(files):
        name, text = (f"{number}.json", item(number)) if number % 2 else (f"{number}.txt", story(number))
        path = folder / name
        path.write_text(text, "utf-8")
        os.utime(path, (1, 1))
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4")
    os.utime(folder / "bad.pdf", (1, 1))


def undisturbed(root: Path, workers: int) -> Outcome:
    """One run to the end."""
    fill(root)
    _run(root, workers).wait(120)
    return Outcome(collect(root), 0)


def disturbed(root: Path, workers: int, times: int, chance: random.Random) -> Outcome:
    """`times` runs that are killed, each some moments after its start, and one to the end. New folders, where a run
    has come to its end before it was killed, so that each kill hits work.
    """
    fill(root)
    killed = 0
    while killed < times:
        process = _run(root, workers)
        try:
            process.wait(chance.uniform(0.3, 3.0))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            killed += 1
            continue
        break
    last = _run(root, workers)
    last.wait(120)
    return Outcome(collect(root), killed)


def _run(root: Path, workers: int) -> "subprocess.Popen[bytes]":
    words = command(root, "--once", "--format", "txt,ninjs", "--quiet", "--workers", str(workers))
    return subprocess.Popen(words, env=environment(), cwd=root, start_new_session=True, stderr=subprocess.DEVNULL)


def collect(root: Path) -> dict[str, bytes]:
    """Every file, hidden ones too, but the store's; what tells the time of a failure is left out of its text."""
    place = str(root).encode()
    found = {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith("store.db")
    }
    return {
        name: b"".join(line for line in data.replace(place, b"ROOT").splitlines(True) if b" UTC" not in line)
        if name.endswith(".error.txt")
        else data
        for name, data in found.items()
    }


def main(rounds: int, seed: int) -> int:
    """Kills `rounds` times in all; 1 when anything differs."""
    chance = random.Random(seed)
    killed = wrong = 0
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        wanted = undisturbed(Path(place) / "calm", 1)
        while killed < rounds:
            root = Path(place) / "killed"
            found = disturbed(root, chance.choice((1, 2)), min(rounds - killed, 12), chance)
            killed += found.killed
            wrong += found.files != wanted.files
            for name in sorted(found.files.keys() ^ wanted.files.keys()):
                print("differs:", name)
            shutil.rmtree(root)
    print(f"{killed} kills in {time.monotonic() - started:.0f} s, {len(wanted.files)} files, {wrong} ends that differ")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
