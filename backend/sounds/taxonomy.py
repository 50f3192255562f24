"""Categories, tags and presets, and the number of sounds that have each."""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.access.api_keys import Caller
from backend.db.database import Database
from backend.db.models import Category, Preset, Tag, TagRelation, name_key
from backend.db.models import EnvironmentSound as Row
from backend.errors import (
    CategoryInUse,
    CategoryNotFound,
    FieldViolation,
    InvalidRequest,
    NameTaken,
    NotInTaxonomy,
    PresetNotFound,
    TagNotFound,
)
from backend.sounds.recording import Recorder
from backend.sounds.rows import check_category

Entry = TypeVar("Entry", Category, Tag, Preset)

_NO_SYNC = {"synchronize_session": False}
_SOUND_COUNT = (
    select(func.count())
    .where(Row.category_id == Category.id, Row.deleted_at.is_(None))
    .correlate(Category)
    .scalar_subquery()
)
_USAGE_COUNT = (
    select(func.count())
    .select_from(TagRelation)
    .join(Row, and_(Row.id == TagRelation.sound_id, Row.deleted_at.is_(None)))
    .where(TagRelation.tag_id == Tag.id)
    .correlate(Tag)
    .scalar_subquery()
)


class Used(NamedTuple, Generic[Entry]):
    """An entry, and the number of sounds that have it."""

    entry: Entry
    sound_count: int


class Taxonomy(Generic[Entry]):
    """The use cases that categories, tags and presets have in common.

    Args:
        database: The database of the rows.
        recorder: Records each use case in its transaction.
        table: The table of the entries.
        not_found: The error for an id that no entry has.
    """

    def __init__(
        self,
        database: Database,
        recorder: Recorder,
        table: type[Entry],
        not_found: type[NotInTaxonomy],
    ) -> None:
        self._database = database
        self._recorder = recorder
        self._table: type[Entry] = table
        self._not_found = not_found

    async def create(self, fields: Mapping[str, Any], caller: Caller) -> Entry:
        """Add an entry.

        Raises:
            NameTaken: There is one of that name.
            InvalidRequest: It refers to a category that is not there.
        """

        def work(session: Session) -> Entry:
            check_category(session, fields.get("category_id"))
            entry: Entry = self._table(**fields)
            session.add(entry)
            session.flush()
            session.refresh(entry)
            self._record(session, caller, "create", entry)
            return entry

        return await self._write(work, fields)

    async def update(self, entry_id: int, fields: Mapping[str, Any], caller: Caller) -> Entry:
        """Change an entry. What `fields` does not hold stays.

        Raises:
            NotInTaxonomy: There is none.
            NameTaken: Another has that name.
            InvalidRequest: It refers to a category that is not there.
        """

        def work(session: Session) -> Entry:
            entry = self._locked(session, entry_id)
            check_category(session, fields.get("category_id"))
            for name, value in fields.items():
                setattr(entry, name, value)
            session.flush()
            session.refresh(entry)
            self._record(session, caller, "update", entry, is_name_changed="name" in fields)
            return entry

        return await self._write(work, fields)

    async def delete(self, entry_id: int, caller: Caller) -> None:
        """Delete an entry. Sounds no longer have it.

        Raises:
            NotInTaxonomy: There is none.
        """

        def work(session: Session) -> None:
            entry = self._locked(session, entry_id)
            self._record(session, caller, "delete", entry, is_name_changed=True)
            session.delete(entry)

        await self._database.write(work)

    def _sounds_with(self, _entry_id: int) -> ColumnElement[bool] | None:
        """Return the condition for the sounds that show the entry, None where none does."""
        return None

    def _record(
        self,
        session: Session,
        caller: Caller,
        verb: str,
        entry: Entry,
        *,
        is_name_changed: bool = False,
    ) -> None:
        # Sounds show an entry by its name only.
        changed = self._sounds_with(entry.id) if is_name_changed else None
        operation = f"{verb}-{self._not_found.kind}"
        self._recorder.record_entry(session, caller, operation, entry, f"{verb}d", changed)

    def _locked(self, session: Session, entry_id: int) -> Entry:
        """Return the entry. Until the transaction ends, no other one gives it to a sound."""
        entry: Entry | None = session.get(self._table, entry_id, with_for_update=True)
        if entry is None:
            raise self._not_found(entry_id)
        return entry

    def _found(self, session: Session, entry_id: int) -> Entry:
        entry: Entry | None = session.get(self._table, entry_id)
        if entry is None:
            raise self._not_found(entry_id)
        return entry

    async def _write(self, work: Any, fields: Mapping[str, Any]) -> Entry:
        try:
            written: Entry = await self._database.write(work)
        except IntegrityError as error:
            name = str(fields.get("name", ""))
            taken = await self._database.read(lambda session: self._name_like(session, name))
            raise NameTaken(self._not_found.kind, taken or name) from error
        return written

    def _name_like(self, session: Session, name: str) -> str | None:
        """Return the name that an entry has which counts as this one."""
        alike = select(self._table.name).where(self._table.name_key == name_key(name))
        return session.scalars(alike).first()


class Categories(Taxonomy[Category]):
    """The categories. One that has sounds is deleted only with another for them."""

    def __init__(self, database: Database, recorder: Recorder) -> None:
        super().__init__(database, recorder, Category, CategoryNotFound)

    async def list(self, *, active_only: bool) -> Sequence[Used[Category]]:
        """Return the categories, the highest `sort_order` first."""
        wanted = select(Category, _SOUND_COUNT).order_by(Category.sort_order.desc(), Category.id)
        if active_only:
            wanted = wanted.where(Category.is_active)
        return await self._database.read(lambda session: _used(session, wanted))

    async def get(self, category_id: int) -> Used[Category]:
        """Return one of them.

        Raises:
            NotInTaxonomy: There is none.
        """
        wanted = select(Category, _SOUND_COUNT).where(Category.id == category_id)
        found = await self._database.read(lambda session: _used(session, wanted))
        if not found:
            raise self._not_found(category_id)
        return found[0]

    async def remove(self, category_id: int, move_to: int | None, caller: Caller) -> int:
        """Delete a category, move its sounds and presets, and return the number of those sounds.

        Raises:
            NotInTaxonomy: There is none.
            CategoryInUse: It has sounds and `move_to` is None.
            InvalidRequest: There is no category `move_to`, or it is the same one.
        """
        if move_to == category_id:
            sentence = "is the category that is to be deleted; name another"
            raise InvalidRequest([FieldViolation("move_to", sentence)])

        def work(session: Session) -> int:
            category = self._locked(session, category_id)
            mine = (Row.category_id == category_id, Row.deleted_at.is_(None))
            sound_count = session.scalars(select(func.count()).where(*mine)).one()
            if sound_count and move_to is None:
                raise CategoryInUse(sound_count)
            self._record(session, caller, "delete", category, is_name_changed=True)
            if move_to is not None:
                check_category(session, move_to, field="move_to")
                _move(session, category_id, move_to)
            session.delete(category)
            return sound_count

        return await self._database.write(work)

    def _sounds_with(self, entry_id: int) -> ColumnElement[bool]:
        return Row.category_id == entry_id


class Tags(Taxonomy[Tag]):
    """The tags."""

    def __init__(self, database: Database, recorder: Recorder) -> None:
        super().__init__(database, recorder, Tag, TagNotFound)

    async def list(self, *, popular_only: bool, limit: int | None) -> Sequence[Used[Tag]]:
        """Return the tags in their order, or those that sounds have, the most used first."""
        wanted = select(Tag, _USAGE_COUNT.label("usage_count")).order_by(Tag.id)
        if popular_only:
            counted = wanted.subquery()
            wanted = (
                select(Tag, counted.c.usage_count)
                .join(counted, counted.c.id == Tag.id)
                .where(counted.c.usage_count > 0)
                .order_by(counted.c.usage_count.desc(), Tag.id)
            )
        return await self._database.read(lambda session: _used(session, wanted.limit(limit)))

    async def get(self, tag_id: int) -> Used[Tag]:
        """Return one of them.

        Raises:
            NotInTaxonomy: There is none.
        """
        wanted = select(Tag, _USAGE_COUNT).where(Tag.id == tag_id)
        found = await self._database.read(lambda session: _used(session, wanted))
        if not found:
            raise self._not_found(tag_id)
        return found[0]

    def _sounds_with(self, entry_id: int) -> ColumnElement[bool]:
        return Row.tags.any(id=entry_id)


class Presets(Taxonomy[Preset]):
    """The presets."""

    def __init__(self, database: Database, recorder: Recorder) -> None:
        super().__init__(database, recorder, Preset, PresetNotFound)

    async def list(self, *, category_id: int | None, active_only: bool) -> Sequence[Preset]:
        """Return the presets, the highest `sort_order` first."""
        wanted = select(Preset).order_by(Preset.sort_order.desc(), Preset.id)
        if category_id is not None:
            wanted = wanted.where(Preset.category_id == category_id)
        if active_only:
            wanted = wanted.where(Preset.is_active)
        return await self._database.read(lambda session: list(session.scalars(wanted)))

    async def get(self, preset_id: int) -> Preset:
        """Return one of them.

        Raises:
            NotInTaxonomy: There is none.
        """
        return await self._database.read(lambda session: self._found(session, preset_id))


def _used(session: Session, wanted: Select[Entry, int]) -> list[Used[Entry]]:
    return [Used(entry, count) for entry, count in session.execute(wanted)]


def _move(session: Session, from_id: int, to_id: int) -> None:
    for table in (Row, Preset):
        statement = update(table).where(table.category_id == from_id)
        session.execute(statement.values(category_id=to_id), execution_options=_NO_SYNC)
