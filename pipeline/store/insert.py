"""Many rows at once, on either database, past those that are there already."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.store.schema import unit_pairs

Insert = postgresql.Insert | sqlite.Insert
Row = Mapping[str, Any]
_T = TypeVar("_T")
MANY = 500
"""Rows or keys in one statement: both databases take more, and gain nothing by it."""


def upsert(connection: Connection, table: Table) -> Insert:
    """An INSERT of the database's own dialect, which knows what to do about conflicts."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def insert_new(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Inserts the rows whose key is not there yet; the others stay as they are.

    In the order of their keys: two programs that insert the same rows in different orders would wait for each other.
    """
    if rows:
        key = [column.name for column in table.primary_key.columns if column.name in rows[0]]
        ordered = sorted(rows, key=lambda row: [row[name] for name in key])
        insert_rows(connection, upsert(connection, table).on_conflict_do_nothing(), table, ordered)


def insert_rows(connection: Connection, statement: Insert, table: Table, rows: Sequence[Row]) -> None:
    """Runs an INSERT for rows of the same columns. PostgreSQL gets them as one document, and so in one round trip.

    Rows with bytes, which JSON cannot hold, go one by one.
    """
    if connection.dialect.name != "postgresql" or any(isinstance(value, bytes) for value in rows[0].values()):
        connection.execute(statement, [dict(row) for row in rows])
        return
    names = list(rows[0])
    quoted = ", ".join(f'"{name}"' for name in names)
    written = text(f'SELECT {quoted} FROM json_populate_recordset(CAST(NULL AS "{table.name}"), CAST(:rows AS json))')
    source = written.columns(*(table.c[name] for name in names))
    connection.execute(statement.from_select(names, source), {"rows": msgspec.json.encode(rows).decode()})


def insert_pairs(connection: Connection, rows: Sequence[tuple[int, int]]) -> None:
    """Entries of the index of word pairs (number, unit), of which a large memory has millions; known ones stay."""
    if connection.dialect.name == "sqlite" and rows:  # tuples past SQLAlchemy: half the time of an import
        connection.exec_driver_sql("INSERT OR IGNORE INTO unit_pairs (pair, unit) VALUES (?, ?)", list(rows))
    else:
        insert_new(connection, unit_pairs, [{"pair": pair, "unit": unit} for pair, unit in rows])


def chunks(values: Iterable[_T], size: int = MANY) -> Iterator[list[_T]]:
    """The values in lists of at most `size`."""
    iterator = iter(values)
    while chunk := list(islice(iterator, size)):
        yield chunk


def storable(text: str) -> str:
    """The text without what a database refuses: NUL, and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
