"""One sound's file in the making: kept until it is whole, levelled, encoded, renamed.

A `Take` belongs to one writer at a time; everything here blocks and runs in a writer thread.
"""

import fcntl
import hashlib
import unicodedata
import uuid
from collections.abc import Generator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

import numpy as np

from envsound_server.audio.encoding import SoundEncoder
from envsound_server.audio.labels import AiLabel
from envsound_server.audio.levelling import Levelling, find_levelling
from envsound_server.audio.levels import LevelMeter, Levels, LevelTarget
from envsound_server.audio.loops import LoopJoiner
from envsound_server.audio.spool import Spool
from envsound_server.audio.tags import SoundTags, write_tags
from envsound_server.audio.waveform import Samples
from envsound_server.domain.engine import License
from envsound_server.domain.events import FinishedSound
from envsound_server.domain.plan import SoundPlan
from envsound_server.domain.request import SoundSource
from envsound_server.errors import Abandoned, GenerationFailed, StorageFailed
from envsound_server.storage.sound_storage import SoundStorage, storage_errors
from envsound_server.storage.store import sync
from envsound_server.storage.terms import combined

SLUG_MAX_BYTES = 80
SILENCE_PEAK = 1e-4
"""A sound whose peak stays below -80 dBFS is none."""

_BLOCKS_AT_A_TIME = 16
"""Blocks of 1.5 s that one call of `finish` goes through, then others may have the thread."""


class Watched(Protocol):
    """What a take has to know of the sound's ticket when it finishes."""

    @property
    def is_abandoned(self) -> bool:
        """Whether nobody waits for the sound any more."""
        ...

    @property
    def generation_seconds(self) -> float:
        """Time since it left the queue, s."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What the engine wants to be told of it."""
        ...

    @property
    def level_target(self) -> LevelTarget | None:
        """Return the level that the file is to have; None: the engine's own."""
        ...


class SoundWriter:
    """One sound's file in the making: open, write..., then finish, discard or keep_failed."""

    def __init__(self, storage: SoundStorage, plan: SoundPlan) -> None:
        self._storage = storage
        self._plan = plan
        self._created_at = datetime.now(UTC)
        self._file_name = _file_name(plan, self._created_at)
        self._path = storage.temp_folder / f"generating_{self._file_name}"
        self._stream: BinaryIO | None = None
        self._encoder: SoundEncoder | None = None
        self._spool = Spool(storage.temp_folder)
        self._finishing: Generator[None, None, FinishedSound] | None = None
        self._meter = LevelMeter()
        self._joiner = (
            LoopJoiner(plan.frame_count, plan.overlap_frame_count)
            if plan.overlap_frame_count
            else None
        )

    def open(self) -> None:
        """Creates the temporary file and holds it, so that no sweep takes it away."""
        with storage_errors():
            if not self._storage.folder.is_dir():
                raise StorageFailed("it is not there")
            self._storage.temp_folder.mkdir(exist_ok=True)
            self._stream = _held(self._path)
            self._encoder = SoundEncoder(self._stream, self._plan.request.audio_format)

    def write(self, samples: Samples) -> None:
        """Takes the engine's next block, float32 [2, frames].

        Raises:
            GenerationFailed: It holds what is no number.
            StorageError: The disk is full or gone.
        """
        if self._joiner is not None:
            samples = self._joiner.push(samples)
        with storage_errors():
            self._spool.write(samples)
        self._meter.add(samples)
        if not self._meter.is_finite:
            raise GenerationFailed("the engine made samples that are no numbers; try another seed")

    def finish(self, watched: Watched) -> FinishedSound | None:
        """Do a part of what is left: level, encoding, tags, sync, journal, final name.

        Returns:
            The sound; None where there is more to do, by the next call.

        Raises:
            Abandoned: Nobody waits for it; nothing was kept.
            GenerationFailed: It is silent.
            StorageError: The disk is full or gone.
        """
        if watched.is_abandoned:
            raise Abandoned
        if self._finishing is None:
            self._finishing = self._finish(watched)
        try:
            for _ in range(_BLOCKS_AT_A_TIME):
                next(self._finishing)
        except StopIteration as finished:
            sound: FinishedSound = finished.value
            return sound
        return None

    def _finish(self, watched: Watched) -> Generator[None, None, FinishedSound]:
        if self._meter.peak < SILENCE_PEAK:
            raise GenerationFailed("the engine made silence; try another seed or prompt")
        with storage_errors():
            levelling = yield from self._encode(watched)
            notes = levelling.notes + watched.notes
            self._tag(notes)
            syncing = self._storage.side_threads.submit(sync, self._path)
            sound = self._describe(levelling.levels, notes, watched)
            self._journalise(sound)
            syncing.result()
            if watched.is_abandoned:
                raise Abandoned
            self._publish(sound)
            return sound

    def _encode(self, watched: Watched) -> Generator[None, None, Levelling]:
        """Bring the sound to its level and into its file, and pause after each block."""
        is_loop = self._plan.request.loop
        levelling = yield from find_levelling(
            self._spool, self._meter, watched.level_target, is_loop
        )
        for block, gain in levelling.blocks(self._spool, is_loop):
            self._opened().write(block, gain)
            yield
        self._opened().close()
        return levelling

    def discard(self) -> None:
        """Leaves nothing behind."""
        self._release()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def keep_failed(self) -> None:
        """Leaves what there is as `temp/failed_*`, for whoever looks into it."""
        if self._finishing is None:  # the engine failed: nothing is encoded yet
            with suppress(Exception), np.errstate(invalid="ignore"):
                for block in self._spool.blocks():
                    self._opened().write(block)
        self._release()
        with suppress(OSError):
            self._path.rename(self._path.with_name(f"failed_{self._file_name}"))

    def _opened(self) -> SoundEncoder:
        assert self._encoder is not None, "open comes first"
        return self._encoder

    def _release(self) -> None:
        with suppress(Exception):  # the encoder may hold what the disk refused; the file is lost
            self._opened().close()
        for stream in (self._stream, self._spool):
            with suppress(OSError):
                if stream is not None:
                    stream.close()

    def _tag(self, notes: tuple[str, ...]) -> None:
        plan, request, terms = self._plan, self._plan.request, _license(self._plan)
        tags = SoundTags(
            name=request.name,
            prompt=request.prompt,
            negative_prompt=plan.negative_prompt,
            category=request.category,
            engine=plan.engine.name,
            model_revision=plan.engine.model_revision,
            seed=plan.seed,
            steps=plan.steps,
            cfg_scale=plan.cfg_scale,
            loop=request.loop,
            notes=notes,
            source_file=_source_file(plan),
            license_name=terms.name,
            commercial_use=terms.commercial_use.value,
            revenue_limit_usd=terms.revenue_limit_usd,
            attribution=terms.attribution,
            terms_url=terms.terms_url,
        )
        label = AiLabel(
            content_producer=self._storage.content_producer, produce_id=_recipe_hash(plan)
        )
        loop_frame_count = self._opened().frame_count if request.loop else None
        write_tags(self._path, request.audio_format, tags, label, loop_frame_count)

    def _describe(self, levels: Levels, notes: tuple[str, ...], watched: Watched) -> FinishedSound:
        plan, request = self._plan, self._plan.request
        size_bytes, sha256 = _measure_file(self._path)
        return FinishedSound(
            relative_path=f"{self._created_at.astimezone():%Y/%m}/{self._file_name}",
            audio_format=request.audio_format,
            frame_count=self._opened().frame_count,
            sample_rate_hertz=request.audio_format.sample_rate_hertz,
            channels=2,
            file_size_bytes=size_bytes,
            sha256=sha256,
            engine=plan.engine.name,
            model_revision=plan.engine.model_revision,
            prompt=request.prompt,
            engine_prompt=plan.translations.get("prompt", ""),
            negative_prompt=plan.negative_prompt,
            name=request.name,
            category=request.category,
            seed=plan.seed,
            steps=plan.steps,
            cfg_scale=plan.cfg_scale,
            loop=request.loop,
            peak_dbfs=levels.peak_dbfs,
            true_peak_dbtp=levels.true_peak_dbtp,
            loudness_lufs=levels.loudness_lufs,
            generation_seconds=watched.generation_seconds,
            create_time=self._created_at,
            notes=notes,
            license=_license(plan),
            source_file=_source_file(plan),
        )

    def _journalise(self, sound: FinishedSound) -> None:
        """Keeps the answer; it counts only once the file has its final name."""
        request = self._plan.request
        if request.request_id:
            self._storage.store.answered_requests.record(
                request.request_id, request.fingerprint, sound
            )

    def _publish(self, sound: FinishedSound) -> None:
        self._storage.store.keep(self._path, sound.relative_path)
        self._release()


def slug(text: str) -> str:
    """A name for a file: letters of any script, digits, `-` and `_`, at most 80 UTF-8 bytes."""
    kept = "".join(
        character if unicodedata.category(character)[0] in "LMN" or character == "_" else "-"
        for character in unicodedata.normalize("NFC", text).lower()
    )
    dashed = "-".join(part for part in kept.split("-") if part)
    shortened = dashed.encode()[:SLUG_MAX_BYTES].decode(errors="ignore").strip("-")
    return shortened or "sound"


def _held(path: Path) -> BinaryIO:
    """Create a file and lock it, so that no sweep takes it away."""
    stream = path.open("x+b")
    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return stream


def _file_name(plan: SoundPlan, created_at: datetime) -> str:
    request = plan.request
    extension = request.audio_format.extension
    day = f"{created_at.astimezone():%Y%m%d}"
    return f"env_{slug(request.name)}_{day}_{uuid.uuid4().hex[:8]}.{extension}"


def _license(plan: SoundPlan) -> License:
    return combined(plan.engine.license, plan.source.license if plan.source else None)


def _source_file(plan: SoundPlan) -> str:
    return plan.source.relative_path if plan.source is not None else ""


def _recipe_hash(plan: SoundPlan) -> str:
    """Equal for equal sounds, so that the same request gives the same bytes."""
    resolved = replace(
        plan.request,
        prompt=plan.engine_request.prompt,
        negative_prompt=plan.negative_prompt,
        engine=f"{plan.engine.name} {plan.engine.model_revision}",
        duration_seconds=float(plan.frame_count),
        seed=plan.seed,
        steps=plan.steps,
        cfg_scale=plan.cfg_scale,
        source=_resolved_source(plan),
    )
    return resolved.fingerprint[:32]


def _resolved_source(plan: SoundPlan) -> SoundSource | None:
    """Return the source as a request would name it that leaves nothing unset."""
    asked, found = plan.request.source, plan.source
    if asked is None or found is None:
        return None
    return replace(asked, sound_file=found.relative_path, request_id=None, strength=found.strength)


def _measure_file(path: Path) -> tuple[int, str]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return stream.tell(), digest
