"""The order of a list of sounds."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, UnaryExpression, and_, literal, or_, tuple_

from backend.db.models import EnvironmentSound as Row
from backend.db.models import UtcDateTime
from backend.sounds.cursor import Position


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
    SortKey.NAME: Row.name_sort_key,
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


class Order(NamedTuple):
    """The key that a list is sorted by, and its direction. Unknown values count as lowest."""

    key: SortKey
    is_descending: bool

    @property
    def column(self) -> Any:
        """Return the sorted column."""
        return _SORT_COLUMNS[self.key]

    @property
    def value_type(self) -> type[Any]:
        """Return the type of the sorted values."""
        column_type = self.column.type
        return datetime if isinstance(column_type, UtcDateTime) else column_type.python_type

    def by(self, column: Any, sound_id: Any) -> tuple[UnaryExpression[Any], UnaryExpression[Any]]:
        """Return the order by a column and the id, which here may be those of a subquery."""
        order = column.desc() if self.is_descending else column.asc()
        if self.key in _NULLABLE:
            order = order.nulls_last() if self.is_descending else order.nulls_first()
        return order, sound_id.desc() if self.is_descending else sound_id.asc()

    def after(self, last: Position, column: Any, sound_id: Any) -> ColumnElement[bool]:
        """Return the condition for the sounds that come after a position."""
        value, last_id = last
        is_later_id = sound_id < last_id if self.is_descending else sound_id > last_id
        if value is None:
            is_tied = and_(column.is_(None), is_later_id)
            return is_tied if self.is_descending else or_(column.is_not(None), is_tied)
        place = tuple_(column, sound_id)
        position = tuple_(literal(value, column.type), literal(last_id))
        if not self.is_descending:
            return place > position
        is_unknown = [column.is_(None)] if self.key in _NULLABLE else []
        return or_(place < position, *is_unknown)
