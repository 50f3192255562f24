"""The translated prompt that an engine received.

Revision ID: 0003
Revises: 0002
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade by one revision."""
    op.add_column("environment_sounds", sa.Column("engine_prompt", sa.Text(), nullable=True))


def downgrade() -> None:
    """Downgrade by one revision."""
    op.drop_column("environment_sounds", "engine_prompt")
