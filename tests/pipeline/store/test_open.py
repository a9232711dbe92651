"""How the store is opened, brought up to date, and refused."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, func, inspect, select, text

from pipeline.errors import (
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    StoreUnreachableError,
    StoreVersionError,
    UsageError,
)
from pipeline.store import Store, open_store
from pipeline.store.migrate import SCRIPTS, migrate
from pipeline.store.schema import HEAD, feeds, metadata


def put(store: Store, url: str) -> None:
    with store.writing() as connection:
        connection.execute(feeds.insert().values(url=url))


def count(store: Store) -> int:
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(feeds)).scalar_one()


def test_the_migrations_make_the_schema(store: Store) -> None:
    with store.reading() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    assert found == []


def test_the_head_that_the_schema_names_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(SCRIPTS)).get_heads() == [HEAD]


def test_every_migration_from_the_oldest_up_keeps_what_was_there(where: str) -> None:
    """One step at a time, as those who update often come; a row of the oldest schema is still there at the end."""
    steps = [script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()][::-1]
    engine = create_engine(where.replace("ql://", "ql+pg8000://") if "://" in where else f"sqlite:///{where}")
    migrate(engine, where, steps[0])
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO feeds (url) VALUES ('https://example.org/feed')"))
    for step in steps[1:]:
        migrate(engine, where, step)
    engine.dispose()
    with open_store(where) as store:
        assert count(store) == 1


def test_opening_again_finds_what_was_kept(where: str) -> None:
    with open_store(where) as store:
        put(store, "a")
    with open_store(where) as store:
        assert count(store) == 1


def test_a_block_that_raises_keeps_nothing(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt), store.writing() as connection:
        connection.execute(feeds.insert().values(url="a"))
        raise KeyboardInterrupt
    assert count(store) == 0


def test_a_newer_schema_is_refused(where: str) -> None:
    with open_store(where) as store, store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreVersionError, match=r"newer Audarma made it .*update Audarma"):
        open_store(where)


OPEN = "import sys; from pipeline.store import open_store; s = open_store(sys.argv[1]); s.close()"


def test_of_several_programs_that_open_a_new_database_each_finds_it_whole(where: str) -> None:
    programs = [subprocess.Popen([sys.executable, "-c", OPEN, where], stderr=subprocess.PIPE) for _ in range(4)]
    said = [program.communicate(timeout=60)[1].decode() for program in programs]
    assert [program.returncode for program in programs] == [0, 0, 0, 0], said
    with open_store(where) as store, store.reading() as connection:
        assert set(metadata.tables) <= set(inspect(connection).get_table_names())


ADD = """
import sys
from pipeline.store import open_store
from pipeline.store.schema import feeds
with open_store(sys.argv[1]) as store:
    for i in range(50):
        with store.writing() as connection:
            connection.execute(feeds.insert().values(url=f"{sys.argv[2]}-{i}"))
"""


def test_two_programs_write_at_once_and_lose_nothing(where: str) -> None:
    with open_store(where) as store:
        programs = [subprocess.Popen([sys.executable, "-c", ADD, where, str(n)]) for n in range(3)]
        assert [program.wait(timeout=60) for program in programs] == [0, 0, 0]
        assert count(store) == 150


# What goes wrong, each in one line that says what to do.


def one_line(error: StoreError) -> str:
    message = str(error)
    assert "\n" not in message
    return message


def test_a_file_that_another_program_holds(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    open_store(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_store(path, patience=0.1) as store, pytest.raises(StoreLockedError) as caught:
        put(store, "a")
    assert "another program holds it" in one_line(caught.value)
    other.close()


def test_a_row_that_another_program_holds_in_postgresql(postgresql: str) -> None:
    from tests.pipeline.store.postgresql import make_database

    make_database(postgresql, "held")
    with open_store(f"{postgresql}/held") as store:
        put(store, "a")
        with store.writing() as one:
            one.execute(feeds.update().values(failures=1))
            with pytest.raises(StoreLockedError), store.writing() as two:
                two.execute(text("SET LOCAL lock_timeout = '50ms'"))
                two.execute(feeds.update().values(failures=2))


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with open_store(path) as store:
        put(store, "a")
        with pytest.raises(StoreFullError) as caught, store.writing() as connection:
            connection.execute(text("PRAGMA max_page_count = 1"))
            connection.execute(feeds.insert(), [{"url": f"{i}" + "x" * 1000} for i in range(1000)])
        assert "full" in one_line(caught.value)
        assert count(store) == 1


@pytest.mark.parametrize(
    "content", [b"no database at all, but a text of some length " * 100, b"SQLite format 3\0" * 500]
)
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(content)
    with pytest.raises(StoreDamagedError, match="damaged"):
        open_store(path)
    assert path.read_bytes() == content


def test_a_file_with_damage_in_its_middle(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with open_store(path) as store, store.writing() as connection:
        connection.execute(feeds.insert(), [{"url": f"{i}" + "x" * 1000} for i in range(1000)])
    data = bytearray(path.read_bytes())
    data[8192 : len(data) - 4096] = b"\xa5" * (len(data) - 4096 - 8192)
    path.write_bytes(data)
    with pytest.raises(StoreDamagedError), open_store(path) as store:
        count(store)
        put(store, "b")


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (a)")
    other.commit()
    other.close()
    with pytest.raises(StoreDamagedError, match="another program"):
        open_store(path)


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachableError, match="look at its folder and rights"):
        open_store(tmp_path)


def test_a_file_where_its_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("")
    with pytest.raises(StoreUnreachableError, match="folder cannot be made"):
        open_store(tmp_path / "f" / "s.db")


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(StoreUnreachableError) as caught:
        open_store("postgresql://user:secret@127.0.0.1:9/news", patience=2)
    assert "cannot be reached" in one_line(caught.value)
    assert "secret" not in one_line(caught.value)


def test_a_database_that_its_server_does_not_have(postgresql: str) -> None:
    with pytest.raises(StoreUnreachableError, match="user, password and database"):
        open_store(f"{postgresql}/nowhere")


@pytest.mark.parametrize("where", ["", "mysql://host/news", "nonsense://", "postgresql://host:port/news"])
def test_what_is_neither_path_nor_url(where: str) -> None:
    with pytest.raises(UsageError):
        open_store(where)
