"""`audarma status`: numbers for a person on any terminal, and for a monitor."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.store import open_store
from pipeline.store.jobs import Arrival, Jobs, Result
from pipeline.store.throughput import read_throughput


def run(store: Path, *words: str, columns: int = 80) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-W", "error", "-m", "pipeline.cli.main", "status", "--store", str(store), *words]
    environment = {**os.environ, "COLUMNS": str(columns)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Two folders: one in which 30 files took a second each, with one urgent waiting; one where nothing is done."""
    path, now = tmp_path / "store.db", time.time()
    with open_store(path) as opened:
        jobs = Jobs(opened, "host 1 1.0")
        for i in range(33):
            jobs.add([Arrival(f"k{i}", "/in", f"{i}.xml", f"/in/{i}.xml", now - 100, 2 if i == 32 else 5)])
        claimed = jobs.claim("/in", 33, 60, now=now - 60)
        jobs.finish([Result(j.key, segments=20, articles=1, seconds=1.0) for j in claimed[1:31]], now=now - 30)
        jobs.finish([Result(claimed[31].key, error="31.xml: empty [nothing] to translate")], now=now - 20)
        jobs.release([claimed[0].key])
        jobs.add([Arrival("running", "/in", "now.xml", "/in/now.xml", now - 1000)])
        jobs.add([Arrival("other", "/other", "b.xml", "/other/b.xml", now)])
    return path


def test_the_numbers(store: Path) -> None:
    with open_store(store) as opened:
        ours, other = read_throughput(opened)
    assert (ours.folder, ours.queued, ours.urgent, ours.running, ours.done, ours.failed) == ("/in", 2, 1, 1, 30, 1)
    assert ours.oldest is not None
    assert 999 < ours.oldest < 1100
    assert ours.took == 1.0
    assert 20 < ours.per_minute[0][0] < 31  # 30 in the minute since the first was begun
    assert ours.per_minute[0][1] == pytest.approx(20 * ours.per_minute[0][0])
    assert (other.queued, other.done, other.per_minute[0], other.took) == (1, 0, (0.0, 0.0), None)


@pytest.mark.parametrize("columns", [30, 40, 80, 200])
def test_a_person_reads_it_on_any_terminal(store: Path, columns: int) -> None:
    done = run(store, columns=columns)
    assert done.returncode == 0
    said = " ".join(done.stdout.split())
    for part in ("/in", "queued 2 (1 urgent)", "oldest waits 17 min", "running 1", "done 30", "failed 1", "files/min"):
        assert part in said
    assert "empty [nothing] to translate" in said
    assert max(map(len, done.stdout.splitlines())) <= columns


def test_a_monitor_reads_json(store: Path) -> None:
    ours, _ = json.loads(run(store, "--json").stdout)["folders"]
    assert (ours["queued"], ours["urgent"], ours["done"], ours["failed"]) == (2, 1, 30, 1)
    assert ours["last_failures"][0]["error"] == "31.xml: empty [nothing] to translate"
    assert ours["last_failures"][0]["when"].endswith("Z")
    assert [speed["minutes"] for speed in ours["speed"]] == [10, 60]


def test_a_store_that_is_not_there_is_said_and_not_made(tmp_path: Path) -> None:
    done = run(tmp_path / "none.db")
    assert done.returncode == 2
    assert "no store at" in done.stderr
    assert not (tmp_path / "none.db").exists()


def test_an_empty_store(tmp_path: Path) -> None:
    open_store(tmp_path / "store.db").close()
    assert run(tmp_path / "store.db").stdout == "Nothing has come yet.\n"
