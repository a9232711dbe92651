"""Many rows at once, on either database, past those that are there already."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, Any]
_T = TypeVar("_T")
MANY = 500
"""Rows or keys in one statement: both databases take more, and gain nothing by it."""


def upsert(connection: Connection, table: Table) -> "postgresql.Insert | sqlite.Insert":
    """An INSERT of the database's own dialect, which knows what to do about conflicts."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def insert_new(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Inserts the rows whose key is not there yet; the others stay as they are."""
    if rows:
        connection.execute(upsert(connection, table).on_conflict_do_nothing(), [dict(row) for row in rows])


def chunks(values: Iterable[_T], size: int = MANY) -> Iterator[list[_T]]:
    """The values in lists of at most `size`."""
    iterator = iter(values)
    while chunk := list(islice(iterator, size)):
        yield chunk


def storable(text: str) -> str:
    """The text without what a database refuses: NUL, and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
