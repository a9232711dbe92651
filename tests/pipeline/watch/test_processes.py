"""The watch as processes: signals, kills, two at once, a folder that goes away."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.pipeline.watch.kill import FILES, disturbed, fill, undisturbed
from tests.pipeline.watch.newsroom import command, environment, item, read_log, start, story


class Watching:
    """A process whose log is read as it comes."""

    def __init__(self, words: list[str], root: Path) -> None:
        self.log = root / f"{time.monotonic_ns()}.log"
        with self.log.open("wb") as stream:
            self.process = subprocess.Popen(words, env=environment(), cwd=root, stderr=stream, start_new_session=True)

    def wait_for(self, event: str, seconds: float = 30) -> None:
        """Until an event stands in the log."""
        self.wait_until(lambda: f'"{event}"' in self.log.read_text("utf-8"), seconds)

    def wait_until(self, holds: Callable[[], bool], seconds: float = 30) -> None:
        """Until something holds, or the time is over, which fails the test with the log."""
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, self.log.read_text("utf-8")
            assert self.process.poll() is None, self.log.read_text("utf-8")
            time.sleep(0.05)

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Asks it to stop: its exit code, and how long that took."""
        began = time.monotonic()
        self.process.send_signal(number)
        return self.process.wait(30), time.monotonic() - began


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "in").mkdir()
    yield tmp_path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def put(root: Path, name: str, text: str) -> None:
    """As a program that is careful does: under another name first."""
    part = root / "in" / f"{name}.part"
    part.write_text(text, "utf-8")
    part.rename(root / "in" / name)


def slow(root: Path, seconds: float, workers: int = 1) -> Watching:
    return Watching([sys.executable, "-m", "tests.pipeline.watch.slow", str(root), str(seconds), str(workers)], root)


def test_what_comes_is_taken_as_it_comes_and_sigterm_ends_it(root: Path) -> None:
    watching = Watching(command(root), root)
    watching.wait_for("watch.started")
    put(root, "a.json", item(1))
    watching.wait_until(lambda: names(root / "done") == ["a.json"])
    put(root, "b.txt", story(2))
    watching.wait_until(lambda: names(root / "done") == ["a.json", "b.txt"])
    code, seconds = watching.stop()
    assert code == 0
    assert seconds < 3
    assert names(root / "out") == ["a.en.ninjs.json", "b.en.ninjs.json"]
    assert read_log(watching.log.read_text("utf-8").splitlines())[-1]["event"] == "watch.stopped"


@pytest.mark.parametrize(("number", "workers"), [(signal.SIGTERM, 1), (signal.SIGINT, 1), (signal.SIGTERM, 2)])
def test_it_stops_within_a_segment_and_goes_on_where_it_was(root: Path, number: int, workers: int) -> None:
    put(root, "a.txt", "Форум открылся\n\n" + "".join(f"Участник {i} сказал речь. " for i in range(60)))
    watching = slow(root, 0.5, workers)
    time.sleep(0.5)

    def is_running() -> bool:
        store = sqlite3.connect(root / "store.db")
        try:
            with store:
                return store.execute("SELECT count(*) FROM jobs WHERE state = 'running'").fetchone() == (1,)
        except sqlite3.OperationalError:
            return False
        finally:
            store.close()

    watching.wait_until(is_running)
    time.sleep(1)
    code, seconds = watching.stop(number)
    assert code == 0
    assert seconds < 3  # the article takes 30 s
    assert names(root / "in") == ["a.txt"]
    assert names(root / "out") == []
    assert '"waiting": 1' in watching.log.read_text("utf-8")
    again = slow(root, 0.0)
    again.wait_until(lambda: names(root / "done") == ["a.txt"])
    again.stop()
    assert names(root / "out") == ["a.en.txt"]


def test_two_that_watch_one_folder_take_each_file_once(root: Path) -> None:
    shutil.rmtree(root / "in")
    fill(root)
    with start(root, "--once") as one, start(root, "--once", "--workers", "2") as other:
        logs = [process.communicate(timeout=120)[1].splitlines() for process in (one, other)]
    assert {one.returncode, other.returncode} <= {0, 1}  # 1 for the one that met the bad file, or both
    done = [line["name"] for log in logs for line in read_log(log) if line["event"] == "job.done"]
    assert len(done) == len(set(done)) == FILES
    with sqlite3.connect(root / "store.db") as store:  # each was claimed once, and so translated once
        assert store.execute("SELECT min(attempts), max(attempts) FROM jobs").fetchone() == (1, 1)
    store.close()
    assert names(root / "in") == []
    assert len(names(root / "done")) == FILES
    assert names(root / "failed") == ["bad.pdf", "bad.pdf.error.txt"]


def test_once_says_by_its_code_that_something_failed(root: Path) -> None:
    for name, text, code in (("a.txt", story(1), 0), ("b.pdf", "%PDF-1.4", 1)):
        put(root, name, text)
        with start(root, "--once") as process:
            process.communicate(timeout=60)
        assert process.returncode == code


def test_once_that_is_interrupted_says_so_by_its_code(root: Path) -> None:
    for number in range(300):
        put(root, f"{number}.txt", story(number))
    watching = Watching(command(root, "--once"), root)
    watching.wait_for("job.done")
    assert watching.stop()[0] == 130
    assert names(root / "in")


def test_a_folder_that_goes_away_is_waited_for(root: Path) -> None:
    watching = Watching(command(root), root)
    watching.wait_for("watch.started")
    (root / "in").rename(root / "elsewhere")
    watching.wait_for("folder.gone")
    (root / "elsewhere").rename(root / "in")
    watching.wait_for("folder.back")
    put(root, "a.json", item(1))
    watching.wait_until(lambda: names(root / "done") == ["a.json"])
    assert watching.log.read_text("utf-8").count("folder.gone") == 1
    watching.stop()


def test_a_worker_that_dies_is_begun_again_and_its_file_is_taken_again(root: Path) -> None:
    import psutil

    watching = slow(root, 0.05, workers=2)
    parent = psutil.Process(watching.process.pid)
    watching.wait_until(lambda: len(parent.children()) >= 2)
    put(root, "a.txt", "Форум открылся\n\n" + "".join(f"Участник {i} сказал речь. " for i in range(60)))
    time.sleep(2)
    workers = [child for child in parent.children() if "resource_tracker" not in " ".join(child.cmdline())]
    for worker in workers:
        worker.kill()
    watching.wait_for("worker.died")
    watching.wait_until(lambda: names(root / "done") == ["a.txt"], 40)
    watching.stop()
    assert names(root / "out") == ["a.en.txt"]


def test_workers_end_with_the_one_that_began_them(root: Path) -> None:
    import psutil

    watching = slow(root, 0.05, workers=2)
    parent = psutil.Process(watching.process.pid)
    watching.wait_until(lambda: len(parent.children()) >= 2)
    children = parent.children()
    os.kill(watching.process.pid, signal.SIGKILL)
    watching.process.wait()
    _, alive = psutil.wait_procs(children, timeout=15)
    assert not alive


@pytest.mark.timeout(600)
@pytest.mark.parametrize("workers", [1, 2])
def test_killed_at_any_moment_it_ends_in_the_same_files(tmp_path: Path, workers: int) -> None:
    wanted = undisturbed(tmp_path / "calm", 1)
    assert len([name for name in wanted.files if name.startswith("out/")]) == 2 * FILES
    chance, killed = random.Random(workers), 0
    for number in range(20):  # on a fast machine a run comes to its end before it is killed, and says nothing
        found = disturbed(tmp_path / f"killed-{number}", workers, 5 - killed, chance)
        assert found.files == wanted.files
        killed += found.killed
        if killed == 5:
            return
    pytest.fail(f"of twenty runs {killed} were killed before their end")


def test_words_that_cannot_be_are_said_at_once(root: Path) -> None:
    for words, said in (
        (["--done", str(root / "in")], "is the folder that is watched"),
        (["--format", "pdf"], "Audarma writes"),
        (["--model", "nothing"], "nothing"),
    ):
        done = subprocess.run(
            [*command(root), *words], env=environment(), capture_output=True, text=True, cwd=root, check=False
        )
        assert done.returncode == 2
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1
