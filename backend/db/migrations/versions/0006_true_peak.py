"""The true peak of a sound, beside its peak and its loudness.

Revision ID: 0006
Revises: 0005
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | Sequence[str] | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade by one revision."""
    op.add_column("environment_sounds", sa.Column("true_peak_dbtp", sa.Double(), nullable=True))


def downgrade() -> None:
    """Downgrade by one revision."""
    op.drop_column("environment_sounds", "true_peak_dbtp")
