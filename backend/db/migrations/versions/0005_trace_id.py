"""The trace of the request that asked for a sound.

Revision ID: 0005
Revises: 0004
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade by one revision."""
    op.add_column("environment_sounds", sa.Column("trace_id", sa.String(32), nullable=True))
    op.add_column("environment_sounds", sa.Column("span_id", sa.String(16), nullable=True))


def downgrade() -> None:
    """Downgrade by one revision."""
    op.drop_column("environment_sounds", "span_id")
    op.drop_column("environment_sounds", "trace_id")
