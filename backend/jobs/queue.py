"""The queue: rows that are claimed, kept by a lease, and ended, each by one statement.

Every write of a worker is fenced: it touches the row only while the row is still `processing`
under the attempt that the worker claimed. A worker whose write touches nothing has lost the sound
to another, or the sound is gone, and has to drop what it made. Times are the database's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import case, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from backend.db.clock import database_now
from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.db.models import SoundStatus, write_text
from backend.errors import BackendError
from backend.jobs.broadcaster import SoundProgress
from backend.jobs.discards import discard_result
from backend.jobs.leases import Lease
from backend.jobs.statements import (
    FINISH,
    RESULT_COLUMNS,
    Statements,
    cancelled,
    fence,
    pending_or_cancelled,
)
from backend.sidecar.licenses import license_columns
from backend.sidecar.types import FinishedSound, SoundRequest
from backend.upkeep.metadata_marks import mark_sounds


class Attention(NamedTuple):
    """The numbers of sounds to claim, of those to be made alone, and of results to discard."""

    claimable_count: int
    suspect_count: int
    discard_count: int


T = TypeVar("T")

_NO_SYNC = {"synchronize_session": False}
_NOTHING: Mapping[str, Any] = {}


class JobQueue:
    """The queue of jobs in the database.

    Args:
        database: The database of the rows.
        lease_seconds: How long a claim holds without a heartbeat, s.
        max_failures: Failures after which a sound is given up, and deaths of its process after
            which it is made alone. From then on a death counts as a failure.
    """

    def __init__(self, database: Database, lease_seconds: float, max_failures: int) -> None:
        self._database = database
        self._max_failures = max_failures
        self._statements = Statements(lease_seconds, max_failures)

    async def claim(self) -> Row | None:
        """Claim the next sound, None if there is none."""
        return await self._claim(self._statements.claim)

    async def claim_suspect(self) -> Row | None:
        """Claim the next sound that has to be made alone, None if there is none."""
        return await self._claim(self._statements.claim_suspect)

    async def heartbeat(self, job: Row) -> bool | None:
        """Renew the lease. Return whether a cancel is requested, None if the job is lost."""
        return await self._write(self._statements.heartbeat, job)

    async def record_progress(self, job: Row, progress: SoundProgress) -> None:
        """Write the progress of the sound, for viewers who come later."""
        detail = asdict(progress)
        percent = detail.pop("percent")
        statement = update(Row).where(fence())
        written = statement.values(generation_progress=percent, progress_detail=detail)
        await self._write(written.returning(Row.id), job)

    async def finish(self, job: Row, sound: FinishedSound) -> bool:
        """Complete the job, unless it is lost or a cancel was requested in the meantime.

        A file that was there before becomes the row's previous one; see `previous_files`.
        """
        results = {f"new_{name}": getattr(sound, field) for name, field in RESULT_COLUMNS.items()}
        terms = license_columns(sound.license, sound.engine)
        results |= {f"new_{name}": value for name, value in terms.items()}
        results["new_prompt"] = request_of(job).prompt
        results["new_notes"] = list(sound.notes)
        values = {"fenced_id": job.id, "fenced_attempt": job.attempt, **results}

        def work(session: Session) -> bool:
            if session.execute(FINISH, values, execution_options=_NO_SYNC).first() is None:
                return False
            mark_sounds(session, [job.id])
            if results["new_prompt"] != job.prompt:
                # In this transaction: who sees that the sound is completed finds it by its words.
                _refresh_text(session, job.id)
            return True

        return await self._database.write(work, may_use_ballast=True)

    async def cancel(self, job: Row) -> bool:
        """End the job as cancelled, unless it is lost."""
        return await self._end(job, generation_status=cancelled()) is not None

    async def fail(self, job: Row, error: BackendError) -> bool:
        """End the job as failed, unless it is lost."""
        values = {"generation_status": SoundStatus.FAILED, **_error_columns(error)}
        return await self._end(job, **values) is not None

    async def retry(
        self, job: Row, error: BackendError, delay_seconds: float
    ) -> SoundStatus | None:
        """Give the job back as failed once more, or for good when that was once too often.

        Return the row's status after that; None if the job is lost.
        """
        is_last = Row.failure_count + 1 >= self._max_failures
        return await self._end(
            job,
            generation_status=case(
                (Row.cancel_requested, cancelled()),
                (is_last, SoundStatus.FAILED),
                else_=SoundStatus.PENDING,
            ),
            failure_count=Row.failure_count + 1,
            next_attempt_at=database_now() + delay_seconds,
            **_reason_to_wait(error),
        )

    async def defer(self, job: Row, error: BackendError, delay_seconds: float) -> None:
        """Give the job back for no fault of its own. The number of times is not limited."""
        await self._end(
            job,
            generation_status=pending_or_cancelled(),
            deferral_count=Row.deferral_count + 1,
            next_attempt_at=database_now() + delay_seconds,
            **_reason_to_wait(error),
        )

    async def give_back(self, job: Row) -> None:
        """Give the job back because this process stops. Another may take it at once."""
        await self._end(job, generation_status=pending_or_cancelled())

    async def attention(self) -> Attention:
        """Count, without writing, the sounds to claim and the results to discard."""
        counts = await self._database.read(
            lambda session: session.execute(self._statements.attention).one()
        )
        return Attention(*counts)

    async def leases(self) -> list[Lease]:
        """Return the leases of all sounds in the making."""
        rows = await self._database.read(
            lambda session: session.execute(self._statements.leases).all()
        )
        return [Lease(*row) for row in rows]

    async def release(self, leases: Sequence[Lease]) -> list[Row]:
        """End the leases of dead workers, unless they are renewed, and return their sounds.

        A sound waits to be made again. One that was to be cancelled is cancelled, and one that
        ended its process too often while it was made alone is given up.
        """

        def work(session: Session) -> list[Row]:
            rows = []
            for lease in leases:
                values = {
                    "fenced_id": lease.sound_id,
                    "fenced_attempt": lease.attempt,
                    "seen_until": lease.lease_until,
                }
                statement = self._statements.release
                row = session.scalars(statement, values, execution_options=_NO_SYNC).first()
                if row is not None:
                    rows.append(row)
                    if row.generation_status.is_final:
                        discard_result(session, row)
            return rows

        return await self._database.write(work)

    async def _end(self, job: Row, **values: Any) -> SoundStatus | None:
        """End the attempt. A request that ends with it has no result, and is noted as such."""
        statement = update(Row).where(fence()).values(lease_until=None, **values)
        wanted = {"fenced_id": job.id, "fenced_attempt": job.attempt}

        def work(session: Session) -> SoundStatus | None:
            status: SoundStatus | None = session.scalars(
                statement.returning(Row.generation_status), wanted, execution_options=_NO_SYNC
            ).first()
            if status is not None and status.is_final:
                discard_result(session, job)
            return status

        return await self._database.write(work, may_use_ballast=True)

    async def _claim(self, statement: ReturningUpdate[Row]) -> Row | None:
        return await self._database.write(
            lambda session: session.scalars(statement, execution_options=_NO_SYNC).first(),
            statement_count=1,
        )

    async def _write(
        self, statement: ReturningUpdate[T], job: Row, parameters: Mapping[str, Any] = _NOTHING
    ) -> T | None:
        """Run a fenced statement. Return None if the job is lost."""
        values = {"fenced_id": job.id, "fenced_attempt": job.attempt, **parameters}
        row = await self._database.write(
            lambda session: session.execute(statement, values, execution_options=_NO_SYNC).first(),
            statement_count=1,
        )
        return None if row is None else row[0]


def request_of(job: Row) -> SoundRequest:
    """Return the request that was frozen when the sound was queued."""
    assert job.request is not None, "a sound is queued with its request"
    return SoundRequest.from_json(job.request)


def _error_columns(error: BackendError) -> dict[str, Any]:
    return {"error_message": error.message, "error_reason": error.reason}


def _reason_to_wait(error: BackendError) -> dict[str, Any]:
    """Return the columns that tell why a sound waits. One that is cancelled waits no more."""
    return {
        name: case((Row.cancel_requested, None), else_=value)
        for name, value in _error_columns(error).items()
    }


def _refresh_text(session: Session, sound_id: int) -> None:
    row = session.get(Row, sound_id, with_for_update={"key_share": True})
    if row is not None:
        write_text(session.connection(), row)
