"""Statistics of the library and of the queue."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.db.database import Database
from backend.db.models import Category, SoundStatus
from backend.db.models import EnvironmentSound as Row
from backend.db.models.base import utc_now


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """The number of sounds of a category."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Stats:
    """The numbers of the library, without deleted sounds."""

    counts: dict[SoundStatus, int]
    today_count: int
    play_count: int
    download_count: int
    favorite_count: int
    categories: list[CategoryCount]

    @property
    def total_count(self) -> int:
        """Return the number of all sounds."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class JobCounts:
    """The sounds that are still to be made, of all backends.

    Attributes:
        pending: Those that wait.
        processing: Those in the making.
        oldest_wait_seconds: The longest wait of one of those, s; 0 for none.
    """

    pending: int
    processing: int
    oldest_wait_seconds: float


async def read_job_counts(database: Database) -> JobCounts:
    """Return the counts now, in one query over the sounds that are not over."""
    is_pending = Row.generation_status == SoundStatus.PENDING
    statement = select(
        func.count().filter(is_pending),
        func.count().filter(Row.generation_status == SoundStatus.PROCESSING),
        func.min(Row.queued_at).filter(is_pending),
    ).where(Row.generation_status.in_((SoundStatus.PENDING, SoundStatus.PROCESSING)))
    pending, processing, oldest = await database.read(
        lambda session: session.execute(statement).one()
    )
    waited_seconds = (utc_now() - oldest).total_seconds() if oldest is not None else 0.0
    return JobCounts(pending, processing, max(0.0, waited_seconds))


async def read_stats(database: Database) -> Stats:
    """Return the numbers now, in three queries. Today begins at midnight where the server is."""
    midnight = datetime.combine(datetime.now().astimezone().date(), time()).astimezone()
    is_there = Row.deleted_at.is_(None)
    by_status = (
        select(
            Row.generation_status,
            func.count(),
            func.coalesce(func.sum(Row.play_count), 0),
            func.coalesce(func.sum(Row.download_count), 0),
            func.coalesce(func.sum(Row.favorite_count), 0),
        )
        .where(is_there)
        .group_by(Row.generation_status)
    )
    today = select(func.count()).where(is_there, Row.created_at >= midnight)
    counted = (
        select(Row.category_id, func.count().label("sound_count"))
        .where(is_there, Row.category_id.is_not(None))
        .group_by(Row.category_id)
        .subquery()
    )
    by_category = (
        select(Category.name, func.coalesce(counted.c.sound_count, 0))
        .outerjoin(counted, counted.c.category_id == Category.id)
        .order_by(Category.sort_order.desc(), Category.id)
    )

    def work(session: Session) -> Stats:
        rows = session.execute(by_status).all()
        plays, downloads, favorites = (sum(int(row[i]) for row in rows) for i in (2, 3, 4))
        return Stats(
            counts={status: count for status, count, *_ in rows},
            today_count=session.scalars(today).one(),
            play_count=plays,
            download_count=downloads,
            favorite_count=favorites,
            categories=[CategoryCount(*row) for row in session.execute(by_category)],
        )

    return await database.read(work)
