"""The query for a list of sounds, as data and as SQL."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    UnaryExpression,
    cast,
    exists,
    func,
    null,
    select,
)
from sqlalchemy.orm import defer, joinedload

from backend.db.models import EnvironmentSound as Row
from backend.db.models import Favorite, SoundStatus, SoundText, TagRelation, search_words
from backend.sidecar.licenses import CommercialUse


class SortKey(StrEnum):
    """The keys that a list may be sorted by, in the names of the API."""

    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"
    NAME = "name"
    DURATION = "duration"
    FILE_SIZE = "file_size"
    GENERATION_TIME = "generation_time"
    PLAY_COUNT = "play_count"
    DOWNLOAD_COUNT = "download_count"
    FAVORITE_COUNT = "favorite_count"
    USER_RATING = "user_rating"
    SORT_ORDER = "sort_order"
    ID = "id"


_SORT_COLUMNS = {
    SortKey.CREATED_AT: Row.created_at,
    SortKey.UPDATED_AT: Row.updated_at,
    SortKey.NAME: Row.name,
    SortKey.DURATION: Row.duration_seconds,
    SortKey.FILE_SIZE: Row.file_size_bytes,
    SortKey.GENERATION_TIME: Row.generation_seconds,
    SortKey.PLAY_COUNT: Row.play_count,
    SortKey.DOWNLOAD_COUNT: Row.download_count,
    SortKey.FAVORITE_COUNT: Row.favorite_count,
    SortKey.USER_RATING: Row.user_rating,
    SortKey.SORT_ORDER: Row.sort_order,
    SortKey.ID: Row.id,
}
_NULLABLE = {
    SortKey.DURATION,
    SortKey.FILE_SIZE,
    SortKey.GENERATION_TIME,
    SortKey.USER_RATING,
}


@dataclass(frozen=True, slots=True)
class SoundQuery:
    """The filter and order of a list. None, empty and False filter nothing.

    Attributes:
        category_id: The id of the category.
        tag_ids: The ids of tags; a sound has at least one of them.
        needs_all_tags: Whether a sound has to have all of them.
        search: Words that name, prompt or description hold, all of them.
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
    page: int = 1
    page_size: int = 20

    def rows(self, user_name: str) -> Select[Row, bool, int | None]:
        """Return one page of the rows, which are found before any is read whole.

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
            .order_by(*self._order(_SORT_COLUMNS[self.sort_by], Row.id))
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
        kinds = len(list(self._tag_groups())) + bool(search_words(self.search))
        return kinds + any(True for _ in self._narrowing()) > 1 or self.favorites_of is not None

    def _found_in_order(self) -> Subquery:
        """Return the ids of the page, which an index in the list's order may find."""
        return self._page_of(
            select(Row.id, cast(null(), Integer).label("total")).where(*self._conditions()),
            _SORT_COLUMNS[self.sort_by],
            Row.id,
        )

    def _found_at_once(self) -> Subquery:
        """Return the ids of the page, and the number of all, from one scan."""
        all_found = (
            select(Row.id, _SORT_COLUMNS[self.sort_by].label("sorted_by"))
            .where(*self._conditions())
            .cte("all_found")
            # Otherwise PostgreSQL may go through every sound in the list's order.
            .prefix_with("MATERIALIZED", dialect="postgresql")
        )
        columns = all_found.c
        counted = select(columns.id, func.count().over().label("total"))
        return self._page_of(counted, columns.sorted_by, columns.id)

    def _page_of(self, found: Select[int, Any], column: Any, sound_id: Any) -> Subquery:
        ordered = found.order_by(*self._order(column, sound_id))
        return ordered.limit(self.page_size).offset((self.page - 1) * self.page_size).subquery()

    def _order(
        self, column: Any, sound_id: Any
    ) -> tuple[UnaryExpression[Any], UnaryExpression[Any]]:
        order = column.desc() if self.is_descending else column.asc()
        if self.sort_by in _NULLABLE:
            order = order.nulls_last() if self.is_descending else order.nulls_first()
        return order, sound_id.desc() if self.is_descending else sound_id.asc()

    def _conditions(self) -> Iterator[ColumnElement[bool]]:
        yield Row.deleted_at.is_(None)
        yield from self._narrowing()
        for tag_ids in self._tag_groups():
            tagged = select(TagRelation.sound_id).where(TagRelation.tag_id.in_(tag_ids))
            yield Row.id.in_(tagged)
        if words := list(self._words()):
            yield Row.id.in_(select(SoundText.sound_id).where(*words))

    def _words(self) -> Iterator[ColumnElement[bool]]:
        for word in search_words(self.search):
            yield SoundText.search_text.contains(word, autoescape=True)

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
