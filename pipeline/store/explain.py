"""What a driver says of a database, as one of our errors: what happened and what to do, in one line."""

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from models.errors import one_line
from pipeline.errors import (
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    StoreUnreachableError,
)

_LOCKED = ("another program holds it: try again when that has ended", StoreLockedError)
_FULL = ("its disk is full: make room, or name a store on another disk", StoreFullError)
_DAMAGED = ("it is damaged, or no database of Audarma's: move it away, or restore a copy", StoreDamagedError)
_BARRED = ("it cannot be opened or written to: look at its folder and rights", StoreUnreachableError)
_AWAY = ("its server cannot be reached: look at the address, and whether it runs", StoreUnreachableError)
_REFUSED = ("its server lets this user not in: look at user, password and database", StoreUnreachableError)

_SQLITE = {
    "locked": _LOCKED,
    "busy": _LOCKED,
    "is full": _FULL,
    "malformed": _DAMAGED,
    "not a database": _DAMAGED,
    "no such table": _DAMAGED,
    "no such column": _DAMAGED,
    "unable to open": _BARRED,
    "readonly": _BARRED,
    "i/o error": _BARRED,
}
"""By what the message holds: Python 3.10 knows no error codes of SQLite."""

_SQLSTATES = {
    "08": _AWAY,
    "28": _REFUSED,
    "3D": _REFUSED,
    "40": _LOCKED,
    "42": _DAMAGED,
    "53": _FULL,
    "54": _FULL,
    "55": _LOCKED,
    "57": _AWAY,
    "58": _BARRED,
    "XX": _DAMAGED,
}
"""By the first two characters, the class: https://www.postgresql.org/docs/current/errcodes-appendix.html"""


def explain(error: SQLAlchemyError, name: str) -> StoreError:
    """The error to raise in place of a driver's; `name` is what a person calls the store."""
    said, kind = _find(error)
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return kind(f"the store {name}: {said} ({_plain(cause)})")


def _find(error: SQLAlchemyError) -> tuple[str, type[StoreError]]:
    if not isinstance(error, DBAPIError):
        return _LOCKED if "QueuePool limit" in str(error) else ("it cannot be used", StoreError)
    state = _sqlstate(error.orig)
    if state:
        return _SQLSTATES.get(state[:2], ("its server refused what was asked", StoreError))
    message = str(error.orig).lower()
    found = next((kind for part, kind in _SQLITE.items() if part in message), None)
    if found:
        return found
    return _AWAY if type(error.orig).__module__.startswith(("pg8000", "psycopg")) else ("it cannot be used", StoreError)


def _sqlstate(error: BaseException | None) -> str:
    """PostgreSQL's five-character code: psycopg has it as an attribute, pg8000 in its first argument."""
    if error is None:
        return ""
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return state
    first = error.args[0] if error.args else None
    return str(first.get("C", "")) if isinstance(first, dict) else ""


def _plain(error: BaseException) -> str:
    first = error.args[0] if error.args else None
    return str(first.get("M", "")) if isinstance(first, dict) else one_line(error)
