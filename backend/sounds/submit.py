"""How a request for a sound becomes a row that waits to be made, for the first time or again."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.access.api_keys import Caller
from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.db.models import SoundStatus, UsageAction
from backend.errors import QueueFull
from backend.jobs import DurationEstimator, JobRunner
from backend.sidecar.engine_cache import EngineCache, Fitted, check, fit
from backend.sidecar.engine_types import EngineList
from backend.sidecar.row_request import request_of
from backend.sidecar.types import SoundRequest
from backend.sounds.prompt_check import PromptCheck
from backend.sounds.queued_rows import (
    Again,
    NewSound,
    check_source,
    check_unneeded,
    new_row,
    note_trace,
    queue_again,
    repeatable,
    same_key,
)
from backend.sounds.rows import locked, present
from backend.sounds.usage import log_usage
from backend.telemetry.metrics import Metrics
from backend.telemetry.tracing import Trace, current

_DEFAULT_RETRY_SECONDS = 5.0
_WAITING_COUNT = select(func.count()).where(Row.generation_status == SoundStatus.PENDING)


class Accepted(NamedTuple):
    """A row that waits to be made, or was found by its idempotency key.

    Attributes:
        row: The row.
        estimated_seconds: Until it is finished, s; None where nothing was measured.
        is_sidecar_known: Whether the sidecar could be asked about the request.
    """

    row: Row
    estimated_seconds: float | None
    is_sidecar_known: bool


class Submissions:
    """Takes requests for sounds.

    Args:
        database: Where the rows are.
        catalogue: What the engines can do.
        prompt_check: Refuses prompts that nothing can be made of.
        runner: To be told of new sounds.
        max_pending: Sounds that may wait.
        metrics: Told of idempotency keys that were known.
    """

    def __init__(
        self,
        database: Database,
        engine_cache: EngineCache,
        prompt_check: PromptCheck,
        runner: JobRunner,
        max_pending: int,
        metrics: Metrics,
    ) -> None:
        self._metrics = metrics
        self._database = database
        self._engine_cache = engine_cache
        self._prompt_check = prompt_check
        self._runner = runner
        self._max_pending = max_pending

    async def submit(self, new: NewSound, caller: Caller) -> Accepted:
        """Queues a sound, or returns the one that its idempotency key asked for before.

        Raises:
            InvalidRequest: The engine cannot make it, or there is no such category or tag.
            SoundNotFound: The sound that it is made from is gone.
            SoundBusy: The sound that it is made from is being made again.
            PromptNotUnderstood: The engine knows no sound in the prompt.
            EngineNotFound: There is no such engine.
            WeightsMissing: The engine lacks something.
            QueueFull: Too many sounds wait.
            RequestIdReused: The key belongs to a request with other fields.
        """
        engines = await self._engine_cache.known()
        fitted = fit(new.request, engines)
        if engines is not None:
            check(fitted.request, engines)
        if not await self._is_repeat(new):
            await self._prompt_check.check(fitted.request, engines)

        trace = current()

        def work(session: Session) -> Accepted:
            return self._added(session, new, fitted, engines, caller, trace)

        try:
            accepted = await self._database.write(work)
        except IntegrityError:
            # Another request with the same key was quicker, or a tag went away meanwhile.
            accepted = await self._database.write(work)
        if new.idempotency_key is not None:
            is_hit = accepted.row.request_id != new.request.request_id
            self._metrics.looked_up("idempotency_key", is_hit=is_hit)
        self._runner.wake()
        return accepted

    async def repeat(self, idempotency_key: str | None, fingerprint: str) -> Accepted | None:
        """Return the sound that was asked for before under the same key, None where there is none.

        Raises:
            RequestIdReused: The key belongs to a request with other fields.
        """
        if idempotency_key is None:
            return None
        row = await self._database.read(
            lambda session: same_key(session, idempotency_key, fingerprint)
        )
        if row is None:
            return None
        self._metrics.looked_up("idempotency_key", is_hit=True)
        return Accepted(row, None, is_sidecar_known=True)

    async def regenerate(self, sound_id: int, wish: Again, caller: Caller) -> Accepted:
        """Queues a sound that is over once more; its file stays until the new one is there.

        Raises:
            SoundNotFound: There is none.
            SoundNotGenerated: It was uploaded or found.
            SoundBusy: It is being made, or another one from it.
            InvalidRequest: The engine cannot make it.
            PromptNotUnderstood: The engine knows no sound in the prompt.
            EngineNotFound: There is no such engine any more.
            WeightsMissing: The engine lacks something.
            QueueFull: Too many sounds wait.
        """
        engines = await self._engine_cache.known()
        await self._prompt_check.check(await self._next_request(sound_id), engines)
        trace = current()

        def work(session: Session) -> Accepted:
            row = repeatable(locked(session, sound_id))
            check_unneeded(session, row)
            pace, waiting_count = self._place(session, row.engine_requested, engines)
            queue_again(row, wish)
            note_trace(row, trace)
            fitted = fit(request_of(row), engines)
            if engines is not None:
                check(fitted.request, engines)
            log_usage(session, caller, UsageAction.REGENERATE, sound_id)
            self._runner.announce(session, sound_id)
            session.flush()
            session.refresh(row)
            estimate = _estimate(fitted.request, engines, pace, waiting_count)
            return Accepted(row, estimate, engines is not None)

        accepted = await self._database.write(work)
        self._runner.wake()
        self._runner.hurry(sound_id)
        return accepted

    async def _is_repeat(self, new: NewSound) -> bool:
        """Whether the request was accepted before, under the same key."""
        key, fingerprint = new.idempotency_key, new.fingerprint
        if key is None:
            return False
        return await self._database.read(
            lambda session: same_key(session, key, fingerprint) is not None
        )

    async def _next_request(self, sound_id: int) -> SoundRequest:
        """What a sound's next making is to be; its prompt may have been changed."""
        return await self._database.read(
            lambda session: request_of(repeatable(present(session, sound_id)))
        )

    def _added(
        self,
        session: Session,
        new: NewSound,
        fitted: Fitted,
        engines: EngineList | None,
        caller: Caller,
        trace: Trace | None,
    ) -> Accepted:
        known = same_key(session, new.idempotency_key, new.fingerprint)
        pace, waiting_count = self._place(
            session, fitted.request.engine, engines, is_new=known is None
        )
        row = known or new_row(session, new, fitted, caller)
        if known is None:
            check_source(session, new)
            note_trace(row, trace)
            session.add(row)
            session.flush()
            told = {"metadata": new.metadata or None, "parent_id": new.parent_id}
            detail = {name: value for name, value in told.items() if value is not None}
            log_usage(session, caller, UsageAction.GENERATE, row.id, **detail)
            self._runner.announce(session, row.id)
            session.refresh(row)
        else:
            waiting_count = 0
        estimate = _estimate(fitted.request, engines, pace, waiting_count)
        return Accepted(row, estimate, engines is not None)

    def _place(
        self,
        session: Session,
        engine_name: str,
        engines: EngineList | None,
        *,
        is_new: bool = True,
    ) -> tuple[DurationEstimator, int]:
        """How fast sounds are made now, and how many wait already."""
        engine = engines.find(engine_name) if engines is not None else None
        pace = DurationEstimator.read(session, engine.name if engine is not None else "")
        waiting_count = session.scalars(_WAITING_COUNT).one()
        if is_new and waiting_count >= self._max_pending:
            retry_after_seconds = max(1.0, pace.wait_seconds(1) or _DEFAULT_RETRY_SECONDS)
            raise QueueFull(
                f"{waiting_count} sounds wait already; try again in {retry_after_seconds:.0f} s",
                retry_after_seconds,
            )
        return pace, waiting_count


def _estimate(
    request: SoundRequest, engines: EngineList | None, pace: DurationEstimator, waiting_count: int
) -> float | None:
    engine = engines.find(request.engine) if engines is not None else None
    wait_seconds = pace.wait_seconds(waiting_count)
    if engine is None or wait_seconds is None:
        return None
    duration_seconds = request.duration_seconds or engine.duration_seconds.default
    own_seconds = pace.generation_seconds(duration_seconds)
    return None if own_seconds is None else round(wait_seconds + own_seconds, 3)
