"""The request of a sound as one value, paths named as relative, and the wire's order of priorities.

Revision ID: 0009
Revises: 0008
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | Sequence[str] | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_SOUNDS = "environment_sounds"
_UNIQUE = "uq_environment_sounds_"
_RENAMED = {"file_path": "relative_path", "previous_file_path": "previous_relative_path"}
_OLD_BATCH, _NEW_BATCH = 0, 2
_ROWS_AT_ONCE = 1000

_SETTINGS = (
    "prompt",
    "name",
    "request_id",
    "duration_seconds",
    "steps",
    "cfg_scale",
    "seed",
    "target_lufs",
    "negative_prompt",
)
"""Columns that are named as the request's fields, and unset where they are null or empty."""
_REQUIRED = ("prompt", "name", "request_id")
_sounds = sa.table(
    _SOUNDS,
    *(sa.column(name) for name in (*_SETTINGS, "id", "origin", "engine_requested")),
    *(sa.column(name) for name in ("audio_format", "priority", "category_id")),
    *(sa.column(name) for name in ("generation_status",)),
    sa.column("loop", sa.Boolean()),
    *(sa.column(n, sa.JSON(none_as_null=True)) for n in ("request", "source", "next_settings")),
)
_categories = sa.table("environment_sound_categories", sa.column("id"), sa.column("name"))


def upgrade() -> None:
    """Rename the paths, add the request and fill it, and renumber the priorities."""
    _rename(_RENAMED)
    with op.batch_alter_table(_SOUNDS, table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("request", sa.JSON(none_as_null=True), nullable=True))
        batch.drop_constraint(op.f(f"{_UNIQUE}file_path"), type_="unique")
        batch.create_unique_constraint(op.f(f"{_UNIQUE}relative_path"), ["relative_path"])
    _fill_requests()
    _renumber(_OLD_BATCH, _NEW_BATCH)


def downgrade() -> None:
    """Take back what `upgrade` does."""
    _renumber(_NEW_BATCH, _OLD_BATCH)
    _rename({new: old for old, new in _RENAMED.items()})
    with op.batch_alter_table(_SOUNDS, table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_column("request")
        batch.drop_constraint(op.f(f"{_UNIQUE}relative_path"), type_="unique")
        batch.create_unique_constraint(op.f(f"{_UNIQUE}file_path"), ["file_path"])


def _rename(names: dict[str, str]) -> None:
    for name, new_name in names.items():
        op.execute(f"ALTER TABLE {_SOUNDS} RENAME COLUMN {name} TO {new_name}")


def _renumber(number: int, new_number: int) -> None:
    wanted = _sounds.c.priority == number
    op.get_bind().execute(_sounds.update().where(wanted).values(priority=new_number))


def _fill_requests() -> None:
    bind = op.get_bind()
    statement = (
        _sounds.update()
        .where(_sounds.c.id == sa.bindparam("row_id"))
        .values(request=sa.bindparam("asked"), next_settings=sa.bindparam("next"))
    )
    last_id = 0
    while rows := bind.execute(_rows_after(last_id)).all():
        bind.execute(statement, [_values(row) for row in rows])
        last_id = rows[-1].id


def _rows_after(last_id: int) -> sa.Select[Any]:
    return (
        sa.select(_sounds, _categories.c.name.label("category"))
        .join(_categories, _categories.c.id == _sounds.c.category_id, isouter=True)
        .where(_sounds.c.id > last_id, _sounds.c.origin == "generated")
        .order_by(_sounds.c.id)
        .limit(_ROWS_AT_ONCE)
    )


def _values(row: Any) -> dict[str, Any]:
    # The seed of the next making is in the request now.
    settings = {name: value for name, value in (row.next_settings or {}).items() if name != "seed"}
    return {"row_id": row.id, "asked": _request(row), "next": settings or None}


def _request(row: Any) -> dict[str, Any]:
    """Return the request that the row was last queued with, as far as its columns hold it."""
    fields = {name: getattr(row, name) for name in _SETTINGS}
    if row.generation_status != "completed":
        fields |= row.next_settings or {}
    fields |= {"engine": row.engine_requested, "category": row.category, "loop": row.loop or None}
    if row.audio_format != "wav_16":
        fields["audio_format"] = row.audio_format.upper()
    if row.priority == _OLD_BATCH:
        fields["priority"] = "BATCH"
    if row.source is not None:
        fields["source"] = _set(row.source)
    return {name: value for name, value in fields.items() if name in _REQUIRED or _is_set(value)}


def _set(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if _is_set(value)}


def _is_set(value: Any) -> bool:
    return value is not None and value not in ("", [])
