"""The queue's statements and the conditions in them, on SQLite and PostgreSQL alike.

Those that run for every sound are built once, since building takes longer than running.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    not_,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from backend.db.database import database_now
from backend.db.models import EnvironmentSound as Row
from backend.db.models import SoundStatus
from backend.sidecar.licenses import LICENSE_COLUMNS

RESULT_COLUMNS = {
    "relative_path": "relative_path",
    "generation_model": "engine",
    **{
        name: name
        for name in (
            "file_size_bytes",
            "sha256",
            "sample_rate_hertz",
            "channels",
            "frame_count",
            "duration_seconds",
            "steps",
            "cfg_scale",
            "seed",
            "peak_dbfs",
            "true_peak_dbtp",
            "loudness_lufs",
            "generation_seconds",
            "model_revision",
            "engine_prompt",
            "source_file",
        )
    },
}
"""The columns that a finished sound fills, and its fields."""


def fence() -> ColumnElement[bool]:
    """Return the condition that the row is in the making under the attempt of its worker."""
    return and_(
        Row.id == bindparam("fenced_id"),
        Row.attempt == bindparam("fenced_attempt"),
        Row.generation_status == SoundStatus.PROCESSING,
    )


def _is_due() -> ColumnElement[bool]:
    return and_(
        Row.generation_status == SoundStatus.PENDING,
        or_(Row.next_attempt_at.is_(None), Row.next_attempt_at <= database_now()),
    )


def _has_dead_worker() -> ColumnElement[bool]:
    return and_(Row.generation_status == SoundStatus.PROCESSING, Row.lease_until < database_now())


def cancelled() -> ColumnElement[Any]:
    """Return the status of a cancelled sound: completed, if it was made before."""
    return case((Row.relative_path.is_(None), SoundStatus.CANCELLED), else_=SoundStatus.COMPLETED)


def pending_or_cancelled() -> ColumnElement[Any]:
    """Return the status of a sound that is given back."""
    return case((Row.cancel_requested, cancelled()), else_=SoundStatus.PENDING)


FINISH = (
    update(Row)
    .where(fence(), not_(Row.cancel_requested))
    .values(
        generation_status=SoundStatus.COMPLETED,
        generation_progress=100.0,
        progress_detail=None,
        lease_until=None,
        # The file that this one takes the place of; null where it is the first.
        previous_relative_path=Row.relative_path,
        next_settings=None,
        file_missing_since=None,
        **{
            name: bindparam(f"new_{name}")
            for name in (*RESULT_COLUMNS, *LICENSE_COLUMNS, "prompt", "notes")
        },
    )
    .returning(Row.generation_status)
)
"""The statement that completes a job, unless it is lost or a cancel was requested."""


class Statements:
    """The statements that depend on the settings.

    Args:
        lease_seconds: How long a claim holds without a heartbeat, s.
        max_failures: Failures after which a sound is given up.
    """

    def __init__(self, lease_seconds: float, max_failures: int) -> None:
        self._lease_seconds = lease_seconds
        self._max_failures = max_failures
        self.claim = self._claim()
        self.heartbeat = (
            update(Row)
            .where(fence())
            .values(lease_until=self._lease_end(), updated_at=Row.updated_at)
            .returning(Row.cancel_requested)
        )
        self.attention = self._attention()
        self.reap = self._reap()

    def _claim(self) -> ReturningUpdate[Row]:
        next_id = (
            select(Row.id)
            .where(or_(_is_due(), self._is_abandoned()))
            .order_by(Row.priority, Row.queued_at, Row.id)
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

    def _attention(self) -> Select[int, int]:
        return select(
            func.count().filter(or_(_is_due(), self._is_abandoned())),
            func.count().filter(self._is_reapable()),
        ).where(Row.generation_status.in_((SoundStatus.PENDING, SoundStatus.PROCESSING)))

    def _reap(self) -> ReturningUpdate[Row]:
        return (
            update(Row)
            .where(self._is_reapable())
            .values(
                generation_status=case(
                    (Row.cancel_requested, cancelled()), else_=SoundStatus.FAILED
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

    def _lease_end(self) -> ColumnElement[float]:
        return database_now() + self._lease_seconds

    def _is_abandoned(self) -> ColumnElement[bool]:
        return and_(_has_dead_worker(), not_(self._is_given_up()))

    def _is_reapable(self) -> ColumnElement[bool]:
        return and_(_has_dead_worker(), self._is_given_up())

    def _is_given_up(self) -> ColumnElement[bool]:
        return or_(Row.cancel_requested == true(), Row.failure_count + 1 >= self._max_failures)
