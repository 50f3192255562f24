"""How a request for a sound becomes a row that waits to be made, for the first time or again."""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.db import Database
from backend.engines import EngineCatalogue, Fitted, check, fit
from backend.errors import (
    FieldViolation,
    InvalidRequest,
    QueueFull,
    RequestIdReused,
    SoundBusy,
    SoundNotGenerated,
)
from backend.generation import EngineList, SoundRequest
from backend.jobs import JobRunner, Pace
from backend.jobs.request import request_of
from backend.metrics import Metrics
from backend.models import Category, SoundOrigin, SoundStatus, UsageAction
from backend.models import EnvironmentSound as Row
from backend.models.base import utc_now
from backend.people import Caller
from backend.prompt_check import PromptCheck
from backend.sound_rows import check_category, find_tags, locked, present
from backend.tracing import Trace, current
from backend.usage import log_usage

_DEFAULT_RETRY_SECONDS = 5.0
_WAITING_COUNT = select(func.count()).where(Row.generation_status == SoundStatus.PENDING)


@dataclass(frozen=True, slots=True)
class NewSound:
    """What a client asks for.

    Attributes:
        request: What goes to the sidecar.
        description: The client's own words on it, kept in the library.
        category_id: Of its category; None: the one that the request names, if any.
        tag_ids: Of its tags.
        metadata: What else the client tells, kept in the usage log.
        idempotency_key: The same key again asks for the same row.
    """

    request: SoundRequest
    description: str = ""
    category_id: int | None = None
    tag_ids: tuple[int, ...] = ()
    metadata: dict[str, Any] | None = None
    idempotency_key: str | None = None

    @property
    def fingerprint(self) -> str:
        """Equal for two requests that ask for the same."""
        request = replace(self.request, request_id="")
        fields = (request, self.description, self.category_id, self.tag_ids)
        return sha256(repr(fields).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Again:
    """How a sound is to be made again.

    Attributes:
        seed: The new seed; None: drawn, or the old one.
        keeps_seed: Whether the old one is used.
    """

    seed: int | None = None
    keeps_seed: bool = False


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
        catalogue: EngineCatalogue,
        prompt_check: PromptCheck,
        runner: JobRunner,
        max_pending: int,
        metrics: Metrics,
    ) -> None:
        self._metrics = metrics
        self._database = database
        self._catalogue = catalogue
        self._prompt_check = prompt_check
        self._runner = runner
        self._max_pending = max_pending

    async def submit(self, new: NewSound, caller: Caller) -> Accepted:
        """Queues a sound, or returns the one that its idempotency key asked for before.

        Raises:
            InvalidRequest: The engine cannot make it, or there is no such category or tag.
            PromptNotUnderstood: The engine knows no sound in the prompt.
            EngineNotFound: There is no such engine.
            WeightsMissing: The engine lacks something.
            QueueFull: Too many sounds wait.
            RequestIdReused: The key belongs to a request with other fields.
        """
        engines = await self._catalogue.known()
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

    async def regenerate(self, sound_id: int, wish: Again, caller: Caller) -> Accepted:
        """Queues a sound that is over once more; its file stays until the new one is there.

        Raises:
            SoundNotFound: There is none.
            SoundNotGenerated: It was uploaded or found.
            SoundBusy: It is being made.
            InvalidRequest: The engine cannot make it.
            PromptNotUnderstood: The engine knows no sound in the prompt.
            EngineNotFound: There is no such engine any more.
            WeightsMissing: The engine lacks something.
            QueueFull: Too many sounds wait.
        """
        engines = await self._catalogue.known()
        await self._prompt_check.check(await self._next_request(sound_id), engines)
        trace = current()

        def work(session: Session) -> Accepted:
            row = _repeatable(locked(session, sound_id))
            pace, waiting_count = self._place(session, row.engine_requested, engines)
            _queue_again(row, wish)
            _note_trace(row, trace)
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
        if new.idempotency_key is None:
            return False
        return await self._database.read(lambda session: _same_key(session, new) is not None)

    async def _next_request(self, sound_id: int) -> SoundRequest:
        """What a sound's next making is to be; its prompt may have been changed."""
        return await self._database.read(
            lambda session: request_of(_repeatable(present(session, sound_id)))
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
        known = _same_key(session, new)
        pace, waiting_count = self._place(
            session, fitted.request.engine, engines, is_new=known is None
        )
        row = known or _row(session, new, fitted, caller)
        if known is None:
            _note_trace(row, trace)
            session.add(row)
            session.flush()
            detail = {"metadata": new.metadata} if new.metadata else {}
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
    ) -> tuple[Pace, int]:
        """How fast sounds are made now, and how many wait already."""
        engine = engines.find(engine_name) if engines is not None else None
        pace = Pace.read(session, engine.name if engine is not None else "")
        waiting_count = session.scalars(_WAITING_COUNT).one()
        if is_new and waiting_count >= self._max_pending:
            retry_after_seconds = max(1.0, pace.wait_seconds(1) or _DEFAULT_RETRY_SECONDS)
            raise QueueFull(
                f"{waiting_count} sounds wait already; try again in {retry_after_seconds:.0f} s",
                retry_after_seconds,
            )
        return pace, waiting_count


def _repeatable(row: Row) -> Row:
    if row.origin is not SoundOrigin.GENERATED:
        raise SoundNotGenerated(row.origin)
    if not row.generation_status.is_final:
        raise SoundBusy(row.generation_status)
    return row


def _same_key(session: Session, new: NewSound) -> Row | None:
    if new.idempotency_key is None:
        return None
    same_key = select(Row).where(Row.idempotency_key == new.idempotency_key)
    known = session.scalars(same_key).first()
    if known is not None and known.request_fingerprint != new.fingerprint:
        raise RequestIdReused(
            "the Idempotency-Key belongs to a request with other fields; use a new one"
        )
    return known


def _estimate(
    request: SoundRequest, engines: EngineList | None, pace: Pace, waiting_count: int
) -> float | None:
    engine = engines.find(request.engine) if engines is not None else None
    wait_seconds = pace.wait_seconds(waiting_count)
    if engine is None or wait_seconds is None:
        return None
    duration_seconds = request.duration_seconds or engine.duration_seconds.default
    own_seconds = pace.generation_seconds(duration_seconds)
    return None if own_seconds is None else round(wait_seconds + own_seconds, 3)


def _queue_again(row: Row, wish: Again) -> None:
    seed = row.seed if wish.keeps_seed else wish.seed
    if row.file_path is None:
        row.seed = seed
    else:
        row.next_settings = {**(row.next_settings or {}), "seed": seed}
    row.generation_status = SoundStatus.PENDING
    row.generation_progress = 0.0
    row.error_message = row.error_reason = None
    row.cancel_requested = False
    row.failure_count = row.deferral_count = 0
    row.next_attempt_at = None
    row.queued_at = utc_now()
    # The sidecar answers the old one with the old file.
    row.request_id = str(uuid4())
    row.idempotency_key = None


def _note_trace(row: Row, trace: Trace | None) -> None:
    row.trace_id, row.span_id = trace or (None, None)


def _row(session: Session, new: NewSound, fitted: Fitted, caller: Caller) -> Row:
    request = fitted.request
    return Row(
        name=request.name,
        prompt=request.prompt,
        negative_prompt=request.negative_prompt,
        description=new.description,
        category_id=_category_id(session, new),
        tags=find_tags(session, new.tag_ids),
        duration_seconds=request.duration_seconds,
        steps=request.steps,
        cfg_scale=request.cfg_scale,
        seed=request.seed,
        engine_requested=request.engine,
        loop=request.loop,
        audio_format=request.audio_format,
        target_lufs=request.target_lufs,
        priority=request.priority,
        request_id=request.request_id,
        idempotency_key=new.idempotency_key,
        request_fingerprint=new.fingerprint,
        created_by=caller.name,
        notes=list(fitted.notes),
    )


def _category_id(session: Session, new: NewSound) -> int | None:
    if new.category_id is not None:
        check_category(session, new.category_id)
        return new.category_id
    name = new.request.category
    if not name:
        return None
    category_id = session.scalars(select(Category.id).where(Category.name == name)).first()
    if category_id is None:
        sentence = f"there is no category {name!r}; /categories lists them"
        raise InvalidRequest([FieldViolation("category", sentence)])
    return category_id
