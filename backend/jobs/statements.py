"""The queue's statements and the conditions in them, on SQLite and PostgreSQL alike.

Those that run for every sound are built once, since building takes longer than running.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
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
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningUpdate

from backend.db.clock import database_now
from backend.db.models import DiscardedRequest, SoundStatus
from backend.db.models import EnvironmentSound as Row
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

LONGEST_DELAY_SECONDS = 60.0
"""The longest time until a sound that was given back is due again."""

_GIVEN_UP = "the making of this sound was interrupted too often; generate it again"


def fence() -> ColumnElement[bool]:
    """Return the condition that the row is in the making under the attempt of its worker."""
    return and_(
        Row.id == bindparam("fenced_id"),
        Row.attempt == bindparam("fenced_attempt"),
        Row.generation_status == SoundStatus.PROCESSING,
    )


def _is_due() -> ColumnElement[bool]:
    # A time further away than any delay was written before the clock was set back.
    latest = database_now() + LONGEST_DELAY_SECONDS
    return and_(
        Row.generation_status == SoundStatus.PENDING,
        or_(
            Row.next_attempt_at.is_(None),
            Row.next_attempt_at <= database_now(),
            Row.next_attempt_at > latest,
        ),
    )


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
        max_failures: Failures after which a sound is given up, and interruptions after which it is
            made alone.
    """

    def __init__(self, lease_seconds: float, max_failures: int) -> None:
        self._lease_seconds = lease_seconds
        self._max_failures = max_failures
        self.claim = self._claim(not_(self._is_suspect()))
        self.claim_suspect = self._claim(self._is_suspect())
        self.heartbeat = (
            update(Row)
            .where(fence())
            .values(lease_until=self._lease_end(), updated_at=Row.updated_at)
            .returning(Row.cancel_requested)
        )
        self.attention = self._attention()
        self.leases = select(
            Row.id,
            Row.attempt,
            Row.lease_until,
            Row.lease_seconds,
            func.coalesce(Row.lease_until < database_now(), true()),
        ).where(Row.generation_status == SoundStatus.PROCESSING)
        self.release = self._release()

    def _claim(self, condition: ColumnElement[bool]) -> ReturningUpdate[Row]:
        """Return the claim of the next sound, in turn between callers of equal priority."""
        making = aliased(Row)
        in_progress = (
            select(making.queued_by, func.count().label("sound_count"))
            .where(making.generation_status == SoundStatus.PROCESSING)
            .group_by(making.queued_by)
            .subquery()
        )
        sound_count = func.coalesce(in_progress.c.sound_count, 0)
        next_id = (
            select(Row.id)
            .outerjoin(in_progress, in_progress.c.queued_by == Row.queued_by)
            .where(_is_due(), condition)
            .order_by(Row.priority, sound_count, Row.queued_at, Row.id)
            .limit(1)
            .with_for_update(skip_locked=True, of=Row)
        )
        return (
            update(Row)
            .where(Row.id == next_id.scalar_subquery())
            .values(
                generation_status=SoundStatus.PROCESSING,
                attempt=Row.attempt + 1,
                lease_until=self._lease_end(),
                lease_seconds=self._lease_seconds,
                next_attempt_at=None,
                generation_progress=0.0,
                progress_detail=None,
                error_message=None,
                error_reason=None,
            )
            .returning(Row)
        )

    def _attention(self) -> Select[int, int, int]:
        noted = select(func.count()).select_from(DiscardedRequest).scalar_subquery()
        return select(
            func.count().filter(not_(self._is_suspect())),
            func.count().filter(self._is_suspect()),
            noted,
        ).where(_is_due())

    def _release(self) -> ReturningUpdate[Row]:
        """Return the end of one dead lease. The sound waits again, unless it is to be given up."""
        is_given_up = and_(self._is_suspect(), Row.failure_count + 1 >= self._max_failures)
        is_failed = and_(not_(Row.cancel_requested), is_given_up)
        return (
            update(Row)
            .where(
                fence(), Row.lease_until.is_not_distinct_from(bindparam("seen_until", type_=Double))
            )
            .values(
                generation_status=case(
                    (Row.cancel_requested, cancelled()),
                    (is_given_up, SoundStatus.FAILED),
                    else_=SoundStatus.PENDING,
                ),
                # A process that had other sounds in the making may have died of any, or of none.
                failure_count=Row.failure_count + case((self._is_suspect(), 1), else_=0),
                interruption_count=Row.interruption_count + 1,
                lease_until=None,
                next_attempt_at=None,
                error_message=case((is_failed, _GIVEN_UP), else_=None),
                error_reason=case((is_failed, "INTERRUPTED"), else_=None),
            )
            .returning(Row)
        )

    def _lease_end(self) -> ColumnElement[float]:
        return database_now() + self._lease_seconds

    def _is_suspect(self) -> ColumnElement[bool]:
        """Return the condition that the sound is made alone, as it may end its process."""
        return Row.interruption_count >= self._max_failures
