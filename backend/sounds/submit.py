"""Queueing a request for a sound, for the first time or again."""

from typing import Any, NamedTuple

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.access.api_keys import Caller
from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.db.models import UsageAction
from backend.jobs import DurationEstimator
from backend.sidecar.engine_cache import EngineCache, check
from backend.sidecar.engine_types import EngineList
from backend.sidecar.types import SoundRequest
from backend.sounds.prompt_check import PromptCheck
from backend.sounds.queue_shares import QueueShares
from backend.sounds.queued_rows import (
    Again,
    Fingerprint,
    NewSound,
    check_source,
    check_unneeded,
    new_row,
    next_request,
    note_trace,
    queue_again,
    repeatable,
    same_key,
)
from backend.sounds.recording import Recorder
from backend.sounds.rows import locked, present
from backend.telemetry.metrics import Metrics
from backend.telemetry.tracing import current_ids


class Accepted(NamedTuple):
    """A row that waits to be made, or was found by its idempotency key.

    Attributes:
        row: The row.
        estimated_seconds: Until it is finished, s; None where nothing was measured.
        is_sidecar_known: Whether the sidecar's engines were there to check the request.
    """

    row: Row
    estimated_seconds: float | None
    is_sidecar_known: bool


class Submissions:
    """The use case: requests for sounds, queued as rows.

    Args:
        database: The database of the rows.
        engine_cache: The sidecar's engines.
        prompt_check: The check that refuses prompts without a sound.
        recorder: Records each use case in its transaction.
        queue_shares: The sounds that may wait, of all callers and of each.
        metrics: The counters, for idempotency keys that were found.
    """

    def __init__(
        self,
        database: Database,
        engine_cache: EngineCache,
        prompt_check: PromptCheck,
        recorder: Recorder,
        queue_shares: QueueShares,
        metrics: Metrics,
    ) -> None:
        self._metrics = metrics
        self._database = database
        self._engine_cache = engine_cache
        self._prompt_check = prompt_check
        self._recorder = recorder
        self._queue_shares = queue_shares

    async def submit(self, new: NewSound, caller: Caller) -> Accepted:
        """Queue a sound, or return the one that its idempotency key asked for before.

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
        if engines is not None:
            check(new.request, engines)
        if not await self._is_repeat(new, caller):
            await self._prompt_check.check(new.request, engines)

        trace = current_ids()

        def work(session: Session) -> Accepted:
            return self._added(session, new, engines, caller, trace)

        try:
            accepted = await self._database.write(work)
        except IntegrityError:
            # Another request with the same key was quicker, or a tag went away meanwhile.
            accepted = await self._database.write(work)
        if new.idempotency_key is not None:
            is_hit = accepted.row.request_id != new.request.request_id
            self._metrics.looked_up("idempotency_key", is_hit=is_hit)
        return accepted

    async def repeat(
        self, idempotency_key: str | None, fingerprint: Fingerprint, caller: Caller
    ) -> Accepted | None:
        """Return the sound that the caller asked for before under the same key, None without one.

        Raises:
            RequestIdReused: The key belongs to a request with other fields.
        """
        if idempotency_key is None:
            return None
        row = await self._database.read(
            lambda session: same_key(session, idempotency_key, caller, fingerprint)
        )
        if row is None:
            return None
        self._metrics.looked_up("idempotency_key", is_hit=True)
        return Accepted(row, None, is_sidecar_known=True)

    async def regenerate(self, sound_id: int, wish: Again, caller: Caller) -> Accepted:
        """Queue a finished sound once more. Its file stays until the new one is there.

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
        trace = current_ids()

        def work(session: Session) -> Accepted:
            row = repeatable(locked(session, sound_id))
            check_unneeded(session, row)
            pace = _pace(session, row.engine_requested, engines)
            waiting_count = self._queue_shares.take_place(session, caller, pace)
            request = queue_again(row, wish, caller)
            note_trace(row, trace)
            if engines is not None:
                check(request, engines)
            session.flush()
            session.refresh(row)
            self._recorder.record(session, caller, UsageAction.REGENERATE, row)
            estimate = _estimate(request, engines, pace, waiting_count)
            return Accepted(row, estimate, engines is not None)

        return await self._database.write(work)

    async def _is_repeat(self, new: NewSound, caller: Caller) -> bool:
        """Return whether the caller's request was accepted before, under the same key."""
        key, fingerprint = new.idempotency_key, new.fingerprint
        if key is None:
            return False
        return await self._database.read(
            lambda session: same_key(session, key, caller, fingerprint) is not None
        )

    async def _next_request(self, sound_id: int) -> SoundRequest:
        """Return the request for a sound's next making. Its prompt may have been changed."""
        return await self._database.read(
            lambda session: next_request(repeatable(present(session, sound_id)))
        )

    def _added(
        self,
        session: Session,
        new: NewSound,
        engines: EngineList | None,
        caller: Caller,
        trace: tuple[str, str] | None,
    ) -> Accepted:
        known = same_key(session, new.idempotency_key, caller, new.fingerprint)
        pace = _pace(session, new.request.engine, engines)
        if known is not None:
            row, waiting_count = known, 0
        else:
            waiting_count = self._queue_shares.take_place(session, caller, pace)
            row = new_row(session, new, caller)
            check_source(session, new)
            note_trace(row, trace)
            session.add(row)
            session.flush()
            given = {"metadata": new.metadata or None, "parent_id": new.parent_id}
            detail: dict[str, Any] = {
                name: value for name, value in given.items() if value is not None
            }
            session.refresh(row)
            self._recorder.record(
                session, caller, UsageAction.GENERATE, row, operation=new.operation, **detail
            )
        estimate = _estimate(new.request, engines, pace, waiting_count)
        return Accepted(row, estimate, engines is not None)


def _pace(session: Session, engine_name: str, engines: EngineList | None) -> DurationEstimator:
    """Return how fast sounds are made now."""
    engine = engines.find(engine_name) if engines is not None else None
    return DurationEstimator.read(session, engine.name if engine is not None else "")


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
