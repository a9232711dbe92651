"""A run that is killed at any moment goes on where it was. `tests.bench.kills` does the same a hundred times."""

import random
from pathlib import Path

import pytest

from tests.bench.kills import disturb
from tests.pipeline.store.postgresql import make_database


@pytest.mark.slow
@pytest.mark.timeout(900)  # fourteen programs are started one after another
def test_ten_kills_leave_nothing_twice_and_nothing_missing(tmp_path: Path) -> None:
    found = disturb((str(tmp_path / "a.db"), str(tmp_path / "b.db")), tmp_path, 10, random.Random(6))
    assert found.kills == 10
    assert found.differences == ()


@pytest.mark.slow
@pytest.mark.timeout(900)  # fourteen programs are started one after another
def test_nor_in_postgresql(tmp_path: Path, postgresql: str) -> None:
    for name in ("still", "killed"):
        make_database(postgresql, name)
    found = disturb((f"{postgresql}/still", f"{postgresql}/killed"), tmp_path, 3, random.Random(6))
    assert found.kills == 3
    assert found.differences == ()
