"""A job says which folder it came to and what its outputs are called: several folders share one store."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the two columns, and what a claim and an arrival are looked up by."""
    op.add_column(
        "jobs",
        sa.Column("folder", sa.Text(), server_default="", nullable=False, comment="the folder that is watched"),
    )
    op.add_column(
        "jobs",
        sa.Column(
            "stem", sa.Text(), server_default="", nullable=False, comment="what the names of its outputs begin with"
        ),
    )
    op.create_index("ix_jobs_folder_state_arrived", "jobs", ["folder", "state", "arrived"], unique=False)
    op.create_index("ix_jobs_folder_stem", "jobs", ["folder", "stem"], unique=False)
    op.create_index("ix_jobs_folder_name", "jobs", ["folder", "name"], unique=False)
