"""The tables. Times are Unix time in seconds (UTC); keys are `algorithm:hexadecimal` over all that they stand for.

A change here needs a migration with the next number in `migrations/versions`, which are never edited afterwards; a
test compares what they make with what stands here.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

HEAD = "0002"
"""The newest migration: a database that stands there is opened without looking further."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
_Id = BigInteger().with_variant(Integer, "sqlite")
"""Counts up by itself; SQLite does that for its INTEGER alone."""

articles = Table(
    "articles",
    metadata,
    Column("key", Text, primary_key=True, comment="content hash of the article as it was cut into segments"),
    Column("name", Text, nullable=False, comment="what a person knows it by: its file, or its item"),
    Column("language", Text, nullable=False),
    Column("source_id", Text, nullable=False, server_default="", comment="the exchange's own id (guid, uri)"),
    Column("version", Text, nullable=False, server_default="", comment="the exchange's own version"),
    Column("urgency", Integer, comment="1 (highest) to 9, null where it says nothing"),
    Column("headline", Text, nullable=False, server_default=""),
    Column("taken", Double, nullable=False),
    Index(None, "source_id", "version"),
    Index(None, "taken"),
)

segments = Table(
    "segments",
    metadata,
    Column("article", Text, ForeignKey("articles.key", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False, comment="from 0, in the order of the text"),
    Column("block", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    sqlite_with_rowid=False,
)

decoded = Table(
    "decoded",
    metadata,
    Column("key", Text, primary_key=True, comment="text, direction, model and revision, options, glossary, recipe"),
    Column("target", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("revision", Text, nullable=False),
    Column("answer", JSON, nullable=False, comment="the judged hypothesis"),
    Column("made", Double, nullable=False),
    Index(None, "made"),
)

translations = Table(
    "translations",
    metadata,
    Column("article", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("language", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("origin", Text, nullable=False, comment="model, copied, failed, edited, memory"),
    Column("model", Text, nullable=False, server_default=""),
    Column("revision", Text, nullable=False, server_default=""),
    Column("score", Double),
    ForeignKeyConstraint(["article", "number"], ["segments.article", "segments.number"], ondelete="CASCADE"),
    sqlite_with_rowid=False,
)

findings = Table(
    "findings",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("article", Text, ForeignKey("articles.key", ondelete="CASCADE"), nullable=False),
    Column("language", Text, nullable=False, server_default="", comment="empty for one of the source"),
    Column("check", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("block", Integer),
    Column("segment", Integer),
    Column("details", JSON, nullable=False, comment="spans and suggestion, where there are any"),
    Index(None, "article", "language"),
)

edits = Table(
    "edits",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("article", Text, ForeignKey("articles.key"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("language", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("made", Double, nullable=False),
    Index(None, "article", "language", "number"),
)

units = Table(
    "units",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("source_language", Text, nullable=False),
    Column("target_language", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("source_key", Text, nullable=False, comment="hash of the normalised source text"),
    Column("target_key", Text, nullable=False, comment="hash of the target text"),
    Column("origin", Text, nullable=False, comment="human, import, model"),
    Column("approved", Boolean, nullable=False),
    Column("author", Text, nullable=False, server_default=""),
    Column("made", Double, nullable=False),
    CheckConstraint("origin IN ('human', 'import', 'model')", name="origin"),
    UniqueConstraint("source_key", "target_language", "target_key", "source_language", name="uq_units_pair"),
)

unit_words = Table(
    "unit_words",
    metadata,
    Column("word", BigInteger, primary_key=True, autoincrement=False, comment="hash of a stem and the languages"),
    Column(
        "unit", _Id, primary_key=True, autoincrement=False, comment="units.id, unchecked: one that is gone is no harm"
    ),
    sqlite_with_rowid=False,
)

jobs = Table(
    "jobs",
    metadata,
    Column("key", Text, primary_key=True, comment="hash of the file's bytes and its name"),
    Column("folder", Text, nullable=False, server_default="", comment="the folder that is watched"),
    Column("name", Text, nullable=False, comment="the file's name in the folder that is watched"),
    Column("path", Text, nullable=False, comment="where it is now"),
    Column("stem", Text, nullable=False, server_default="", comment="what the names of its outputs begin with"),
    Column("state", Text, nullable=False, server_default="queued"),
    Column("urgency", Integer, nullable=False, server_default="5", comment="1 (highest) to 9; unsaid counts as 5"),
    Column("arrived", Double, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("owner", Text, nullable=False, server_default="", comment="the process that holds the lease"),
    Column("lease", Double, comment="until when the owner holds it"),
    Column("started", Double),
    Column("finished", Double),
    Column("articles", Integer, nullable=False, server_default="0"),
    Column("segments", Integer, nullable=False, server_default="0"),
    Column("timings", JSON, comment="seconds by stage"),
    Column("error", Text, nullable=False, server_default=""),
    Column("outputs", JSON, comment="the files written, relative to the output folder"),
    CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
    Index(None, "state", "urgency", "arrived"),
    Index(None, "state", "lease"),
    Index(None, "finished"),
    Index(None, "folder", "state", "arrived"),
    Index(None, "folder", "stem"),
    Index(None, "folder", "name"),
)

feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True),
    Column("etag", Text, nullable=False, server_default=""),
    Column("last_modified", Text, nullable=False, server_default="", comment="as the server wrote it"),
    Column("next_due", Double, nullable=False, server_default="0"),
    Column("polled", Double),
    Column("failures", Integer, nullable=False, server_default="0", comment="in a row"),
    Column("last_error", Text, nullable=False, server_default=""),
    Index(None, "next_due"),
)

feed_items = Table(
    "feed_items",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("feed", Text, ForeignKey("feeds.url", ondelete="CASCADE"), nullable=False),
    Column("guid", Text, nullable=False),
    Column("content_key", Text, nullable=False),
    Column("taken", Double, nullable=False),
    Column("path", Text, nullable=False, server_default="", comment="the file that it was written to"),
    UniqueConstraint("feed", "guid", "content_key"),
    Index(None, "content_key"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("item", Text, nullable=False),
    Column("version", Text, nullable=False, server_default=""),
    Column("receiver", Text, nullable=False, comment="the URL that it is sent to"),
    Column("idempotency_key", Text, nullable=False),
    Column("path", Text, nullable=False, server_default="", comment="the file to send, where the body is not here"),
    Column("body", LargeBinary),
    Column("content_type", Text, nullable=False),
    Column("created", Double, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_due", Double, nullable=False, server_default="0"),
    Column("owner", Text, nullable=False, server_default="", comment="the process that is sending it"),
    Column("lease", Double, comment="until when the owner holds it"),
    Column("delivered", Double),
    Column("given_up", Double, comment="refused for good, or tried too often"),
    Column("last_error", Text, nullable=False, server_default=""),
    UniqueConstraint("idempotency_key"),
    Index(
        "ix_deliveries_waiting",
        "next_due",
        sqlite_where=text("delivered IS NULL AND given_up IS NULL"),
        postgresql_where=text("delivered IS NULL AND given_up IS NULL"),
    ),
    Index(None, "item", "version"),
)
