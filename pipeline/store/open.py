"""Opens the database: a file of SQLite, or PostgreSQL by URL; brings an older schema up; one error tree for both."""

import getpass
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from pipeline.errors import StoreError, StoreUnreachableError, UsageError
from pipeline.store.explain import explain
from pipeline.store.migrate import migrate

PATIENCE = 10.0
"""Seconds to wait for another program's transaction. Ours last milliseconds."""
_POSTGRESQL = {"postgresql", "postgres"}


class Store:
    """An open database. May be used from several threads; each block of `reading` or `writing` is one transaction.

    `name` is what a person calls it: the path, or the URL without its password. `dialect` is "sqlite" or "postgresql".
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine, self.name, self.dialect = engine, name, engine.dialect.name

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database. Raises StoreError."""
        with self._transaction(writes=False) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose work is kept whole, on the disk, when the block ends, or not at all when it raises.

        Raises StoreError. SQLite lets in one such block at a time, from the first statement on: keep it short.
        """
        with self._transaction(writes=True) as connection:
            yield connection

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        try:
            with self._engine.connect().execution_options(audarma_writes=writes) as connection, connection.begin():
                yield connection
        except SQLAlchemyError as error:
            raise explain(error, self.name) from error

    def size(self) -> int:
        """Bytes that the database takes. Raises StoreError."""
        asked = "SELECT pg_database_size(current_database())"
        if self.dialect == "sqlite":
            asked = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        with self.reading() as connection:
            return int(connection.execute(text(asked)).scalar_one())

    def compact(self) -> None:
        """Gives the room of what was deleted back to the disk: of SQLite alone, a server does so by itself.

        Raises StoreError, for one while another program is at work in it.
        """
        if self.dialect != "sqlite":
            return
        try:
            with self._engine.connect() as connection:
                driver: Any = connection.connection.driver_connection  # past the transactions that are begun for us
                for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                    driver.execute(statement).fetchall()
        except SQLAlchemyError as error:
            raise explain(error, self.name) from error
        except sqlite3.Error as error:
            raise explain(DBAPIError("VACUUM", None, error), self.name) from error

    def close(self) -> None:
        """Gives the connections back. SQLite then folds its write-ahead log into the file."""
        self._engine.dispose()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(where: str | Path, *, password: str = "", patience: float = PATIENCE) -> Store:
    """The store at a path (SQLite, made where it is not there) or at `postgresql://user@host/database`.

    `password` is the server's, where the URL has none. `patience` is how many seconds to wait for another program that
    holds it, and for a server to answer. Raises UsageError for what is neither path nor URL, and StoreError with what
    to do when it cannot be used.
    """
    url = _url(where)
    if password and url.get_backend_name() != "sqlite":
        url = url.set(password=password)
    name = url.render_as_string(hide_password=True) if url.get_backend_name() != "sqlite" else str(url.database)
    engine = _engine(url, name, patience)
    store = Store(engine, name)
    try:
        migrate(engine, name)
    except SQLAlchemyError as error:
        store.close()
        raise explain(error, name) from error
    except StoreError:
        store.close()
        raise
    return store


def _url(where: str | Path) -> URL:
    """Plain paths are SQLite; `postgresql://` without a driver takes ours."""
    if isinstance(where, Path) or "://" not in where:
        if not str(where).strip():
            raise UsageError("the store has no place: name a file, or postgresql://user@host/database")
        return URL.create("sqlite", database=str(where))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError) as error:
        raise UsageError(f"the store {where!r} is neither a file nor postgresql://user@host/database") from error
    if url.drivername in _POSTGRESQL:
        return url.set(drivername="postgresql+pg8000", username=url.username or getpass.getuser())
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise UsageError(f"the store {url.drivername}: Audarma keeps it in SQLite or PostgreSQL")
    return url


def _engine(url: URL, name: str, patience: float) -> Engine:
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite and url.database:
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnreachableError(f"the store {name}: its folder cannot be made ({error.strerror})") from error
    options: dict[str, Any] = {"timeout": patience}
    if url.drivername == "postgresql+psycopg":
        options = {"connect_timeout": max(1, round(patience))}
    try:
        engine = create_engine(
            url,
            connect_args=options,
            pool_pre_ping=not sqlite,
            json_serializer=_write_json,
            json_deserializer=msgspec.json.decode,
        )
    except ModuleNotFoundError as error:
        said = f"the store {name} needs the driver {error.name}: pip install 'audarma[postgres]'"
        raise StoreUnreachableError(said) from error
    except (NoSuchModuleError, ArgumentError) as error:
        raise UsageError(f"the store {name}: {error}") from error
    if sqlite:
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _write_json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _prepare(connection: Any, _record: object) -> None:
    """Write-ahead log, so that readers and one writer do not wait for each other; transactions are ours to begin."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # what was committed outlives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    """A transaction that will write takes its place at once: one that only read before cannot be let in later."""
    writes = connection.get_execution_options().get("audarma_writes", False)
    connection.execute(text("BEGIN IMMEDIATE" if writes else "BEGIN"))
