"""What sounds are sorted into: categories, tags and presets, and how many sounds each has."""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Select, and_, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.db.database import Database
from backend.db.models import Category, Preset, Tag, TagRelation
from backend.db.models import EnvironmentSound as Row
from backend.errors import CategoryInUse, FieldViolation, InvalidRequest, NameTaken, NotInTaxonomy
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
    """An entry, and how many sounds have it."""

    entry: Entry
    sound_count: int


class Taxonomy(Generic[Entry]):
    """What categories, tags and presets have in common.

    Args:
        database: Where the rows are.
        table: Whose rows.
        kind: What one is called.
    """

    def __init__(self, database: Database, table: type[Entry], kind: str) -> None:
        self._database = database
        self._table: type[Entry] = table
        self._kind = kind

    async def create(self, fields: Mapping[str, Any]) -> Entry:
        """Adds an entry.

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
            return entry

        return await self._write(work, fields)

    async def update(self, entry_id: int, fields: Mapping[str, Any]) -> Entry:
        """Changes an entry; what `fields` does not hold stays.

        Raises:
            NotInCatalogue: There is none.
            NameTaken: Another has that name.
            InvalidRequest: It refers to a category that is not there.
        """

        def work(session: Session) -> Entry:
            entry = self._found(session, entry_id)
            check_category(session, fields.get("category_id"))
            for name, value in fields.items():
                setattr(entry, name, value)
            session.flush()
            session.refresh(entry)
            return entry

        return await self._write(work, fields)

    async def delete(self, entry_id: int) -> None:
        """Takes an entry away; sounds no longer have it.

        Raises:
            NotInCatalogue: There is none.
        """
        await self._database.write(lambda session: session.delete(self._found(session, entry_id)))

    def _found(self, session: Session, entry_id: int) -> Entry:
        entry: Entry | None = session.get(self._table, entry_id)
        if entry is None:
            raise NotInTaxonomy(self._kind, entry_id)
        return entry

    async def _write(self, work: Any, fields: Mapping[str, Any]) -> Entry:
        try:
            written: Entry = await self._database.write(work)
        except IntegrityError as error:
            raise NameTaken(self._kind, str(fields.get("name", ""))) from error
        return written


class Categories(Taxonomy[Category]):
    """Categories; one that has sounds is deleted only with a word on where they go."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, Category, "category")

    async def list(self, *, active_only: bool) -> Sequence[Used[Category]]:
        """The categories, the highest `sort_order` first."""
        wanted = select(Category, _SOUND_COUNT).order_by(Category.sort_order.desc(), Category.id)
        if active_only:
            wanted = wanted.where(Category.is_active)
        return await self._database.read(lambda session: _used(session, wanted))

    async def get(self, category_id: int) -> Used[Category]:
        """One of them.

        Raises:
            NotInCatalogue: There is none.
        """
        wanted = select(Category, _SOUND_COUNT).where(Category.id == category_id)
        found = await self._database.read(lambda session: _used(session, wanted))
        if not found:
            raise NotInTaxonomy(self._kind, category_id)
        return found[0]

    async def remove(self, category_id: int, move_to: int | None) -> int:
        """Takes a category away; its sounds and presets go to another; returns how many sounds.

        Raises:
            NotInCatalogue: There is none.
            CategoryInUse: It has sounds and `move_to` is None.
            InvalidRequest: There is no category `move_to`, or it is the same one.
        """
        if move_to == category_id:
            sentence = "is the category that is to be deleted; name another"
            raise InvalidRequest([FieldViolation("move_to", sentence)])

        def work(session: Session) -> int:
            category = self._found(session, category_id)
            mine = (Row.category_id == category_id, Row.deleted_at.is_(None))
            sound_count = session.scalars(select(func.count()).where(*mine)).one()
            if sound_count and move_to is None:
                raise CategoryInUse(sound_count)
            if move_to is not None:
                check_category(session, move_to, field="move_to")
                _move(session, category_id, move_to)
            session.delete(category)
            return sound_count

        return await self._database.write(work)


class Tags(Taxonomy[Tag]):
    """Tags."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, Tag, "tag")

    async def list(self, *, popular_only: bool, limit: int | None) -> Sequence[Used[Tag]]:
        """The tags in their order; or those that sounds have, the most used first."""
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
        """One of them.

        Raises:
            NotInCatalogue: There is none.
        """
        wanted = select(Tag, _USAGE_COUNT).where(Tag.id == tag_id)
        found = await self._database.read(lambda session: _used(session, wanted))
        if not found:
            raise NotInTaxonomy(self._kind, tag_id)
        return found[0]


class Presets(Taxonomy[Preset]):
    """Presets."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, Preset, "preset")

    async def list(self, *, category_id: int | None, active_only: bool) -> Sequence[Preset]:
        """The presets, the highest `sort_order` first."""
        wanted = select(Preset).order_by(Preset.sort_order.desc(), Preset.id)
        if category_id is not None:
            wanted = wanted.where(Preset.category_id == category_id)
        if active_only:
            wanted = wanted.where(Preset.is_active)
        return await self._database.read(lambda session: list(session.scalars(wanted)))

    async def get(self, preset_id: int) -> Preset:
        """One of them.

        Raises:
            NotInCatalogue: There is none.
        """
        return await self._database.read(lambda session: self._found(session, preset_id))


def _used(session: Session, wanted: Select[Entry, int]) -> list[Used[Entry]]:
    return [Used(entry, count) for entry, count in session.execute(wanted)]


def _move(session: Session, from_id: int, to_id: int) -> None:
    for table in (Row, Preset):
        statement = update(table).where(table.category_id == from_id)
        session.execute(statement.values(category_id=to_id), execution_options=_NO_SYNC)
