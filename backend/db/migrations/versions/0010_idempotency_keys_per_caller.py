"""Idempotency keys per caller: the same key of two callers names two sounds.

Revision ID: 0010
Revises: 0009
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | Sequence[str] | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_SOUNDS = "environment_sounds"
_OLD = "uq_environment_sounds_idempotency_key"
_NEW = "ix_environment_sounds_idempotency_key"
_HAS_KEY = sa.text("idempotency_key IS NOT NULL")
_sounds = sa.table(_SOUNDS, *(sa.column(name) for name in ("id", "created_by", "idempotency_key")))


def upgrade() -> None:
    """Make keys unique for each caller. Those of callers without a name become anonymous."""
    is_nobodys = sa.and_(_sounds.c.created_by.is_(None), _sounds.c.idempotency_key.is_not(None))
    op.get_bind().execute(_sounds.update().where(is_nobodys).values(created_by="anonymous"))
    with op.batch_alter_table(_SOUNDS, table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint(op.f(_OLD), type_="unique")
    op.create_index(
        _NEW,
        _SOUNDS,
        ["created_by", "idempotency_key"],
        unique=True,
        sqlite_where=_HAS_KEY,
        postgresql_where=_HAS_KEY,
    )


def downgrade() -> None:
    """Make keys unique for all callers together. The first sound of a key keeps it."""
    op.drop_index(_NEW, _SOUNDS)
    first = _sounds.alias()
    is_later = sa.exists().where(
        first.c.idempotency_key == _sounds.c.idempotency_key, first.c.id < _sounds.c.id
    )
    op.get_bind().execute(_sounds.update().where(is_later).values(idempotency_key=None))
    with op.batch_alter_table(_SOUNDS, table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.create_unique_constraint(op.f(_OLD), ["idempotency_key"])
