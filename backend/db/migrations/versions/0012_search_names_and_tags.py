"""Search texts and names as people type them, and names of the taxonomy that are unique so.

Texts and keys are written by the models' own functions: they are no data of their own, and hold
what the searches of this version look for.

Revision ID: 0012
Revises: 0011
"""

from collections.abc import Callable, Container, Iterator, Sequence
from itertools import count
from typing import Any

import sqlalchemy as sa
from alembic import op

from backend.db.texts.folding import name_key, sort_key
from backend.db.texts.search_text import search_text

revision: str = "0012"
down_revision: str | Sequence[str] | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_SOUNDS = "environment_sounds"
_TEXTS = "environment_sound_texts"
_CATEGORIES = "environment_sound_categories"
_TAGS = "environment_sound_tags"
_PRESETS = "environment_sound_presets"
_RELATIONS = "environment_sound_tag_relations"
_NAMED = (_CATEGORIES, _TAGS, _PRESETS)
_MAX_PRESET_NAME_LENGTH = 100
_ROWS_AT_ONCE = 1000
_LISTED = sa.text("deleted_at IS NULL")

_sounds = sa.table(
    _SOUNDS,
    *(sa.column(name) for name in ("id", "name", "prompt", "description", "deleted_at")),
    *(sa.column(name) for name in ("category_id", "name_sort_key")),
)
_texts = sa.table(_TEXTS, sa.column("sound_id"), sa.column("search_text"))
_relations = sa.table(_RELATIONS, sa.column("sound_id"), sa.column("tag_id"))
_presets = sa.table(_PRESETS, *(sa.column(name) for name in ("id", "name", "category_id")))
_marks = sa.table("environment_sound_metadata_marks", sa.column("sound_id"))


def upgrade() -> None:
    """Merge names that count as one, and write every key and text anew."""
    for table, merge in ((_CATEGORIES, _merge_category), (_TAGS, _merge_tag), (_PRESETS, None)):
        _add_name_keys(table, merge)
    op.drop_index("ix_environment_sounds_by_name", _SOUNDS)
    by_code_points = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.add_column(
        _SOUNDS,
        sa.Column("name_sort_key", by_code_points, server_default=sa.text("''"), nullable=False),
    )
    _write_texts()
    _create_name_index("name_sort_key")


def downgrade() -> None:
    """Drop the keys. Merged names stay merged, and the search texts as they are."""
    op.drop_index("ix_environment_sounds_by_name_sort_key", _SOUNDS)
    op.drop_column(_SOUNDS, "name_sort_key")
    _create_name_index("name")
    for table in _NAMED:
        op.drop_index(op.f(f"ix_{table}_name_key"), table)
        op.drop_column(table, "name_key")


def _create_name_index(column: str) -> None:
    op.create_index(
        f"ix_environment_sounds_by_{column}",
        _SOUNDS,
        [column, "id"],
        sqlite_where=_LISTED,
        postgresql_where=_LISTED,
    )


def _add_name_keys(table: str, merge: Callable[[int, int], None] | None) -> None:
    """Give each entry the key of its name. The oldest of those with one key stays."""
    op.add_column(table, sa.Column("name_key", sa.Text(), nullable=True))
    entries = sa.table(
        table, *(sa.column(name) for name in ("id", "name", "name_key", "created_at"))
    )
    bind = op.get_bind()
    oldest_first = sa.select(entries).order_by(entries.c.created_at, entries.c.id)
    kept: dict[str, int] = {}
    for entry in bind.execute(oldest_first).all():
        name, key = entry.name, name_key(entry.name)
        if key in kept and merge is not None:
            merge(entry.id, kept[key])
            bind.execute(entries.delete().where(entries.c.id == entry.id))
            continue
        if key in kept:
            name, key = _free_name(name, kept.keys())
        kept[key] = entry.id
        values = {"name": name, "name_key": key}
        bind.execute(entries.update().where(entries.c.id == entry.id).values(values))
    with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.alter_column("name_key", existing_type=sa.Text(), nullable=False)
    op.create_index(op.f(f"ix_{table}_name_key"), table, ["name_key"], unique=True)


def _free_name(name: str, taken: Container[str]) -> tuple[str, str]:
    """Return a name with a number, and its key. What a preset holds cannot be merged."""
    for number in count(2):
        ending = f" ({number})"
        numbered = name[: _MAX_PRESET_NAME_LENGTH - len(ending)] + ending
        if (key := name_key(numbered)) not in taken:
            return numbered, key
    raise AssertionError("numbers do not end")


def _merge_category(category_id: int, kept_id: int) -> None:
    bind = op.get_bind()
    in_it = _sounds.c.category_id == category_id
    _mark(sa.select(_sounds.c.id).where(in_it))
    bind.execute(_sounds.update().where(in_it).values(category_id=kept_id))
    presets = _presets.update().where(_presets.c.category_id == category_id)
    bind.execute(presets.values(category_id=kept_id))


def _merge_tag(tag_id: int, kept_id: int) -> None:
    bind = op.get_bind()
    have_it = sa.select(_relations.c.sound_id).where(_relations.c.tag_id == tag_id)
    _mark(have_it)
    others = _relations.alias()
    have_both = sa.select(others.c.sound_id).where(others.c.tag_id == kept_id)
    missing = sa.select(_relations.c.sound_id, sa.literal(kept_id)).where(
        _relations.c.tag_id == tag_id, _relations.c.sound_id.not_in(have_both)
    )
    bind.execute(_relations.insert().from_select(["sound_id", "tag_id"], missing))
    bind.execute(_relations.delete().where(_relations.c.tag_id == tag_id))


def _mark(sound_ids: sa.Select[Any]) -> None:
    """Have `metadata.json` show the name that stays."""
    op.get_bind().execute(_marks.insert().from_select(["sound_id"], sound_ids))


def _write_texts() -> None:
    bind = op.get_bind()
    has_trigrams = _has_trigrams()
    if has_trigrams:
        op.execute(f"DROP INDEX IF EXISTS ix_{_TEXTS}_pg_search")
    bind.execute(_texts.delete())
    sort_keys = _sounds.update().where(_sounds.c.id == sa.bindparam("row_id"))
    sort_keys = sort_keys.values(name_sort_key=sa.bindparam("key"))
    for rows in _batches():
        bind.execute(sort_keys, [{"row_id": row.id, "key": sort_key(row.name)} for row in rows])
        if texts := [_text(row) for row in rows if row.deleted_at is None]:
            bind.execute(_texts.insert(), texts)
    if has_trigrams:
        op.execute(
            f"CREATE INDEX ix_{_TEXTS}_pg_search ON {_TEXTS} USING gin (search_text gin_trgm_ops)"
        )


def _batches() -> Iterator[Sequence[Any]]:
    last_id = 0
    columns = (_sounds.c.id, _sounds.c.name, _sounds.c.prompt, _sounds.c.description)
    ordered = sa.select(*columns, _sounds.c.deleted_at).order_by(_sounds.c.id).limit(_ROWS_AT_ONCE)
    while rows := op.get_bind().execute(ordered.where(_sounds.c.id > last_id)).all():
        yield rows
        last_id = rows[-1].id


def _text(row: Any) -> dict[str, Any]:
    words = search_text(row.name, row.prompt, row.description)
    return {"sound_id": row.id, "search_text": words}


def _has_trigrams() -> bool:
    """Return True if 0002 could install pg_trgm."""
    bind = op.get_bind()
    if bind.dialect.name != "postgresql":
        return False
    found = bind.execute(sa.text("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'"))
    return found.first() is not None
