"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes every table."""
    op.create_table(
        "articles",
        sa.Column("key", sa.Text(), nullable=False, comment="content hash of the article as it was cut into segments"),
        sa.Column("name", sa.Text(), nullable=False, comment="what a person knows it by: its file, or its item"),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column(
            "source_id", sa.Text(), server_default="", nullable=False, comment="the exchange's own id (guid, uri)"
        ),
        sa.Column("version", sa.Text(), server_default="", nullable=False, comment="the exchange's own version"),
        sa.Column("urgency", sa.Integer(), nullable=True, comment="1 (highest) to 9, null where it says nothing"),
        sa.Column("headline", sa.Text(), server_default="", nullable=False),
        sa.Column("taken", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_articles"),
    )
    op.create_index("ix_articles_source_id_version", "articles", ["source_id", "version"], unique=False)
    op.create_index("ix_articles_taken", "articles", ["taken"], unique=False)
    op.create_table(
        "decoded",
        sa.Column(
            "key", sa.Text(), nullable=False, comment="text, direction, model and revision, options, glossary, recipe"
        ),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False, comment="the judged hypothesis"),
        sa.Column("made", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_decoded"),
    )
    op.create_index("ix_decoded_made", "decoded", ["made"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("id", _ID, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), server_default="", nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False, comment="the URL that it is sent to"),
        sa.Column("idempotency_key", sa.Text(), nullable=False),
        sa.Column(
            "path", sa.Text(), server_default="", nullable=False, comment="the file to send, where the body is not here"
        ),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("created", sa.Double(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_due", sa.Double(), server_default="0", nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False, comment="the process that is sending it"),
        sa.Column("lease", sa.Double(), nullable=True, comment="until when the owner holds it"),
        sa.Column("delivered", sa.Double(), nullable=True),
        sa.Column("given_up", sa.Double(), nullable=True, comment="refused for good, or tried too often"),
        sa.Column("last_error", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("idempotency_key", name="uq_deliveries_idempotency_key"),
    )
    op.create_index("ix_deliveries_item_version", "deliveries", ["item", "version"], unique=False)
    op.create_index(
        "ix_deliveries_waiting",
        "deliveries",
        ["next_due"],
        unique=False,
        sqlite_where=sa.text("delivered IS NULL AND given_up IS NULL"),
        postgresql_where=sa.text("delivered IS NULL AND given_up IS NULL"),
    )
    op.create_table(
        "feeds",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), server_default="", nullable=False),
        sa.Column("last_modified", sa.Text(), server_default="", nullable=False, comment="as the server wrote it"),
        sa.Column("next_due", sa.Double(), server_default="0", nullable=False),
        sa.Column("polled", sa.Double(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False, comment="in a row"),
        sa.Column("last_error", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("url", name="pk_feeds"),
    )
    op.create_index("ix_feeds_next_due", "feeds", ["next_due"], unique=False)
    op.create_table(
        "jobs",
        sa.Column("key", sa.Text(), nullable=False, comment="hash of the file's bytes and its name"),
        sa.Column("name", sa.Text(), nullable=False, comment="the file's name in the folder that is watched"),
        sa.Column("path", sa.Text(), nullable=False, comment="where it is now"),
        sa.Column("state", sa.Text(), server_default="queued", nullable=False),
        sa.Column(
            "urgency", sa.Integer(), server_default="5", nullable=False, comment="1 (highest) to 9; unsaid counts as 5"
        ),
        sa.Column("arrived", sa.Double(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False, comment="the process that holds the lease"),
        sa.Column("lease", sa.Double(), nullable=True, comment="until when the owner holds it"),
        sa.Column("started", sa.Double(), nullable=True),
        sa.Column("finished", sa.Double(), nullable=True),
        sa.Column("articles", sa.Integer(), server_default="0", nullable=False),
        sa.Column("segments", sa.Integer(), server_default="0", nullable=False),
        sa.Column("timings", sa.JSON(), nullable=True, comment="seconds by stage"),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("outputs", sa.JSON(), nullable=True, comment="the files written, relative to the output folder"),
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="ck_jobs_state"),
        sa.PrimaryKeyConstraint("key", name="pk_jobs"),
    )
    op.create_index("ix_jobs_finished", "jobs", ["finished"], unique=False)
    op.create_index("ix_jobs_state_lease", "jobs", ["state", "lease"], unique=False)
    op.create_index("ix_jobs_state_urgency_arrived", "jobs", ["state", "urgency", "arrived"], unique=False)
    op.create_table(
        "unit_words",
        sa.Column(
            "word", sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of a stem and the languages"
        ),
        sa.Column(
            "unit", _ID, autoincrement=False, nullable=False, comment="units.id, unchecked: one that is gone is no harm"
        ),
        sa.PrimaryKeyConstraint("word", "unit", name="pk_unit_words"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "units",
        sa.Column("id", _ID, nullable=False),
        sa.Column("source_language", sa.Text(), nullable=False),
        sa.Column("target_language", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False, comment="hash of the normalised source text"),
        sa.Column("target_key", sa.Text(), nullable=False, comment="hash of the target text"),
        sa.Column("origin", sa.Text(), nullable=False, comment="human, import, model"),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("author", sa.Text(), server_default="", nullable=False),
        sa.Column("made", sa.Double(), nullable=False),
        sa.CheckConstraint("origin IN ('human', 'import', 'model')", name="ck_units_origin"),
        sa.PrimaryKeyConstraint("id", name="pk_units"),
        sa.UniqueConstraint("source_key", "target_language", "target_key", "source_language", name="uq_units_pair"),
    )
    op.create_table(
        "edits",
        sa.Column("id", _ID, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("made", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_edits_article"),
        sa.PrimaryKeyConstraint("id", name="pk_edits"),
    )
    op.create_index("ix_edits_article_language_number", "edits", ["article", "language", "number"], unique=False)
    op.create_table(
        "feed_items",
        sa.Column("id", _ID, nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("guid", sa.Text(), nullable=False),
        sa.Column("content_key", sa.Text(), nullable=False),
        sa.Column("taken", sa.Double(), nullable=False),
        sa.Column("path", sa.Text(), server_default="", nullable=False, comment="the file that it was written to"),
        sa.ForeignKeyConstraint(["feed"], ["feeds.url"], name="fk_feed_items_feed", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_feed_items"),
        sa.UniqueConstraint("feed", "guid", "content_key", name="uq_feed_items_feed_guid_content_key"),
    )
    op.create_index("ix_feed_items_content_key", "feed_items", ["content_key"], unique=False)
    op.create_table(
        "findings",
        sa.Column("id", _ID, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False, comment="empty for one of the source"),
        sa.Column("check", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=True),
        sa.Column("segment", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False, comment="spans and suggestion, where there are any"),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_findings_article", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_findings"),
    )
    op.create_index("ix_findings_article_language", "findings", ["article", "language"], unique=False)
    op.create_table(
        "segments",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column(
            "number", sa.Integer(), autoincrement=False, nullable=False, comment="from 0, in the order of the text"
        ),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_segments_article", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "number", name="pk_segments"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "translations",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False, comment="model, copied, failed, edited, memory"),
        sa.Column("model", sa.Text(), server_default="", nullable=False),
        sa.Column("revision", sa.Text(), server_default="", nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article", "number"],
            ["segments.article", "segments.number"],
            name="fk_translations_article_number",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article", "number", "language", name="pk_translations"),
        sqlite_with_rowid=False,
    )
