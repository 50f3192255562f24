"""The queue: rows that are claimed, kept by a lease, and ended, each by one statement.

Every write of a worker is fenced: it touches the row only while the row is still `processing`
under the attempt that the worker claimed. A worker whose write touches nothing has lost the sound
to another, or the sound is gone, and has to drop what it made. Times are the database's.
"""

from dataclasses import asdict
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, func, not_, or_, select, true, update
from sqlalchemy.sql.dml import ReturningUpdate

from backend.db import Database, database_now
from backend.errors import BackendError
from backend.generation import Sound
from backend.jobs.progress import SoundProgress
from backend.models import EnvironmentSound as Row
from backend.models import SoundStatus


class Attention(NamedTuple):
    """What waits for somebody: sounds to claim, and dead workers' sounds to end."""

    claimable_count: int
    reapable_count: int


class JobQueue:
    """Jobs in the database.

    Args:
        database: Where the rows are.
        lease_seconds: How long a claim holds without a heartbeat, s.
        max_failures: Failures, a worker that died among them, after which a sound is given up.
    """

    def __init__(self, database: Database, lease_seconds: float, max_failures: int) -> None:
        self._database = database
        self._lease_seconds = lease_seconds
        self._max_failures = max_failures
        # Built once, since building takes longer than running.
        self._claim = self._claim_statement()
        self._heartbeat = (
            update(Row)
            .where(_fence())
            .values(lease_until=self._lease_end(), updated_at=Row.updated_at)
            .returning(Row.cancel_requested)
        )
        self._attention = select(
            func.count().filter(or_(_is_due(), self._is_abandoned())),
            func.count().filter(self._is_reapable()),
        ).where(Row.generation_status.in_((SoundStatus.PENDING, SoundStatus.PROCESSING)))

    async def claim(self) -> Row | None:
        """Takes the next sound, also one whose worker died; None if there is none."""
        async with self._database.write() as session:
            return (await session.scalars(self._claim, execution_options=_NO_SYNC)).first()

    def _claim_statement(self) -> ReturningUpdate[Row]:
        next_id = (
            select(Row.id)
            .where(or_(_is_due(), self._is_abandoned()))
            .order_by(Row.priority.desc(), Row.created_at, Row.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        was_interrupted = Row.generation_status == SoundStatus.PROCESSING
        return (
            update(Row)
            .where(Row.id == next_id.scalar_subquery())
            .values(
                generation_status=SoundStatus.PROCESSING,
                attempt=Row.attempt + 1,
                failure_count=Row.failure_count + case((was_interrupted, 1), else_=0),
                lease_until=self._lease_end(),
                next_attempt_at=None,
                generation_progress=0.0,
                progress_detail=None,
                error_message=None,
                error_reason=None,
            )
            .returning(Row)
        )

    async def heartbeat(self, job: Row) -> bool | None:
        """Renews the lease. Returns whether a cancel is requested, or None if the job is lost."""
        async with self._database.write() as session:
            statement = self._heartbeat
            return (
                await session.scalars(statement, _fence_of(job), execution_options=_NO_SYNC)
            ).first()

    async def record_progress(self, job: Row, progress: SoundProgress) -> None:
        """Keeps how far the sound is, for viewers who come later."""
        detail = asdict(progress)
        percent = detail.pop("percent")
        await self._update(job, generation_progress=percent, progress_detail=detail)

    async def finish(self, job: Row, sound: Sound, notes: tuple[str, ...]) -> bool:
        """Completes the job, unless it is lost or a cancel was requested in the meantime."""
        row = await self._update(
            job,
            not_(Row.cancel_requested),
            generation_status=SoundStatus.COMPLETED,
            generation_progress=100.0,
            progress_detail=None,
            lease_until=None,
            notes=[*job.notes, *notes, *sound.notes],
            file_path=sound.relative_path,
            file_size_bytes=sound.file_size_bytes,
            sha256=sound.sha256,
            sample_rate_hertz=sound.sample_rate_hertz,
            channels=sound.channels,
            frame_count=sound.frame_count,
            duration_seconds=sound.duration_seconds,
            steps=sound.steps,
            cfg_scale=sound.cfg_scale,
            seed=sound.seed,
            peak_dbfs=sound.peak_dbfs,
            loudness_lufs=sound.loudness_lufs,
            generation_seconds=sound.generation_seconds,
            generation_model=sound.engine,
            model_revision=sound.model_revision,
        )
        return row is not None

    async def cancel(self, job: Row) -> bool:
        """Ends the job as cancelled, unless it is lost."""
        row = await self._update(job, generation_status=SoundStatus.CANCELLED, lease_until=None)
        return row is not None

    async def fail(self, job: Row, error: BackendError) -> bool:
        """Ends the job as failed, unless it is lost."""
        row = await self._update(
            job, generation_status=SoundStatus.FAILED, lease_until=None, **_told(error)
        )
        return row is not None

    async def retry(self, job: Row, error: BackendError, delay_seconds: float) -> Row | None:
        """Gives the job back as failed once more, or for good when that was once too often."""
        is_last = Row.failure_count + 1 >= self._max_failures
        return await self._update(
            job,
            generation_status=case(
                (Row.cancel_requested, SoundStatus.CANCELLED),
                (is_last, SoundStatus.FAILED),
                else_=SoundStatus.PENDING,
            ),
            failure_count=Row.failure_count + 1,
            lease_until=None,
            next_attempt_at=database_now() + delay_seconds,
            **_told(error),
        )

    async def defer(self, job: Row, error: BackendError, delay_seconds: float) -> Row | None:
        """Gives the job back for no fault of its own; it may go on doing so for ever."""
        return await self._update(
            job,
            generation_status=_pending_or_cancelled(),
            deferral_count=Row.deferral_count + 1,
            lease_until=None,
            next_attempt_at=database_now() + delay_seconds,
            **_told(error),
        )

    async def give_back(self, job: Row) -> None:
        """Gives the job back because this process stops; another may take it at once."""
        await self._update(job, generation_status=_pending_or_cancelled(), lease_until=None)

    async def attention(self) -> Attention:
        """Looks, without writing, whether there is anything to claim or to reap."""
        async with self._database.read() as session:
            claimable_count, reapable_count = (await session.execute(self._attention)).one()
        return Attention(claimable_count, reapable_count)

    async def reap(self) -> list[Row]:
        """Ends what dead workers left and nobody may take up again; returns those rows."""
        statement = (
            update(Row)
            .where(self._is_reapable())
            .values(
                generation_status=case(
                    (Row.cancel_requested, SoundStatus.CANCELLED), else_=SoundStatus.FAILED
                ),
                failure_count=Row.failure_count + 1,
                lease_until=None,
                error_message=case(
                    (Row.cancel_requested, None),
                    else_="the making of this sound was interrupted too often; generate it again",
                ),
                error_reason=case((Row.cancel_requested, None), else_="INTERRUPTED"),
            )
            .returning(Row)
        )
        async with self._database.write() as session:
            return list(await session.scalars(statement, execution_options=_NO_SYNC))

    async def is_wanted(self, job: Row, relative_path: str) -> bool:
        """Whether a file still belongs to a row, or may yet come to belong to this job's row."""
        statement = select(Row.id).where(
            or_(
                Row.file_path == relative_path,
                and_(
                    Row.id == job.id,
                    Row.generation_status.in_((SoundStatus.PENDING, SoundStatus.PROCESSING)),
                ),
            )
        )
        async with self._database.read() as session:
            return (await session.execute(statement)).first() is not None

    async def _update(
        self, job: Row, *conditions: ColumnElement[bool], **values: Any
    ) -> Row | None:
        statement = update(Row).where(_fence(), *conditions).values(**values).returning(Row)
        async with self._database.write() as session:
            rows = await session.scalars(statement, _fence_of(job), execution_options=_NO_SYNC)
            return rows.first()

    def _lease_end(self) -> ColumnElement[float]:
        return database_now() + self._lease_seconds

    def _is_abandoned(self) -> ColumnElement[bool]:
        return and_(_has_dead_worker(), not_(self._is_given_up()))

    def _is_reapable(self) -> ColumnElement[bool]:
        return and_(_has_dead_worker(), self._is_given_up())

    def _is_given_up(self) -> ColumnElement[bool]:
        return or_(Row.cancel_requested == true(), Row.failure_count + 1 >= self._max_failures)


_NO_SYNC = {"synchronize_session": False}


def _fence() -> ColumnElement[bool]:
    return and_(
        Row.id == bindparam("fenced_id"),
        Row.attempt == bindparam("fenced_attempt"),
        Row.generation_status == SoundStatus.PROCESSING,
    )


def _fence_of(job: Row) -> dict[str, int]:
    return {"fenced_id": job.id, "fenced_attempt": job.attempt}


def _is_due() -> ColumnElement[bool]:
    return and_(
        Row.generation_status == SoundStatus.PENDING,
        or_(Row.next_attempt_at.is_(None), Row.next_attempt_at <= database_now()),
    )


def _has_dead_worker() -> ColumnElement[bool]:
    return and_(Row.generation_status == SoundStatus.PROCESSING, Row.lease_until < database_now())


def _pending_or_cancelled() -> ColumnElement[Any]:
    return case((Row.cancel_requested, SoundStatus.CANCELLED), else_=SoundStatus.PENDING)


def _told(error: BackendError) -> dict[str, str]:
    return {"error_message": error.message, "error_reason": error.reason}
