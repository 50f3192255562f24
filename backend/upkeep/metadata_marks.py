"""Marks in the database for changes that `metadata.json` does not show yet.

A mark is set in the transaction that makes the change, so a crash after the commit loses none.
`MetadataSync` processes and removes them.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, delete, insert, select, true
from sqlalchemy.orm import Session

from backend.db.models import EnvironmentSound as Row
from backend.db.models import MetadataMark

_NO_SYNC = {"synchronize_session": False}


def mark_sounds(session: Session, sound_ids: Iterable[int]) -> None:
    """Mark sounds whose rows this transaction changes."""
    _insert(session, [{"sound_id": sound_id} for sound_id in sound_ids])


def mark_sounds_where(session: Session, condition: ColumnElement[bool]) -> None:
    """Mark the sounds that have a file and meet a condition now."""
    wanted = select(Row.id).where(condition, Row.relative_path.is_not(None))
    session.execute(insert(MetadataMark).from_select(["sound_id"], wanted))


def mark_folder(session: Session, folder: str) -> None:
    """Mark the sounds whose file is in a folder or below, empty for the sounds folder."""
    is_below = Row.relative_path.startswith(f"{folder}/", autoescape=True) if folder else true()
    mark_sounds_where(session, is_below)


def mark_files(session: Session, relative_paths: Iterable[str]) -> None:
    """Mark files that no row refers to any more. They may still be there."""
    _insert(session, [{"relative_path": path} for path in relative_paths])


def marks_after(session: Session, mark_id: int, limit: int) -> list[MetadataMark]:
    """Return the marks with a higher id, in the order of their ids."""
    wanted = select(MetadataMark).where(MetadataMark.id > mark_id)
    return list(session.scalars(wanted.order_by(MetadataMark.id).limit(limit)))


def remove_marks(session: Session, mark_ids: Collection[int]) -> None:
    """Remove these marks. Another process may have removed them already."""
    statement = delete(MetadataMark).where(MetadataMark.id.in_(mark_ids))
    session.execute(statement, execution_options=_NO_SYNC)


def _insert(session: Session, marks: list[dict[str, int]] | list[dict[str, str]]) -> None:
    if marks:
        session.execute(insert(MetadataMark), marks)
