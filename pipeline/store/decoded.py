"""What engines answered, by the key of all that the answer depends on: decoded once, on whichever machine."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, select

from models.engine import Hypothesis
from pipeline.remember import Made
from pipeline.store.insert import chunks, insert_new
from pipeline.store.schema import decoded


def recall(connection: Connection, keys: Sequence[str]) -> dict[str, Hypothesis]:
    """The hypotheses that are known, by key."""
    found: dict[str, Hypothesis] = {}
    for some in chunks(keys):
        for key, answer in connection.execute(select(decoded.c.key, decoded.c.answer).where(decoded.c.key.in_(some))):
            hypothesis = _read(answer)
            if hypothesis is not None:
                found[key] = hypothesis
    return found


def keep(connection: Connection, made: Sequence[Made], now: float) -> None:
    """Keeps what is not there yet."""
    rows = [
        {
            "key": one.key,
            "target": one.target,
            "model": one.model,
            "revision": one.revision,
            "answer": msgspec.to_builtins(one.hypothesis),
            "made": now,
        }
        for one in made
        if _is_text(one.hypothesis.text)
    ]
    insert_new(connection, decoded, rows)


def _read(answer: object) -> Hypothesis | None:
    """None for what is no hypothesis: a program that kept something else put it there, and it is decoded again."""
    try:
        return msgspec.convert(answer, Hypothesis)
    except msgspec.ValidationError:
        return None


def _is_text(text: str) -> bool:
    """Whether a database can give it back as it is."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
