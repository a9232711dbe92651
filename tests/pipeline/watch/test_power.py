"""After a power cut the folder ends in the same files as one whose power stayed on."""

import multiprocessing
import random
from pathlib import Path

import pytest

from tests.pipeline.watch.kill import collect, fill
from tests.pipeline.watch.power import CUT, run

FILES = 20


def begin(root: Path, steps: int, seed: int = 0) -> int | None:
    """A watch with so many steps before the power is cut: how it ended."""
    process = multiprocessing.get_context("fork").Process(target=run, args=(root, steps, seed))
    process.start()
    process.join(60)
    return process.exitcode


@pytest.mark.parametrize("seed", range(4))
def test_what_a_power_cut_tore_is_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    calm, cut = tmp_path / "calm", tmp_path / "cut"
    for root in (calm, cut):
        fill(root, FILES)
    assert begin(calm, 10**9) == 0
    chance = random.Random(seed)
    ends = [begin(cut, chance.randint(0, 90), chance.randint(0, 10**6)) for _ in range(4)]
    assert CUT in ends
    assert begin(cut, 10**9) == 0
    assert collect(cut) == collect(calm)
