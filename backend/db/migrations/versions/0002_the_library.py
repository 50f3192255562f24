"""The library: categories, tags, presets, favourites, ratings, usage logs.

A sound's category, which was a text, becomes the category of that name. The tables begin with the
seeds; they are written here and nowhere else, so that a deleted one does not come back.

Revision ID: 0002
Revises: 0001
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import NULLTYPE, TypeEngine

from backend.db.migrations import seeds
from backend.db.models.search_text import search_text

revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_log = logging.getLogger(__name__)

_SOUNDS = "environment_sounds"
_CATEGORIES = "environment_sound_categories"
_CATEGORY_KEY = "fk_environment_sounds_category_id_environment_sound_categories"

_LISTED = {
    "by_category": ("category_id", "created_at", "id"),
    "by_status": ("generation_status", "created_at", "id"),
    "by_engine": ("generation_model", "created_at", "id"),
    "by_created_at": ("created_at", "id"),
    "by_updated_at": ("updated_at", "id"),
    "by_name": ("name", "id"),
    "by_play_count": ("play_count", "id"),
    "by_download_count": ("download_count", "id"),
    "by_favorite_count": ("favorite_count", "id"),
    "by_sort_order": ("sort_order", "id"),
}
_NULLABLE_SORTED = ("duration_seconds", "file_size_bytes", "generation_seconds", "user_rating")


def upgrade() -> None:
    """One step up."""
    _create_catalogue()
    # Before the tables that refer to it: SQLite changes a table by making it anew.
    _extend_sounds()
    _create_relations()


def downgrade() -> None:
    """The same step down."""
    for table in (
        "environment_sound_tag_relations",
        "environment_sound_favorites",
        "environment_sound_ratings",
        "environment_sound_usage_logs",
    ):
        op.drop_table(table)
    _reduce_sounds()
    for table in ("environment_sound_presets", "environment_sound_tags", _CATEGORIES):
        op.drop_table(table)


def _new_columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("origin", sa.String(20), server_default="generated", nullable=False),
        sa.Column("search_text", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_settings", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("previous_file_path", sa.String(512), nullable=True),
        sa.Column("file_missing_since", sa.DateTime(timezone=True), nullable=True),
    )


def _create_catalogue() -> None:
    op.create_table(
        _CATEGORIES,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("description", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("icon", sa.String(50), nullable=True),
        sa.Column("color", sa.String(20), nullable=True),
        sa.Column("sort_order", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_environment_sound_categories")),
        sa.UniqueConstraint("name", name=op.f("uq_environment_sound_categories_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "environment_sound_tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("description", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("color", sa.String(20), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_environment_sound_tags")),
        sa.UniqueConstraint("name", name=op.f("uq_environment_sound_tags_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "environment_sound_presets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("description", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("duration_seconds", sa.Double(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("cfg_scale", sa.Double(), nullable=False),
        sa.Column("prompt_templates", sa.JSON(), nullable=False),
        sa.Column("example_prompts", sa.JSON(), nullable=False),
        sa.Column("sort_order", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"],
            [f"{_CATEGORIES}.id"],
            name=op.f("fk_environment_sound_presets_category_id_environment_sound_categories"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_environment_sound_presets")),
        sa.UniqueConstraint("name", name=op.f("uq_environment_sound_presets_name")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_environment_sound_presets_category_id", "environment_sound_presets", ["category_id"]
    )
    _sow()


def _sow() -> None:
    now = datetime.now(UTC)
    for table, rows, stamps in (
        (_CATEGORIES, seeds.category_rows(), ("created_at", "updated_at")),
        ("environment_sound_tags", seeds.tag_rows(), ("created_at",)),
    ):
        _insert(table, [row | dict.fromkeys(stamps, now) for row in rows])
    presets = seeds.preset_rows(_category_ids())
    stamped = [row | {"created_at": now, "updated_at": now} for row in presets]
    _insert("environment_sound_presets", stamped)


def _insert(table: str, rows: list[dict[str, object]]) -> None:
    op.get_bind().execute(_table(table, *rows[0]).insert(), rows)


def _table(name: str, *columns: str) -> sa.TableClause:
    types: dict[str, TypeEngine[Any]] = {
        "created_at": sa.DateTime(timezone=True),
        "updated_at": sa.DateTime(timezone=True),
        "queued_at": sa.DateTime(timezone=True),
        "prompt_templates": sa.JSON(),
        "example_prompts": sa.JSON(),
    }
    return sa.table(name, *(sa.column(column, types.get(column, NULLTYPE)) for column in columns))


def _category_ids() -> dict[str, int]:
    categories = _table(_CATEGORIES, "id", "name")
    rows = op.get_bind().execute(sa.select(categories.c.name, categories.c.id))
    return {row.name: row.id for row in rows}


def _extend_sounds() -> None:
    with op.batch_alter_table(_SOUNDS, table_kwargs={"sqlite_autoincrement": True}) as batch:
        for column in _new_columns():
            batch.add_column(column)
        batch.drop_index("ix_environment_sounds_created_at")
        batch.drop_index("ix_environment_sounds_queue")
    _fill_new_columns()
    with op.batch_alter_table(_SOUNDS, table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.alter_column("queued_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch.drop_column("category")
        batch.create_foreign_key(
            op.f(_CATEGORY_KEY), _CATEGORIES, ["category_id"], ["id"], ondelete="SET NULL"
        )
    _create_indexes()


def _fill_new_columns() -> None:
    bind = op.get_bind()
    sounds = _table(
        _SOUNDS,
        *("id", "name", "prompt", "description", "category", "created_at"),
        *("search_text", "category_id", "queued_at"),
    )
    texts = bind.execute(
        sa.select(sounds.c.category).where(sounds.c.category != "").distinct()
    ).scalars()
    now = datetime.now(UTC)
    stamps = {"created_at": now, "updated_at": now}
    missing = [{"name": name, **stamps} for name in texts if name not in _category_ids()]
    if missing:
        _insert(_CATEGORIES, missing)
    ids = _category_ids()
    fields = (sounds.c.id, sounds.c.category, sounds.c.name, sounds.c.prompt, sounds.c.description)
    for row in bind.execute(sa.select(*fields)).all():
        bind.execute(
            sounds.update()
            .where(sounds.c.id == row.id)
            .values(
                category_id=ids.get(row.category or ""),
                search_text=search_text(row.name, row.prompt, row.description),
                queued_at=sounds.c.created_at,
            )
        )


def _create_indexes() -> None:
    op.create_index(
        "ix_environment_sounds_queue", _SOUNDS, ["generation_status", "priority", "queued_at"]
    )
    for name, columns in _LISTED.items():
        _create_partial_index(name, columns, "deleted_at IS NULL")
    _create_partial_index("featured", ("created_at", "id"), "deleted_at IS NULL AND is_featured")
    _create_partial_index("deleted_at", ("deleted_at",), "deleted_at IS NOT NULL")
    if op.get_bind().dialect.name == "postgresql":
        _create_postgresql_indexes()


def _create_partial_index(name: str, columns: Sequence[str], condition: str) -> None:
    op.create_index(
        f"ix_environment_sounds_{name}",
        _SOUNDS,
        list(columns),
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )


def _create_postgresql_indexes() -> None:
    for column in _NULLABLE_SORTED:
        # Unknown values come first, as they do on SQLite.
        op.execute(
            f"CREATE INDEX ix_environment_sounds_pg_{column} ON {_SOUNDS} "
            f"({column} ASC NULLS FIRST, id) WHERE deleted_at IS NULL"
        )
    _create_search_index()


def _create_search_index() -> None:
    """With pg_trgm, which is part of PostgreSQL and may all the same not be installed."""
    try:
        with op.get_bind().begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DBAPIError:
        _log.warning("pg_trgm cannot be installed; searching a large library will be slow")
        return
    op.execute(
        f"CREATE INDEX ix_environment_sounds_pg_search ON {_SOUNDS} "
        "USING gin (search_text gin_trgm_ops) WHERE deleted_at IS NULL"
    )


def _create_relations() -> None:
    op.create_table(
        "environment_sound_tag_relations",
        _sound_id(),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        _refers_to_sound("environment_sound_tag_relations", "CASCADE"),
        sa.ForeignKeyConstraint(
            ["tag_id"],
            ["environment_sound_tags.id"],
            name=op.f("fk_environment_sound_tag_relations_tag_id_environment_sound_tags"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "sound_id", "tag_id", name=op.f("pk_environment_sound_tag_relations")
        ),
    )
    op.create_index(
        "ix_environment_sound_tag_relations_tag_id",
        "environment_sound_tag_relations",
        ["tag_id", "sound_id"],
    )
    op.create_table(
        "environment_sound_favorites",
        _sound_id(),
        _user_name(),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _refers_to_sound("environment_sound_favorites", "CASCADE"),
        sa.PrimaryKeyConstraint(
            "sound_id", "user_name", name=op.f("pk_environment_sound_favorites")
        ),
    )
    op.create_index(
        "ix_environment_sound_favorites_user_name",
        "environment_sound_favorites",
        ["user_name", "sound_id"],
    )
    op.create_table(
        "environment_sound_ratings",
        _sound_id(),
        _user_name(),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "rating BETWEEN 1 AND 5", name=op.f("ck_environment_sound_ratings_range")
        ),
        _refers_to_sound("environment_sound_ratings", "CASCADE"),
        sa.PrimaryKeyConstraint("sound_id", "user_name", name=op.f("pk_environment_sound_ratings")),
    )
    op.create_table(
        "environment_sound_usage_logs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sound_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(20), nullable=False),
        _user_name(),
        sa.Column("client_address", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.JSON(none_as_null=True), nullable=True),
        _refers_to_sound("environment_sound_usage_logs", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_environment_sound_usage_logs")),
        sqlite_autoincrement=True,
    )
    for column in ("sound_id", "user_name"):
        op.create_index(
            f"ix_environment_sound_usage_logs_{column}",
            "environment_sound_usage_logs",
            [column, "id"],
        )


def _sound_id() -> sa.Column[Any]:
    return sa.Column("sound_id", sa.Integer(), nullable=False)


def _user_name() -> sa.Column[Any]:
    return sa.Column("user_name", sa.String(200), nullable=False)


def _refers_to_sound(table: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["sound_id"],
        [f"{_SOUNDS}.id"],
        name=op.f(f"fk_{table}_sound_id_environment_sounds"),
        ondelete=ondelete,
    )


def _reduce_sounds() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    names = [*_LISTED, "featured", "deleted_at", "queue"]
    if is_postgresql:
        names += [f"pg_{column}" for column in _NULLABLE_SORTED]
    for name in names:
        op.drop_index(f"ix_environment_sounds_{name}", _SOUNDS)
    if is_postgresql:
        op.execute("DROP INDEX IF EXISTS ix_environment_sounds_pg_search")
    with op.batch_alter_table(_SOUNDS, table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("category", sa.String(100), nullable=True))
        batch.drop_constraint(op.f(_CATEGORY_KEY), type_="foreignkey")
    sounds = _table(_SOUNDS, "category", "category_id", "deleted_at")
    categories = _table(_CATEGORIES, "id", "name")
    name_of = sa.select(categories.c.name).where(categories.c.id == sounds.c.category_id)
    bind = op.get_bind()
    bind.execute(sounds.delete().where(sounds.c.deleted_at.is_not(None)))
    bind.execute(sounds.update().values(category=name_of.scalar_subquery()))
    with op.batch_alter_table(_SOUNDS, table_kwargs={"sqlite_autoincrement": True}) as batch:
        for column in _new_columns():
            batch.drop_column(column.name)
    op.create_index("ix_environment_sounds_created_at", _SOUNDS, ["created_at"])
    op.create_index(
        "ix_environment_sounds_queue", _SOUNDS, ["generation_status", "priority", "created_at"]
    )
