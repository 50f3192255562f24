"""Reading and locking the rows of sounds in a transaction."""

from collections.abc import Collection
from typing import NoReturn

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backend.db.models import Category, Tag
from backend.db.models import EnvironmentSound as Row
from backend.errors import FieldViolation, InvalidRequest, SoundNotCompleted, SoundNotFound


def lock(session: Session, sound_id: int) -> None:
    """Lock the sound against changes by others until the transaction ends.

    Raises:
        SoundNotFound: There is none, or it is deleted.
    """
    wanted = select(Row.id).where(Row.id == sound_id, Row.deleted_at.is_(None))
    if session.scalars(wanted.with_for_update(key_share=True)).first() is None:
        raise SoundNotFound(sound_id)


def lock_with_children(session: Session, sound_ids: Collection[int]) -> None:
    """Lock these sounds, and those made from them, until the transaction ends.

    All are locked in one order, so that no two transactions wait for each other.
    """
    wanted = select(Row.id).where(or_(Row.id.in_(sound_ids), Row.parent_id.in_(sound_ids)))
    session.execute(wanted.order_by(Row.id).with_for_update(key_share=True)).all()


def present(session: Session, sound_id: int) -> Row:
    """Return the row as it is now, without a lock.

    Raises:
        SoundNotFound: There is none, or it is deleted.
    """
    row = session.scalars(select(Row).where(Row.id == sound_id, Row.deleted_at.is_(None))).first()
    if row is None:
        raise SoundNotFound(sound_id)
    return row


def locked(session: Session, sound_id: int) -> Row:
    """Return the row, locked against changes by others until the transaction ends.

    Raises:
        SoundNotFound: There is none, or it is deleted.
    """
    rows = locked_rows(session, [sound_id])
    if not rows:
        raise SoundNotFound(sound_id)
    return rows[sound_id]


def locked_rows(session: Session, sound_ids: Collection[int]) -> dict[int, Row]:
    """Return the rows that there are of those, by id, locked in one order."""
    wanted = select(Row).where(Row.id.in_(sound_ids), Row.deleted_at.is_(None)).order_by(Row.id)
    # Not FOR UPDATE: favourites and logs that refer to the row need not wait.
    rows = session.scalars(wanted.with_for_update(key_share=True, of=Row))
    return {row.id: row for row in rows}


def relative_path(row: Row) -> str:
    """Return the path of the sound's file below the sounds folder.

    While it is made again, that is the old file.

    Raises:
        SoundNotCompleted: The sound has no file.
    """
    if row.relative_path is None:
        raise SoundNotCompleted(row.generation_status)
    return row.relative_path


def check_category(
    session: Session, category_id: int | None, *, field: str = "category_id"
) -> None:
    """Raise where a category is asked for and there is none.

    Args:
        session: The session of the transaction.
        category_id: Its id.
        field: The client's name for it.

    Raises:
        InvalidRequest: There is none.
    """
    if category_id is not None and session.get(Category, category_id) is None:
        _refuse(field, f"there is no category {category_id}; /categories lists them")


def find_tags(session: Session, tag_ids: Collection[int]) -> list[Tag]:
    """Return the tags, in their order.

    Raises:
        InvalidRequest: One is not there.
    """
    if not tag_ids:
        return []
    tags = list(session.scalars(select(Tag).where(Tag.id.in_(tag_ids)).order_by(Tag.id)))
    missing = sorted(set(tag_ids) - {tag.id for tag in tags})
    if missing:
        names = ", ".join(map(str, missing))
        _refuse("tag_ids", f"there is no tag {names}; /tags lists them")
    return tags


def _refuse(field: str, description: str) -> NoReturn:
    raise InvalidRequest([FieldViolation(field, description)])
