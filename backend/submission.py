"""How a request for a sound becomes a row that waits to be made."""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.db import Database
from backend.engines import EngineCatalogue, Fitted, check, fit
from backend.errors import QueueFull, RequestIdReused
from backend.generation import EngineList, SoundRequest
from backend.jobs import JobRunner, Pace
from backend.models import EnvironmentSound as Row
from backend.models import SoundStatus

_DEFAULT_RETRY_SECONDS = 5.0
_WAITING_COUNT = select(func.count()).where(Row.generation_status == SoundStatus.PENDING)


@dataclass(frozen=True, slots=True)
class NewSound:
    """What a client asks for.

    Attributes:
        request: What goes to the sidecar.
        description: The client's own words on it, kept in the library.
        notes: What of the client's form is not used, a sentence each.
        idempotency_key: The same key again asks for the same row.
    """

    request: SoundRequest
    description: str = ""
    notes: tuple[str, ...] = ()
    idempotency_key: str | None = None

    @property
    def fingerprint(self) -> str:
        """Equal for two requests that ask for the same."""
        request = replace(self.request, request_id="")
        return sha256(repr((request, self.description, self.notes)).encode()).hexdigest()


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
        runner: To be told of new sounds.
        pace: Tells how long sounds take.
        max_pending: Sounds that may wait.
    """

    def __init__(
        self,
        database: Database,
        catalogue: EngineCatalogue,
        runner: JobRunner,
        pace: Pace,
        max_pending: int,
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._runner = runner
        self._pace = pace
        self._max_pending = max_pending

    async def submit(self, new: NewSound) -> Accepted:
        """Queues a sound, or returns the one that its idempotency key asked for before.

        Raises:
            InvalidRequest: The engine cannot make it.
            EngineNotFound: There is no such engine.
            WeightsMissing: The engine lacks something.
            QueueFull: Too many sounds wait.
            RequestIdReused: The key belongs to a request with other fields.
        """
        engines = await self._catalogue.known()
        fitted = fit(new.request, engines)
        if engines is not None:
            check(fitted.request, engines)
        try:
            row, waiting_count = await self._insert(new, fitted)
        except IntegrityError:
            # Another request with the same key was quicker.
            row, waiting_count = await self._insert(new, fitted)
        self._runner.wake()
        estimate = self._estimate(fitted.request, engines, waiting_count)
        return Accepted(row, estimate, engines is not None)

    async def _insert(self, new: NewSound, fitted: Fitted) -> tuple[Row, int]:
        return await self._database.write(lambda session: self._added(session, new, fitted))

    def _added(self, session: Session, new: NewSound, fitted: Fitted) -> tuple[Row, int]:
        if new.idempotency_key is not None:
            same_key = select(Row).where(Row.idempotency_key == new.idempotency_key)
            if (known := session.scalars(same_key).first()) is not None:
                if known.request_fingerprint != new.fingerprint:
                    raise RequestIdReused(
                        "the Idempotency-Key belongs to a request with other fields; use a new one"
                    )
                return known, 0
        waiting_count = session.scalars(_WAITING_COUNT).one()
        if waiting_count >= self._max_pending:
            raise self._queue_full(waiting_count)
        row = _row(new, fitted)
        session.add(row)
        return row, waiting_count

    def _queue_full(self, waiting_count: int) -> QueueFull:
        retry_after_seconds = max(1.0, self._pace.wait_seconds(1) or _DEFAULT_RETRY_SECONDS)
        return QueueFull(
            f"{waiting_count} sounds wait already; try again in {retry_after_seconds:.0f} s",
            retry_after_seconds,
        )

    def _estimate(
        self, request: SoundRequest, engines: EngineList | None, waiting_count: int
    ) -> float | None:
        engine = engines.find(request.engine) if engines is not None else None
        wait_seconds = self._pace.wait_seconds(waiting_count)
        if engine is None or wait_seconds is None:
            return None
        duration_seconds = request.duration_seconds or engine.duration_seconds.default
        own_seconds = self._pace.generation_seconds(engine.name, duration_seconds)
        return None if own_seconds is None else wait_seconds + own_seconds


def _row(new: NewSound, fitted: Fitted) -> Row:
    request = fitted.request
    return Row(
        name=request.name,
        prompt=request.prompt,
        negative_prompt=request.negative_prompt,
        description=new.description,
        category=request.category or None,
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
        notes=[*new.notes, *fitted.notes],
    )
