"""What a store holds, counted."""

from collections.abc import Iterator

from sqlalchemy import func, select

from models.languages import short
from pipeline.store.open import Store
from pipeline.store.schema import articles, decoded, edits, segments
from pipeline.store.units import count_units


def count(store: Store) -> Iterator[tuple[str, int]]:
    """What there is, and how many of it: units of the translation memory by kind, then everything else."""
    with store.reading() as connection:
        for kind in count_units(connection):
            approved = "approved" if kind.approved else "not approved"
            yield f"units into {short(kind.target_language)}, {kind.origin}, {approved}", kind.units
        for name, table in (
            ("segments that models decoded", decoded),
            ("articles", articles),
            ("segments of articles", segments),
            ("edits by persons", edits),
        ):
            yield name, connection.execute(select(func.count()).select_from(table)).scalar_one()
