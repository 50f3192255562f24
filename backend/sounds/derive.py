"""Making a sound from another one: a variation of it, a longer one, a repaired one."""

import asyncio
from dataclasses import dataclass
from typing import ClassVar, NoReturn, TypeAlias
from uuid import uuid4

from backend.access.api_keys import Caller
from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.errors import (
    FieldViolation,
    InvalidRequest,
    SidecarUnavailable,
    SoundBusy,
    SoundNotCompleted,
)
from backend.files import Library
from backend.sidecar.canonical import fingerprint, set_fields
from backend.sidecar.engine_cache import EngineCache, engine_with_source
from backend.sidecar.engine_types import EngineList
from backend.sidecar.types import AudioFormat, Priority, SoundRequest, Source, TimeRange
from backend.sounds.older_fingerprints import older_derived_fingerprint
from backend.sounds.queued_rows import Fingerprint, NewSound
from backend.sounds.rows import present, relative_path
from backend.sounds.submit import Accepted, Submissions

_LONGEST_NAME = 200
_ROUNDING_SECONDS = 0.01
"""How far past the sound's end a repair may reach: people read lengths with two decimals."""


@dataclass(frozen=True, slots=True)
class Variation:
    """Another take of the whole sound.

    Attributes:
        strength: The part of it that is made anew, above 0 to 1.
        duration_seconds: Its length, s; None: that of the sound.
    """

    kind: ClassVar[str] = "variation"
    operation: ClassVar[str] = "vary"

    strength: float
    duration_seconds: float | None = None

    def plan(self, sound_file: str, length_seconds: float) -> tuple[Source, float]:
        """Return the part of the file that is used, and the length of the new sound, s."""
        return Source(sound_file, self.strength), self.duration_seconds or length_seconds


@dataclass(frozen=True, slots=True)
class Extension:
    """The sound, and more after its end.

    Attributes:
        duration_seconds: Length of the whole, s.
    """

    kind: ClassVar[str] = "longer"
    operation: ClassVar[str] = "extend"

    duration_seconds: float

    def plan(self, sound_file: str, length_seconds: float) -> tuple[Source, float]:
        """Return the part of the file that is used, and the length of the new sound, s.

        Raises:
            InvalidRequest: It would not be longer.
        """
        if self.duration_seconds <= length_seconds:
            _refuse("duration", f"has to be more than {length_seconds:g}, the sound's length in s")
        kept = (TimeRange(0.0, length_seconds),)
        return Source(sound_file, keep_ranges=kept), self.duration_seconds


@dataclass(frozen=True, slots=True)
class Repair:
    """The sound with a part of it made anew.

    Attributes:
        start_seconds: Where that part begins, s.
        end_seconds: Where it ends, s.
    """

    kind: ClassVar[str] = "repaired"
    operation: ClassVar[str] = "repair"

    start_seconds: float
    end_seconds: float

    def plan(self, sound_file: str, length_seconds: float) -> tuple[Source, float]:
        """Return the part of the file that is used, and the length of the new sound, s.

        Raises:
            InvalidRequest: The part is empty, not within the sound, or all of it.
        """
        start_seconds, end_seconds = self.start_seconds, min(self.end_seconds, length_seconds)
        if self.end_seconds > length_seconds + _ROUNDING_SECONDS:
            _refuse("end", f"has to be at most {length_seconds:g}, the sound's length in s")
        if start_seconds >= end_seconds:
            _refuse("start", f"has to be below {end_seconds:g}, where the repaired part ends")
        parts = ((0.0, start_seconds), (end_seconds, length_seconds))
        kept = tuple(TimeRange(start, end) for start, end in parts if start < end)
        if not kept:
            _refuse("start", "nothing of the sound would stay; repair a part of it, or vary it")
        return Source(sound_file, keep_ranges=kept), length_seconds


Change: TypeAlias = Variation | Extension | Repair


@dataclass(frozen=True, slots=True)
class Derivation:
    """The wish for a sound made from another one. None and empty texts are as that sound has them.

    Attributes:
        change: The difference from that sound.
        prompt: The sounds to be heard.
        negative_prompt: The sounds to be left out.
        name: The name for people; empty: the sound's name with the kind of change.
        engine: The engine that makes it; empty: the sound's own where that can, else one that can.
        seed: The same gives the same sound; None: drawn.
        steps: Sampling steps; None: the engine's default.
        cfg_scale: Strength of the guidance by the prompt; None: the engine's default.
        audio_format: The encoding of the file.
        priority: Interactive sounds are made before batch sounds.
    """

    change: Change
    prompt: str = ""
    negative_prompt: str | None = None
    name: str = ""
    engine: str = ""
    seed: int | None = None
    steps: int | None = None
    cfg_scale: float | None = None
    audio_format: AudioFormat | None = None
    priority: Priority = Priority.INTERACTIVE

    def fingerprint(self, parent_id: int) -> Fingerprint:
        """Return a value that is equal for two clients that ask for the same."""
        content = set_fields(self) | {"parent_id": parent_id, "kind": self.change.kind}
        content.pop("priority", None)
        return Fingerprint(fingerprint(content), older_derived_fingerprint(self, parent_id))


class Derivations:
    """The use case: sounds that are made from others.

    Args:
        database: The database of the rows.
        library: The files of the sounds.
        engine_cache: The sidecar's engines.
        submissions: The queue of the new sounds.
    """

    def __init__(
        self,
        database: Database,
        library: Library,
        engine_cache: EngineCache,
        submissions: Submissions,
    ) -> None:
        self._database = database
        self._library = library
        self._engine_cache = engine_cache
        self._submissions = submissions

    async def derive(
        self, parent_id: int, wanted: Derivation, idempotency_key: str | None, caller: Caller
    ) -> Accepted:
        """Queue a sound that is made from another one, which stays as it is.

        Raises:
            SoundNotFound: There is no such sound to make it from.
            SoundNotCompleted: That sound has no file yet.
            SoundBusy: That sound is being made again.
            SoundFileGone: The file of that sound is gone.
            SidecarUnavailable: No engine is named, and none can be chosen now.
            BackendError: In the ways of `Submissions.submit`.
        """
        fingerprint = wanted.fingerprint(parent_id)
        known = await self._submissions.repeat(idempotency_key, fingerprint, caller)
        if known is not None:
            return known
        parent = await self._database.read(lambda session: present(session, parent_id))
        sound_file = _finished_file(parent)
        await asyncio.to_thread(self._library.check, sound_file)
        engine = _engine(wanted, parent, await self._engine_cache.known())
        new = NewSound(
            _request(wanted, parent, sound_file, engine),
            category_id=parent.category_id,
            tag_ids=tuple(parent.tag_ids),
            idempotency_key=idempotency_key,
            operation=wanted.change.operation,
            parent_id=parent_id,
            own_fingerprint=fingerprint,
        )
        return await self._submissions.submit(new, caller)


def _refuse(field: str, description: str) -> NoReturn:
    raise InvalidRequest([FieldViolation(field, description)])


def _finished_file(parent: Row) -> str:
    sound_file = relative_path(parent)
    if not parent.generation_status.is_final:
        # Its file will be gone when the new one is there.
        raise SoundBusy(parent.generation_status)
    return sound_file


def _engine(wanted: Derivation, parent: Row, engines: EngineList | None) -> str:
    if wanted.engine:
        return wanted.engine
    if engines is None:
        raise SidecarUnavailable(
            "the sidecar cannot be reached now, so no engine can be chosen; "
            "name one in `engine`, or try again later"
        )
    return engine_with_source(engines, parent.generation_model or "").name


def _request(wanted: Derivation, parent: Row, sound_file: str, engine: str) -> SoundRequest:
    prompt = wanted.prompt or parent.prompt
    if not prompt:
        _refuse("prompt", "the sound has none; say what is to be heard")
    if parent.duration_seconds is None:
        raise SoundNotCompleted("of unknown length")
    source, duration_seconds = wanted.change.plan(sound_file, parent.duration_seconds)
    negative_prompt = wanted.negative_prompt
    return SoundRequest(
        prompt=prompt,
        name=wanted.name or _name(parent.name, wanted.change.kind),
        request_id=str(uuid4()),
        duration_seconds=duration_seconds,
        steps=wanted.steps,
        cfg_scale=wanted.cfg_scale,
        seed=wanted.seed,
        engine=engine,
        loop=parent.loop,
        audio_format=wanted.audio_format or AudioFormat(parent.audio_format),
        target_lufs=parent.target_lufs,
        negative_prompt=parent.negative_prompt if negative_prompt is None else negative_prompt,
        priority=wanted.priority,
        source=source,
        true_peak_ceiling_dbtp=(parent.request or {}).get("true_peak_ceiling_dbtp"),
    )


def _name(parent_name: str, kind: str) -> str:
    end = f" ({kind})"
    return parent_name[: _LONGEST_NAME - len(end)] + end
