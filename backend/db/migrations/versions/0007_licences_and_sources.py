"""Under which terms a sound may be used, and which other sound it was made from.

Revision ID: 0007
Revises: 0006
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_SOUNDS = "environment_sounds"
_PARENT_KEY = "fk_environment_sounds_parent_id_environment_sounds"
_COLUMNS: dict[str, Any] = {
    "parent_id": sa.Integer(),
    "license_name": sa.Text(),
    "commercial_use": sa.String(20),
    "revenue_limit_usd": sa.BigInteger(),
    "attribution": sa.Text(),
    "terms_url": sa.Text(),
    "source": sa.JSON(none_as_null=True),
    "source_file": sa.String(512),
}
_INDEXES = {
    "by_commercial_use": (["commercial_use", "created_at", "id"], "deleted_at IS NULL"),
    "parent_id": (["parent_id"], "parent_id IS NOT NULL"),
}
_LICENSES = {
    "procedural": {
        "license_name": "Apache-2.0; the sounds are free to use",
        "commercial_use": "yes",
        "attribution": "",
        "terms_url": "",
    },
    "tangoflux": {
        "license_name": (
            "non-commercial, research only (Stability AI Community License; "
            "trained on WavCaps, academic use)"
        ),
        "commercial_use": "no",
        "attribution": "Powered by Stability AI",
        "terms_url": "https://huggingface.co/declare-lab/TangoFlux",
    },
}
"""Of the engines that there were when sounds did not hold their terms."""


def upgrade() -> None:
    """Upgrade by one revision."""
    with op.batch_alter_table(_SOUNDS, table_kwargs={"sqlite_autoincrement": True}) as batch:
        for name, kind in _COLUMNS.items():
            batch.add_column(sa.Column(name, kind, nullable=True))
        batch.create_foreign_key(
            op.f(_PARENT_KEY), _SOUNDS, ["parent_id"], ["id"], ondelete="SET NULL"
        )
    for name, (columns, condition) in _INDEXES.items():
        op.create_index(
            f"ix_{_SOUNDS}_{name}",
            _SOUNDS,
            columns,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )
    _tell_licenses()


def _tell_licenses() -> None:
    names = ("generation_model", "origin", "license_name", *_LICENSES["tangoflux"])
    sounds = sa.table(_SOUNDS, *(sa.column(name) for name in dict.fromkeys(names)))
    for engine, terms in _LICENSES.items():
        made = sa.and_(sounds.c.generation_model == engine, sounds.c.origin == "generated")
        op.get_bind().execute(sounds.update().where(made).values(terms))


def downgrade() -> None:
    """Downgrade by one revision."""
    for name in _INDEXES:
        op.drop_index(f"ix_{_SOUNDS}_{name}", _SOUNDS)
    with op.batch_alter_table(_SOUNDS, table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint(op.f(_PARENT_KEY), type_="foreignkey")
        for name in _COLUMNS:
            batch.drop_column(name)
