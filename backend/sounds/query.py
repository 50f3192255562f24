"""The query for a list of sounds, as data and as SQL."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from os.path import commonprefix
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    cast,
    exists,
    func,
    null,
    or_,
    select,
)
from sqlalchemy.orm import defer, joinedload

from backend.db.models import EnvironmentSound as Row
from backend.db.models import Favorite, SoundStatus, SoundText, TagRelation, search_terms
from backend.sidecar.licenses import CommercialUse
from backend.sounds.cursor import Position, decode, encode
from backend.sounds.order import Order, SortKey

_SHORTEST_START = 3
"""Characters. Shorter texts are in too many sounds."""


@dataclass(frozen=True, slots=True)
class SoundQuery:
    """The filter and order of a list. None, empty and False filter nothing.

    Attributes:
        category_id: The id of the category.
        tag_ids: The ids of tags; a sound has at least one of them.
        needs_all_tags: Whether a sound has to have all of them.
        search: What name, prompt or description hold, see `search_terms`.
        status: The status of the sound.
        is_featured_only: Only featured ones.
        favorites_of: The name of a user who likes the sound.
        engine: The engine that made it.
        commercial_uses: The commercial uses, one of which the terms of a sound state.
        parent_id: The id of the sound that it was made from.
        created_from: The earliest moment.
        created_before: The moment after the latest.
        sort_by: The key to sort by; ties are ordered by the id.
        is_descending: Whether the highest comes first; unknown values count as lowest.
        after: The last sound of the page before; None: `page` counts.
        page: From 1.
        page_size: Sounds on a page.
    """

    category_id: int | None = None
    tag_ids: tuple[int, ...] = ()
    needs_all_tags: bool = False
    search: str = ""
    status: SoundStatus | None = None
    is_featured_only: bool = False
    favorites_of: str | None = None
    engine: str = ""
    commercial_uses: tuple[CommercialUse, ...] = ()
    parent_id: int | None = None
    created_from: datetime | None = None
    created_before: datetime | None = None
    sort_by: SortKey = SortKey.CREATED_AT
    is_descending: bool = True
    after: Position | None = None
    page: int = 1
    page_size: int = 20

    def from_cursor(self, cursor: str) -> "SoundQuery":
        """Return the query for the page after that of a cursor.

        Raises:
            InvalidRequest: It is no cursor of this list.
        """
        after = decode(cursor, self._list_name, self._order.value_type)
        return replace(self, after=after)

    def cursor_after(self, row: Row) -> str:
        """Return the cursor for the page that begins after a sound."""
        value = getattr(row, self._order.column.key)
        return encode(Position(value, row.id), self._list_name)

    @property
    def _list_name(self) -> str:
        return repr(replace(self, after=None, page=1, page_size=1))

    @property
    def _order(self) -> Order:
        return Order(self.sort_by, self.is_descending)

    def rows(self, user_name: str) -> Select[Row, bool, int | None]:
        """Return one page of the rows, which are found before any is read whole.

        After a cursor there is one row more, where there is a next page.

        With each: whether that user likes it, and how many rows there are on all pages, or None
        where it is quicker to ask for that by itself, see `count`.
        """
        found = self._found_at_once() if self._is_joined else self._found_in_order()
        liked = exists().where(Favorite.sound_id == Row.id, Favorite.user_name == user_name)
        return (
            select(Row, liked.label("is_liked"), found.c.total)
            .join(found, found.c.id == Row.id)
            # The request is for workers only.
            .options(joinedload(Row.category), defer(Row.request))
            .order_by(*self._order.by(self._order.column, Row.id))
        )

    @property
    def count(self) -> Select[int]:
        """Return the number of rows on all pages."""
        words, tags = list(self._words()), list(self._tag_groups())
        if words and not self._is_joined:
            # Only sounds that are listed have a text: there is no need to ask the sounds.
            return select(func.count()).select_from(SoundText).where(*words)
        if tags and not self._is_joined:
            # Few sounds are deleted, so leaving them out is quicker than looking up all others.
            deleted = select(Row.id).where(Row.deleted_at.is_not(None))
            return select(func.count(TagRelation.sound_id.distinct())).where(
                TagRelation.tag_id.in_(tags[0]), TagRelation.sound_id.not_in(deleted)
            )
        return select(func.count()).select_from(Row).where(*self._conditions())

    @property
    def _is_joined(self) -> bool:
        """Return whether sounds are found by several tables, which is too slow to be done twice."""
        kinds = len(list(self._tag_groups())) + bool(search_terms(self.search))
        return kinds + any(True for _ in self._narrowing()) > 1 or self.favorites_of is not None

    def _found_in_order(self) -> Subquery:
        """Return the ids of the page, which an index in the list's order may find."""
        found = select(Row.id, cast(null(), Integer).label("total")).where(*self._conditions())
        return self._page_of(found, self._order.column, Row.id)

    def _found_at_once(self) -> Subquery:
        """Return the ids of the page, and the number of all, from one scan."""
        all_found = (
            select(Row.id, self._order.column.label("sorted_by"))
            .where(*self._conditions())
            .cte("all_found")
            # Otherwise PostgreSQL may go through every sound in the list's order.
            .prefix_with("MATERIALIZED", dialect="postgresql")
        )
        columns = all_found.c
        total: ColumnElement[int] = func.count().over()
        if self.after is not None:
            total = select(func.count()).select_from(all_found).scalar_subquery()
        counted = select(columns.id, total.label("total"))
        return self._page_of(counted, columns.sorted_by, columns.id)

    def _page_of(self, found: Select[int, Any], column: Any, sound_id: Any) -> Subquery:
        ordered = found.order_by(*self._order.by(column, sound_id))
        if self.after is None:
            page = ordered.limit(self.page_size).offset((self.page - 1) * self.page_size)
        else:
            later = self._order.after(self.after, column, sound_id)
            page = ordered.where(later).limit(self.page_size + 1)
        return page.subquery()

    def _conditions(self) -> Iterator[ColumnElement[bool]]:
        yield Row.deleted_at.is_(None)
        yield from self._narrowing()
        for tag_ids in self._tag_groups():
            tagged = select(TagRelation.sound_id).where(TagRelation.tag_id.in_(tag_ids))
            yield Row.id.in_(tagged)
        if words := list(self._words()):
            yield Row.id.in_(select(SoundText.sound_id).where(*words))

    def _words(self) -> Iterator[ColumnElement[bool]]:
        for term in search_terms(self.search):
            # What all texts of a term begin with is looked for once, and is seldom found.
            start = commonprefix(term) if len(term) > 1 else ""  # noqa: RUF071
            if len(start) >= _SHORTEST_START:
                yield _holds(start)
            yield or_(*map(_holds, term))

    def _narrowing(self) -> Iterator[ColumnElement[bool]]:
        if self.category_id is not None:
            yield Row.category_id == self.category_id
        if self.status is not None:
            yield Row.generation_status == self.status
        if self.is_featured_only:
            yield Row.is_featured.expression
        if self.created_from is not None:
            yield Row.created_at >= self.created_from
        if self.created_before is not None:
            yield Row.created_at < self.created_before
        if self.engine:
            yield Row.generation_model == self.engine
        if self.commercial_uses:
            yield Row.commercial_use.in_([use.value for use in self.commercial_uses])
        if self.parent_id is not None:
            yield Row.parent_id == self.parent_id
        if self.favorites_of is not None:
            liked = select(Favorite.sound_id).where(Favorite.user_name == self.favorites_of)
            yield Row.id.in_(liked)

    def _tag_groups(self) -> Iterator[Sequence[int]]:
        """Return groups of tags. A sound has a tag of each."""
        if self.needs_all_tags:
            yield from ([tag_id] for tag_id in self.tag_ids)
        elif self.tag_ids:
            yield self.tag_ids


def _holds(text: str) -> ColumnElement[bool]:
    return SoundText.search_text.contains(text, autoescape=True)
