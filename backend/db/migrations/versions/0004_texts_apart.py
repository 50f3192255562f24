"""The search texts of sounds move into a table of their own, which a search reads faster.

Revision ID: 0004
Revises: 0003
"""

import re
import unicodedata
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_SOUNDS = "environment_sounds"
_TEXTS = "environment_sound_texts"
_sounds = sa.table(
    _SOUNDS, *(sa.column(name) for name in ("id", "name", "prompt", "description", "deleted_at"))
)
_SINGLE_CHARACTER_WORDS = re.compile(
    "([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff])"
)
"""Kana, Hangul and Chinese characters (Unicode, chapter 18)."""


def upgrade() -> None:
    """Upgrade by one revision."""
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
        {"sound_id": row.id, "search_text": _search_text(row.name, row.prompt, row.description)}
        for row in bind.execute(listed)
    ]
    if rows:
        texts = sa.table(_TEXTS, sa.column("sound_id"), sa.column("search_text"))
        bind.execute(texts.insert(), rows)


def downgrade() -> None:
    """Downgrade by one revision."""
    op.add_column(
        _SOUNDS, sa.Column("search_text", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    sounds = sa.table(_SOUNDS, sa.column("id"), sa.column("search_text"))
    bind = op.get_bind()
    for row in bind.execute(sa.select(_sounds)).all():
        text = _search_text(row.name, row.prompt, row.description)
        bind.execute(sounds.update().where(sounds.c.id == row.id).values(search_text=text))
    if _has_trigrams():
        op.execute(
            f"CREATE INDEX ix_{_SOUNDS}_pg_search ON {_SOUNDS} "
            "USING gin (search_text gin_trgm_ops) WHERE deleted_at IS NULL"
        )
    op.drop_table(_TEXTS)


def _has_trigrams() -> bool:
    """Return True if 0002 could install pg_trgm."""
    bind = op.get_bind()
    if bind.dialect.name != "postgresql":
        return False
    found = bind.execute(sa.text("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'"))
    return found.first() is not None


def _search_text(*texts: str) -> str:
    """Return the search text of a sound as this revision stores it."""
    words = {_spaced(word) for text in texts for word in _folded(text).split()}
    kept = ""
    for word in sorted(words, key=lambda word: (-len(word), word)):
        if word not in kept:
            kept = f"{word}\n{kept}"
    return kept


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _spaced(text: str) -> str:
    return re.sub(" {2,}", " ", _SINGLE_CHARACTER_WORDS.sub(r" \1 ", text))
