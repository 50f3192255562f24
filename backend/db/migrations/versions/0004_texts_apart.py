"""What sounds are found by moves into a table of its own, which a search can read fast.

Revision ID: 0004
Revises: 0003
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from backend.db.models.search_text import search_text

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_SOUNDS = "environment_sounds"
_TEXTS = "environment_sound_texts"
_sounds = sa.table(
    _SOUNDS, *(sa.column(name) for name in ("id", "name", "prompt", "description", "deleted_at"))
)


def upgrade() -> None:
    """One step up."""
    op.create_table(
        _TEXTS,
        sa.Column("sound_id", sa.Integer(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sound_id"],
            [f"{_SOUNDS}.id"],
            name=op.f(f"fk_{_TEXTS}_sound_id_{_SOUNDS}"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sound_id", name=op.f(f"pk_{_TEXTS}")),
    )
    _fill_texts()
    if _has_trigrams():
        op.execute(
            f"CREATE INDEX ix_{_TEXTS}_pg_search ON {_TEXTS} USING gin (search_text gin_trgm_ops)"
        )
        op.execute(f"DROP INDEX IF EXISTS ix_{_SOUNDS}_pg_search")
    op.drop_column(_SOUNDS, "search_text")


def _fill_texts() -> None:
    bind = op.get_bind()
    listed = sa.select(_sounds).where(_sounds.c.deleted_at.is_(None)).order_by(_sounds.c.id)
    rows = [
        {"sound_id": row.id, "search_text": search_text(row.name, row.prompt, row.description)}
        for row in bind.execute(listed)
    ]
    if rows:
        texts = sa.table(_TEXTS, sa.column("sound_id"), sa.column("search_text"))
        bind.execute(texts.insert(), rows)


def downgrade() -> None:
    """The same step down."""
    op.add_column(
        _SOUNDS, sa.Column("search_text", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    sounds = sa.table(_SOUNDS, sa.column("id"), sa.column("search_text"))
    bind = op.get_bind()
    for row in bind.execute(sa.select(_sounds)).all():
        text = search_text(row.name, row.prompt, row.description)
        bind.execute(sounds.update().where(sounds.c.id == row.id).values(search_text=text))
    if _has_trigrams():
        op.execute(
            f"CREATE INDEX ix_{_SOUNDS}_pg_search ON {_SOUNDS} "
            "USING gin (search_text gin_trgm_ops) WHERE deleted_at IS NULL"
        )
    op.drop_table(_TEXTS)


def _has_trigrams() -> bool:
    """Whether 0002 could install pg_trgm."""
    bind = op.get_bind()
    if bind.dialect.name != "postgresql":
        return False
    found = bind.execute(sa.text("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'"))
    return found.first() is not None
