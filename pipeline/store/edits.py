"""What persons changed in what was translated: before, after, who and when."""

from collections.abc import Iterable

from sqlalchemy import Connection, select, update

from pipeline.store.insert import storable
from pipeline.store.schema import edits, segments, translations
from pipeline.store.units import Unit


def record_edits(connection: Connection, changed: Iterable[Unit]) -> int:
    """Puts what persons made of segments into the articles that have them, and keeps what stood there; says how many.

    A segment that already reads so is no edit.
    """
    return sum(_record(connection, unit) for unit in changed)


def _record(connection: Connection, unit: Unit) -> int:
    after = storable(unit.target)
    found = connection.execute(
        select(translations)
        .join(segments, (segments.c.article == translations.c.article) & (segments.c.number == translations.c.number))
        .where(
            segments.c.text == storable(unit.source),
            translations.c.language == unit.target_language,
            translations.c.text != after,
        )
    ).all()
    for row in found:
        at = {"article": row.article, "number": row.number, "language": row.language}
        said = {"before": row.text, "after": after, "author": storable(unit.author), "made": unit.made}
        connection.execute(edits.insert().values(**at, **said))
        here = [translations.c[name] == value for name, value in at.items()]
        connection.execute(update(translations).where(*here).values(text=after, origin="edited"))
    return len(found)
