"""Which request asked for a sound, as the logs and traces know it.

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
    """One step up."""
    op.add_column("environment_sounds", sa.Column("trace_id", sa.String(32), nullable=True))
    op.add_column("environment_sounds", sa.Column("span_id", sa.String(16), nullable=True))


def downgrade() -> None:
    """The same step down."""
    op.drop_column("environment_sounds", "span_id")
    op.drop_column("environment_sounds", "trace_id")
