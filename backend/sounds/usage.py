"""The usage log: each use of a sound with its user, time and address."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.access.api_keys import Caller
from backend.db.database import Database
from backend.db.models import UsageAction, UsageLog
from backend.db.models.base import utc_now


def log_usage(
    session: Session,
    caller: Caller,
    action: UsageAction,
    sound_id: int,
    *,
    at: datetime | None = None,
    **detail: Any,
) -> None:
    """Add a line, in the transaction of the use.

    Args:
        session: The session of that transaction.
        caller: The user.
        action: The kind of use.
        sound_id: The id of the sound.
        at: When it was used; None: now.
        **detail: More on it, as JSON.
    """
    session.add(
        UsageLog(
            sound_id=sound_id,
            action=action,
            user_name=caller.name,
            client_address=caller.address[:64],
            created_at=at or utc_now(),
            detail=detail or None,
        )
    )


class UsageLogPage(NamedTuple):
    """The lines of one page, the newest first, and their number on all pages."""

    lines: list[UsageLog]
    total: int


async def read_usage(
    database: Database,
    *,
    sound_id: int | None,
    user_name: str,
    action: UsageAction | None,
    page: int,
    page_size: int,
) -> UsageLogPage:
    """Return one page of the log.

    Args:
        database: The database of the log.
        sound_id: Only of that sound; None: of all.
        user_name: Only of that user; empty: of all.
        action: Only that action; None: all.
        page: From 1.
        page_size: Lines on a page.
    """
    wanted = select(UsageLog)
    if sound_id is not None:
        wanted = wanted.where(UsageLog.sound_id == sound_id)
    if user_name:
        wanted = wanted.where(UsageLog.user_name == user_name)
    if action is not None:
        wanted = wanted.where(UsageLog.action == action)
    count = wanted.with_only_columns(func.count(), maintain_column_froms=True)
    lines = wanted.order_by(UsageLog.id.desc()).limit(page_size).offset((page - 1) * page_size)
    return await database.read(
        lambda session: UsageLogPage(list(session.scalars(lines)), session.scalars(count).one())
    )
