"""The queue: rows that are claimed, kept by a lease, and ended, each by one statement.

Every write of a worker is fenced: it touches the row only while the row is still `processing`
under the attempt that the worker claimed. A worker whose write touches nothing has lost the sound
to another, or the sound is gone, and has to drop what it made. Times are the database's.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import and_, case, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from backend.db.database import Database, database_now
from backend.db.models import EnvironmentSound as Row
from backend.db.models import SoundStatus, write_text
from backend.errors import BackendError
from backend.jobs.broadcaster import SoundProgress
from backend.jobs.statements import (
    FINISH,
    RESULT_COLUMNS,
    Statements,
    cancelled,
    fence,
    pending_or_cancelled,
)
from backend.sidecar.licenses import license_columns
from backend.sidecar.row_request import request_of
from backend.sidecar.types import FinishedSound


class Attention(NamedTuple):
    """What waits for somebody: sounds to claim, and dead workers' sounds to end."""

    claimable_count: int
    reapable_count: int


T = TypeVar("T")

_NO_SYNC = {"synchronize_session": False}
_NOTHING: Mapping[str, Any] = {}


class JobQueue:
    """Jobs in the database.

    Args:
        database: Where the rows are.
        lease_seconds: How long a claim holds without a heartbeat, s.
        max_failures: Failures, a worker that died among them, after which a sound is given up.
    """

    def __init__(self, database: Database, lease_seconds: float, max_failures: int) -> None:
        self._database = database
        self._max_failures = max_failures
        self._statements = Statements(lease_seconds, max_failures)

    async def claim(self) -> Row | None:
        """Takes the next sound, also one whose worker died; None if there is none."""
        return await self._database.write(
            lambda session: session.scalars(
                self._statements.claim, execution_options=_NO_SYNC
            ).first(),
            statement_count=1,
        )

    async def heartbeat(self, job: Row) -> bool | None:
        """Renews the lease. Returns whether a cancel is requested, or None if the job is lost."""
        return await self._write(self._statements.heartbeat, job)

    async def record_progress(self, job: Row, progress: SoundProgress) -> None:
        """Keeps how far the sound is, for viewers who come later."""
        detail = asdict(progress)
        percent = detail.pop("percent")
        await self._update(job, generation_progress=percent, progress_detail=detail)

    async def finish(self, job: Row, sound: FinishedSound, notes: tuple[str, ...]) -> bool:
        """Completes the job, unless it is lost or a cancel was requested in the meantime.

        A file that was there before becomes the row's previous one; see `previous_files`.
        """
        results = {f"new_{name}": getattr(sound, field) for name, field in RESULT_COLUMNS.items()}
        terms = license_columns(sound.license, sound.engine)
        results |= {f"new_{name}": value for name, value in terms.items()}
        results["new_prompt"] = request_of(job).prompt
        results["new_notes"] = [*job.notes, *notes, *sound.notes]
        if results["new_prompt"] == job.prompt:
            return await self._write(FINISH, job, results) is not None
        values = {"fenced_id": job.id, "fenced_attempt": job.attempt, **results}

        def work(session: Session) -> bool:
            # In one transaction: who sees that the sound is completed also finds it by its words.
            if session.execute(FINISH, values, execution_options=_NO_SYNC).first() is None:
                return False
            _refresh_text(session, job.id)
            return True

        return await self._database.write(work)

    async def cancel(self, job: Row) -> bool:
        """Ends the job as cancelled, unless it is lost."""
        status = await self._update(job, generation_status=cancelled(), lease_until=None)
        return status is not None

    async def fail(self, job: Row, error: BackendError) -> bool:
        """Ends the job as failed, unless it is lost."""
        status = await self._update(
            job, generation_status=SoundStatus.FAILED, lease_until=None, **_told(error)
        )
        return status is not None

    async def retry(
        self, job: Row, error: BackendError, delay_seconds: float
    ) -> SoundStatus | None:
        """Gives the job back as failed once more, or for good when that was once too often.

        Returns the row's status after that; None if the job is lost.
        """
        is_last = Row.failure_count + 1 >= self._max_failures
        return await self._update(
            job,
            generation_status=case(
                (Row.cancel_requested, cancelled()),
                (is_last, SoundStatus.FAILED),
                else_=SoundStatus.PENDING,
            ),
            failure_count=Row.failure_count + 1,
            lease_until=None,
            next_attempt_at=database_now() + delay_seconds,
            **_told(error),
        )

    async def defer(self, job: Row, error: BackendError, delay_seconds: float) -> None:
        """Gives the job back for no fault of its own; it may go on doing so for ever."""
        await self._update(
            job,
            generation_status=pending_or_cancelled(),
            deferral_count=Row.deferral_count + 1,
            lease_until=None,
            next_attempt_at=database_now() + delay_seconds,
            **_told(error),
        )

    async def give_back(self, job: Row) -> None:
        """Gives the job back because this process stops; another may take it at once."""
        await self._update(job, generation_status=pending_or_cancelled(), lease_until=None)

    async def attention(self) -> Attention:
        """Looks, without writing, whether there is anything to claim or to reap."""
        counts = await self._database.read(
            lambda session: session.execute(self._statements.attention).one()
        )
        return Attention(*counts)

    async def reap(self) -> list[Row]:
        """Ends what dead workers left and nobody may take up again; returns those rows."""
        return await self._database.write(
            lambda session: list(
                session.scalars(self._statements.reap, execution_options=_NO_SYNC)
            ),
            statement_count=1,
        )

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
        return await self._database.read(
            lambda session: session.execute(statement).first() is not None
        )

    async def previous_files(self) -> list[str]:
        """Files whose place another has taken, and that are still to be deleted."""
        statement = select(Row.previous_file_path).where(
            Row.previous_file_path.is_not(None), Row.previous_file_path != Row.file_path
        )
        return await self._database.read(
            lambda session: [path for path in session.scalars(statement) if path is not None]
        )

    async def forget_previous(self, relative_path: str) -> None:
        """That file is deleted."""
        statement = (
            update(Row)
            .where(Row.previous_file_path == relative_path)
            .values(previous_file_path=None, updated_at=Row.updated_at)
        )
        await self._database.write(
            lambda session: session.execute(statement, execution_options=_NO_SYNC),
            statement_count=1,
        )

    async def _update(self, job: Row, **values: Any) -> SoundStatus | None:
        statement = update(Row).where(fence()).values(**values)
        return await self._write(statement.returning(Row.generation_status), job)

    async def _write(
        self, statement: ReturningUpdate[T], job: Row, parameters: Mapping[str, Any] = _NOTHING
    ) -> T | None:
        """Runs a fenced statement; None if the job is lost."""
        values = {"fenced_id": job.id, "fenced_attempt": job.attempt, **parameters}
        row = await self._database.write(
            lambda session: session.execute(statement, values, execution_options=_NO_SYNC).first(),
            statement_count=1,
        )
        return None if row is None else row[0]


def _told(error: BackendError) -> dict[str, str]:
    return {"error_message": error.message, "error_reason": error.reason}


def _refresh_text(session: Session, sound_id: int) -> None:
    row = session.get(Row, sound_id, with_for_update={"key_share": True})
    if row is not None:
        write_text(session.connection(), row)
