"""The table of changes that `metadata.json` does not show yet.

Revision ID: 0008
Revises: 0007
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | Sequence[str] | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MARKS = "environment_sound_metadata_marks"


def upgrade() -> None:
    """Create the table of marks."""
    op.create_table(
        _MARKS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sound_id", sa.Integer(), nullable=True),
        sa.Column("relative_path", sa.String(512), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_MARKS}")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Drop the table of marks."""
    op.drop_table(_MARKS)
