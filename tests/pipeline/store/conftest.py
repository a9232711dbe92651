"""Every test of the store runs on both databases: SQLite always, PostgreSQL where its binaries are installed."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.store import Store, open_store
from tests.pipeline.store.postgresql import binaries, make_database, serving


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a server of the session's own, without a database's name; skipped, and said, where there is none."""
    found = binaries()
    if found is None:
        pytest.skip("PostgreSQL is not installed: its half of the store's tests is not run")
    pytest.importorskip("pg8000", reason="the driver of PostgreSQL (audarma[postgres]) is not installed")
    with serving(found) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The path or URL of a database that has nothing in it yet."""
    if request.param == "sqlite":
        return str(tmp_path / "store.db")
    server = request.getfixturevalue("postgresql")
    name = f"t{uuid.uuid4().hex}"
    make_database(server, name)
    return f"{server}/{name}"


@pytest.fixture
def store(where: str) -> Iterator[Store]:
    with open_store(where) as opened:
        yield opened
