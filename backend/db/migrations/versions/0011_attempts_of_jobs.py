"""Jobs: who asked, how long the lease is, how often it was interrupted, and what to discard.

Revision ID: 0011
Revises: 0010
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | Sequence[str] | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_SOUNDS = "environment_sounds"
_DISCARDED = "environment_sound_discarded_requests"


def upgrade() -> None:
    """Add the columns, and create the table of requests to discard."""
    for column in (
        sa.Column("queued_by", sa.String(200), nullable=False, server_default=sa.text("''")),
        sa.Column("lease_seconds", sa.Double(), nullable=True),
        sa.Column("interruption_count", sa.Integer(), nullable=False, server_default=sa.text("0")),
    ):
        op.add_column(_SOUNDS, column)
    op.create_table(
        _DISCARDED,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("prompt", sa.String(1000), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_DISCARDED}")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Drop the table and the columns."""
    op.drop_table(_DISCARDED)
    for name in ("interruption_count", "lease_seconds", "queued_by"):
        op.drop_column(_SOUNDS, name)
