"""The library: categories, tags, presets, favourites, ratings, usage logs.

A sound's category, which was a text, becomes the category of that name. The tables begin with the
seeds; they are written here and nowhere else, so that a deleted one does not come back.

Revision ID: 0002
Revises: 0001
"""

import logging
import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import NULLTYPE, TypeEngine

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
_SINGLE_CHARACTER_WORDS = re.compile(
    "([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff])"
)
"""Kana, Hangul and Chinese characters (Unicode, chapter 18)."""


class _CategorySeed(NamedTuple):
    """A category: its name, Ant Design icon, colour and place (the highest first)."""

    name: str
    icon: str
    color: str
    sort_order: int
    description: str


class _PresetSeed(NamedTuple):
    """A preset: its category by name, settings, templates and examples in English.

    A template's braces are what a person fills in.
    """

    name: str
    category: str
    duration_seconds: float
    steps: int
    cfg_scale: float
    description: str
    prompt_templates: tuple[str, str, str]
    example_prompts: tuple[str, str, str]


_CATEGORY_SEEDS = (
    _CategorySeed("自然音效", "leaf", "#52c41a", 100, "森林、山野、虫鸣等自然界的声音"),
    _CategorySeed("城市环境", "building", "#1890ff", 90, "街道、车流、人群等城市里的声音"),
    _CategorySeed("室内环境", "home", "#fa8c16", 80, "房间、咖啡厅、办公室等室内的声音"),
    _CategorySeed("机械音效", "setting", "#722ed1", 70, "发动机、机器和工具的声音"),
    _CategorySeed("动物声音", "bug", "#13c2c2", 60, "鸟、昆虫和其他动物的声音"),
    _CategorySeed("水声音效", "water", "#1677ff", 50, "海浪、溪流、滴水等水的声音"),
    _CategorySeed("天气音效", "cloud", "#8c8c8c", 40, "雨、风、雷等天气的声音"),
    _CategorySeed("音乐环境", "sound", "#eb2f96", 30, "带有音乐氛围的环境声"),
)

_TAG_SEEDS = (
    ("放松", "#52c41a"),
    ("专注", "#1890ff"),
    ("睡眠", "#722ed1"),
    ("冥想", "#13c2c2"),
    ("活力", "#fa541c"),
    ("户外", "#389e0d"),
    ("室内", "#fa8c16"),
    ("办公", "#2f54eb"),
    ("家居", "#d48806"),
    ("旅行", "#08979c"),
    ("白天", "#faad14"),
    ("夜晚", "#531dab"),
    ("清晨", "#ffa940"),
    ("黄昏", "#d4380d"),
    ("轻柔", "#95de64"),
    ("中等", "#69c0ff"),
    ("强烈", "#f5222d"),
    ("循环", "#36cfc9"),
    ("单次", "#8c8c8c"),
    ("高清", "#eb2f96"),
    ("立体声", "#9254de"),
)

_PRESET_SEEDS = (
    _PresetSeed(
        "雨声放松",
        "自然音效",
        15.0,
        50,
        3.5,
        "轻柔的雨声，适合放松和入睡",
        (
            "{intensity} rain falling on {surface}, calm and steady",
            "soft rain in a {place}, distant thunder, relaxing",
            "rain on {surface} at night, gentle and continuous",
        ),
        (
            "gentle rain falling on leaves in a quiet forest",
            "steady rain on a tin roof with distant thunder",
            "light rain against a bedroom window at night",
        ),
    ),
    _PresetSeed(
        "海浪声音",
        "水声音效",
        20.0,
        60,
        4.0,
        "海浪拍打海岸的声音",
        (
            "{size} ocean waves rolling onto a {shore}",
            "slow surf on a {shore} with {detail}",
            "waves breaking against {obstacle}, wide and deep",
        ),
        (
            "slow ocean waves rolling onto a sandy beach",
            "small waves lapping at a pebble shore at dawn",
            "heavy surf breaking against rocks in strong wind",
        ),
    ),
    _PresetSeed(
        "鸟叫声音",
        "动物声音",
        12.0,
        40,
        3.0,
        "清晨林间的鸟鸣",
        (
            "{species} singing in a {place} in the morning",
            "a few birds calling to each other in {place}",
            "birdsong with {background} in the background",
        ),
        (
            "birds singing in a quiet forest in the morning",
            "small birds chirping in a garden with a gentle breeze",
            "distant birdsong beside a slow stream",
        ),
    ),
    _PresetSeed(
        "咖啡厅环境",
        "室内环境",
        25.0,
        55,
        3.8,
        "咖啡厅里的人声与杯碟声",
        (
            "a {busy} cafe with quiet conversation and {detail}",
            "coffee shop ambience, {detail}, soft murmur of people",
            "indoor cafe, cups clinking, {background}",
        ),
        (
            "a cosy cafe with quiet conversation and clinking cups",
            "a busy coffee shop with an espresso machine and soft voices",
            "a small cafe on a rainy afternoon, murmur of people indoors",
        ),
    ),
    _PresetSeed(
        "城市街道",
        "城市环境",
        18.0,
        45,
        3.2,
        "城市街道上的车流",
        (
            "{density} traffic on a {kind} street, {time_of_day}",
            "city street with passing cars and {detail}",
            "distant traffic behind {background}",
        ),
        (
            "steady traffic on a busy city street in the evening",
            "cars passing by on a wet street after rain",
            "distant city traffic heard from a balcony at night",
        ),
    ),
    _PresetSeed(
        "风声音效",
        "天气音效",
        14.0,
        35,
        2.8,
        "不同强度的风声",
        (
            "{strength} wind blowing through {place}",
            "wind howling around {obstacle}, rising and falling",
            "a {strength} breeze moving {object}",
        ),
        (
            "soft wind blowing through tall grass",
            "strong wind howling around an old house at night",
            "a light breeze moving the leaves of a forest",
        ),
    ),
)


def upgrade() -> None:
    """Upgrade by one revision."""
    _create_catalogue()
    # Before the tables that refer to it: SQLite changes a table by making it anew.
    _extend_sounds()
    _create_relations()


def downgrade() -> None:
    """Downgrade by one revision."""
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
        (_CATEGORIES, [seed._asdict() for seed in _CATEGORY_SEEDS], ("created_at", "updated_at")),
        (
            "environment_sound_tags",
            [{"name": name, "color": color, "description": ""} for name, color in _TAG_SEEDS],
            ("created_at",),
        ),
    ):
        _insert(table, [row | dict.fromkeys(stamps, now) for row in rows])
    presets = _preset_rows(_category_ids())
    stamped = [row | {"created_at": now, "updated_at": now} for row in presets]
    _insert("environment_sound_presets", stamped)


def _preset_rows(category_ids: dict[str, int]) -> list[dict[str, Any]]:
    rows = []
    for place, seed in enumerate(_PRESET_SEEDS):
        row = seed._asdict()
        row["category_id"] = category_ids[row.pop("category")]
        row["prompt_templates"] = list(seed.prompt_templates)
        row["example_prompts"] = list(seed.example_prompts)
        row["sort_order"] = 100 - 10 * place
        rows.append(row)
    return rows


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
                search_text=_search_text(row.name, row.prompt, row.description),
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
