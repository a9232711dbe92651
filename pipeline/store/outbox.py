"""The outbox: items that are finished and wait for their receivers. Nothing leaves it but by being delivered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, update

from pipeline.store.insert import storable, upsert
from pipeline.store.open import Store
from pipeline.store.schema import deliveries


@dataclass(frozen=True, slots=True)
class Letter:
    """An item on its way to a receiver. `key` is the same however often it is sent; `path` is the file it came from."""

    item: str
    version: str
    receiver: str
    key: str
    content_type: str
    body: bytes
    path: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A letter that this program has the right to send now. Times are Unix time in seconds."""

    id: int
    letter: Letter
    created: float
    attempts: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How a receiver's outbox stands. `next_due` is when something is to be sent, None where nothing waits."""

    waiting: int = 0
    delivered: int = 0
    given_up: int = 0
    next_due: float | None = None


def post(store: Store, letter: Letter, now: float) -> bool:
    """Puts a letter into the outbox; whether it was not there. Raises StoreError."""
    with store.writing() as connection:
        return put(connection, letter, now)


def put(connection: Connection, letter: Letter, now: float) -> bool:
    """Puts a letter into the outbox, in a transaction in which more is done; whether it was not there.

    One that is still waiting gets the newest body; one that was delivered stays delivered.
    """
    row = {
        "item": storable(letter.item),
        "version": storable(letter.version),
        "receiver": letter.receiver,
        "idempotency_key": letter.key,
        "path": storable(letter.path),
        "body": letter.body,
        "content_type": letter.content_type,
        "created": now,
        "next_due": now,
    }
    fresh = {"body": letter.body, "path": row["path"]}
    made = connection.execute(upsert(connection, deliveries).values(row).on_conflict_do_nothing())
    if made.rowcount == 1:
        return True
    same = deliveries.c.idempotency_key == letter.key
    connection.execute(update(deliveries).where(same, *_undelivered()).values(fresh))
    return False


def claim(store: Store, receiver: str, owner: str, now: float, lease: float) -> Delivery | None:
    """The next letter to send, which no other program sends for `lease` seconds; None where none is due.

    An item's versions go one after another: the second waits until the first is delivered or given up. Raises
    StoreError.
    """
    free = or_(deliveries.c.lease.is_(None), deliveries.c.lease <= now)
    query: Select[Any] = (
        select(deliveries)
        .where(deliveries.c.receiver == receiver, *_undelivered(), deliveries.c.next_due <= now, free, ~_has_earlier())
        .order_by(deliveries.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with store.writing() as connection:
        row = connection.execute(query).first()
        if row is None:
            return None
        mine = {"owner": owner, "lease": now + lease, "attempts": deliveries.c.attempts + 1}
        connection.execute(update(deliveries).where(deliveries.c.id == row.id).values(mine))
    body = bytes(row.body or b"")
    letter = Letter(row.item, row.version, receiver, row.idempotency_key, row.content_type, body, row.path)
    return Delivery(row.id, letter, row.created, row.attempts + 1)


def note_delivered(store: Store, delivery: Delivery, now: float) -> None:
    """The receiver has it; its body is let go. Raises StoreError."""
    _settle(store, delivery, {"delivered": now, "body": None, "last_error": ""})


def note_again(store: Store, delivery: Delivery, error: str, next_due: float) -> None:
    """It is sent again at `next_due`. Raises StoreError."""
    _settle(store, delivery, {"next_due": next_due, "last_error": storable(error)})


def note_given_up(store: Store, delivery: Delivery, error: str, now: float) -> None:
    """It is not sent again unless a person asks for it. Raises StoreError."""
    _settle(store, delivery, {"given_up": now, "last_error": storable(error)})


def leave_alone(store: Store, receiver: str, until: float) -> None:
    """Nothing is sent to a receiver before `until`: it has asked for it. Raises StoreError."""
    later = and_(deliveries.c.receiver == receiver, deliveries.c.next_due < until, *_undelivered())
    with store.writing() as connection:
        connection.execute(update(deliveries).where(later).values(next_due=until))


def take_up_again(store: Store, receiver: str, now: float) -> int:
    """Puts what was given up back among what waits; how many those are. Raises StoreError."""
    lost = and_(deliveries.c.receiver == receiver, deliveries.c.given_up.is_not(None), deliveries.c.delivered.is_(None))
    with store.writing() as connection:
        done = connection.execute(update(deliveries).where(lost).values(given_up=None, created=now, next_due=now))
        return int(done.rowcount)


def look(store: Store, receiver: str) -> Waiting:
    """How a receiver's outbox stands. Raises StoreError."""
    return receivers(store).get(receiver, Waiting())


def receivers(store: Store) -> Mapping[str, Waiting]:
    """How the outbox stands, by receiver. Raises StoreError."""
    table = deliveries.c
    waits = and_(*_undelivered())
    with store.reading() as connection:
        counted = connection.execute(
            select(
                table.receiver,
                func.count().filter(waits).label("waiting"),
                func.count(table.delivered).label("delivered"),
                func.count(table.given_up).label("given_up"),
                func.min(table.next_due).filter(waits).label("next_due"),
            ).group_by(table.receiver)
        )
        return {row.receiver: Waiting(row.waiting, row.delivered, row.given_up, row.next_due) for row in counted}


def _settle(store: Store, delivery: Delivery, values: dict[str, Any]) -> None:
    with store.writing() as connection:
        row = update(deliveries).where(deliveries.c.id == delivery.id)
        connection.execute(row.values({**values, "owner": "", "lease": None}))


def _undelivered() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return deliveries.c.delivered.is_(None), deliveries.c.given_up.is_(None)


def _has_earlier() -> ColumnElement[bool]:
    """An earlier version of the same item still waits for the same receiver."""
    other = deliveries.alias("earlier")
    same = [other.c[name] == deliveries.c[name] for name in ("item", "receiver", "content_type")]
    waits = (other.c.delivered.is_(None), other.c.given_up.is_(None), other.c.id < deliveries.c.id)
    return select(other.c.id).where(*same, *waits).correlate(deliveries).exists()


@dataclass(frozen=True, slots=True)
class Trouble:
    """A letter that was not delivered when it was tried last; `is_given_up` says that it is not tried again."""

    item: str
    version: str
    error: str
    is_given_up: bool


def list_troubles(store: Store, receiver: str, most: int = 5) -> list[Trouble]:
    """The newest letters that failed. Raises StoreError."""
    table = deliveries.c
    query = (
        select(table.item, table.version, table.last_error, table.given_up)
        .where(table.receiver == receiver, table.delivered.is_(None), table.last_error != "")
        .order_by(table.id.desc())
        .limit(most)
    )
    with store.reading() as connection:
        return [
            Trouble(row.item, row.version, row.last_error, row.given_up is not None)
            for row in connection.execute(query)
        ]
