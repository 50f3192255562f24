"""One sound's file in the making: written under a temporary name, renamed when whole.

A `Take` belongs to one writer at a time; everything here blocks and runs in a writer thread.
"""

import fcntl
import hashlib
import unicodedata
import uuid
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

import numpy as np
import soundfile

from envsound_server.audio.encoding import SoundEncoder
from envsound_server.audio.formats import AudioFormat
from envsound_server.audio.labels import AiLabel
from envsound_server.audio.levels import LevelMeter, gain_to_reach
from envsound_server.audio.loops import LoopJoiner
from envsound_server.audio.tags import SoundTags, write_tags
from envsound_server.audio.waveform import Samples
from envsound_server.errors import Abandoned, GenerationFailed, StorageFailed
from envsound_server.shelves import sync
from envsound_server.sounds import Sound, SoundPlan
from envsound_server.storage import SoundStorage, storage_errors

SLUG_MAX_BYTES = 80
SILENCE_PEAK = 1e-4
"""A sound whose peak stays below -80 dBFS is none."""

_SPOOL_BLOCK_FRAMES = 1 << 16


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


class Take:
    """One sound's file in the making: open, write..., then finish, discard or keep_failed."""

    def __init__(self, storage: SoundStorage, plan: SoundPlan) -> None:
        self._storage = storage
        self._plan = plan
        self._created_at = datetime.now(UTC)
        self._file_name = _file_name(plan, self._created_at)
        self._path = storage.temp_folder / f"generating_{self._file_name}"
        self._spool_path = storage.temp_folder / f"generating_{self._file_name}.spool.wav"
        self._held: list[BinaryIO] = []
        self._encoder: SoundEncoder | None = None
        self._meter = LevelMeter()
        self._joiner = (
            LoopJoiner(plan.frame_count, plan.overlap_frame_count) if plan.request.loop else None
        )

    @property
    def _is_spooled(self) -> bool:
        """What the whole sound decides the gain of: a loudness to reach, or a loop's seam."""
        return self._plan.request.target_lufs is not None or self._joiner is not None

    def open(self) -> None:
        """Creates the temporary file and holds it, so that no sweep takes it away."""
        with storage_errors():
            if not self._storage.folder.is_dir():
                raise StorageFailed("it is not there")
            self._storage.temp_folder.mkdir(exist_ok=True)
            if self._is_spooled:
                self._encoder = SoundEncoder(self._hold(self._spool_path), AudioFormat.WAV_FLOAT)
            else:
                self._encoder = self._open_final()

    def write(self, samples: Samples) -> None:
        """Takes the engine's next block, float32 [2, frames].

        Raises:
            GenerationFailed: It holds what is no number.
            StorageError: The disk is full or gone.
        """
        if self._joiner is not None:
            samples = self._joiner.push(samples)
        # Both let go of the interpreter's lock for most of their time.
        metering = self._storage.side_threads.submit(self._meter.add, samples)
        try:
            with storage_errors(), np.errstate(invalid="ignore"):
                self._opened().write(samples)
        finally:
            metering.result()
        if not self._meter.is_finite:
            raise GenerationFailed("the engine made samples that are no numbers; try another seed")

    def finish(self, watched: Watched) -> Sound:
        """Levels, tags, sync, journal, final name.

        Raises:
            Abandoned: Nobody waits for it; nothing was kept.
            GenerationFailed: It is silent.
            StorageError: The disk is full or gone.
        """
        if self._meter.peak < SILENCE_PEAK:
            raise GenerationFailed("the engine made silence; try another seed or prompt")
        with storage_errors():
            gain, notes = self._gain() if self._is_spooled else (1.0, ())
            if self._is_spooled:
                self._encode_spool(gain)
            encoder = self._opened()
            encoder.close()
            self._tag(notes + watched.notes)
            syncing = self._storage.side_threads.submit(sync, self._path)
            sound = self._describe(encoder, gain, notes + watched.notes, watched)
            self._journalise(sound)
            syncing.result()
            if watched.is_abandoned:
                raise Abandoned
            self._publish(sound)
            return sound

    def discard(self) -> None:
        """Leaves nothing behind."""
        self._release()
        for path in (self._path, self._spool_path):
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def keep_failed(self) -> None:
        """Leaves what there is as `temp/failed_*`, for whoever looks into it."""
        self._release()
        with suppress(OSError):
            self._spool_path.unlink(missing_ok=True)
        with suppress(OSError):
            self._path.rename(self._path.with_name(f"failed_{self._file_name}"))

    def _open_final(self) -> SoundEncoder:
        return SoundEncoder(self._hold(self._path), self._plan.request.audio_format)

    def _opened(self) -> SoundEncoder:
        assert self._encoder is not None, "open comes first"
        return self._encoder

    def _hold(self, path: Path) -> BinaryIO:
        stream = path.open("x+b")
        self._held.append(stream)
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return stream

    def _release(self) -> None:
        with suppress(Exception):  # the encoder may hold what the disk refused; the file is lost
            self._opened().close()
        for stream in self._held:
            with suppress(OSError):
                stream.close()

    def _gain(self) -> tuple[float, tuple[str, ...]]:
        target_lufs = self._plan.request.target_lufs
        loudness_lufs = self._meter.loudness_lufs
        if target_lufs is None or loudness_lufs is None:
            # A loop's cross-fade may be up to 3 dB louder than what the engine made.
            return min(1.0, 1.0 / self._meter.peak), ()
        gain, is_limited = gain_to_reach(target_lufs, loudness_lufs, self._meter.peak)
        if not is_limited:
            return gain, ()
        reached_lufs = loudness_lufs + 20 * np.log10(gain)
        return gain, (
            f"{target_lufs:g} LUFS would lift the peak above -1 dBFS; "
            f"the sound has {reached_lufs:.1f} LUFS.",
        )

    def _encode_spool(self, gain: float) -> None:
        self._opened().close()
        self._encoder = self._open_final()
        with soundfile.SoundFile(self._spool_path) as spool:
            for block in spool.blocks(_SPOOL_BLOCK_FRAMES, dtype="float32", always_2d=True):
                self._encoder.write(np.ascontiguousarray(block.T), gain)
        self._spool_path.unlink()

    def _tag(self, notes: tuple[str, ...]) -> None:
        plan, request = self._plan, self._plan.request
        tags = SoundTags(
            name=request.name,
            prompt=request.prompt,
            negative_prompt=request.negative_prompt,
            category=request.category,
            engine=plan.engine.name,
            model_revision=plan.engine.model_revision,
            seed=plan.seed,
            steps=plan.steps,
            cfg_scale=plan.cfg_scale,
            loop=request.loop,
            notes=notes,
        )
        label = AiLabel(
            content_producer=self._storage.content_producer, produce_id=_recipe_hash(plan)
        )
        loop_frame_count = self._opened().frame_count if request.loop else None
        write_tags(self._path, request.audio_format, tags, label, loop_frame_count)

    def _describe(
        self, encoder: SoundEncoder, gain: float, notes: tuple[str, ...], watched: Watched
    ) -> Sound:
        plan, request = self._plan, self._plan.request
        loudness_lufs = self._meter.loudness_lufs
        gain_db = 20 * float(np.log10(gain))
        size_bytes, sha256 = _measure_file(self._path)
        return Sound(
            relative_path=f"{self._created_at.astimezone():%Y/%m}/{self._file_name}",
            audio_format=request.audio_format,
            frame_count=encoder.frame_count,
            sample_rate_hertz=request.audio_format.sample_rate_hertz,
            channels=2,
            file_size_bytes=size_bytes,
            sha256=sha256,
            engine=plan.engine.name,
            model_revision=plan.engine.model_revision,
            prompt=request.prompt,
            engine_prompt=plan.translations.get("prompt", ""),
            negative_prompt=request.negative_prompt,
            name=request.name,
            category=request.category,
            seed=plan.seed,
            steps=plan.steps,
            cfg_scale=plan.cfg_scale,
            loop=request.loop,
            peak_dbfs=self._meter.peak_dbfs + gain_db,
            loudness_lufs=None if loudness_lufs is None else loudness_lufs + gain_db,
            generation_seconds=watched.generation_seconds,
            create_time=self._created_at,
            notes=notes,
        )

    def _journalise(self, sound: Sound) -> None:
        """Keeps the answer; it counts only once the file has its final name."""
        request = self._plan.request
        if request.request_id:
            self._storage.shelf.answers.record(request.request_id, request.fingerprint, sound)

    def _publish(self, sound: Sound) -> None:
        self._storage.shelf.keep(self._path, sound.relative_path)
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


def _file_name(plan: SoundPlan, created_at: datetime) -> str:
    request = plan.request
    extension = request.audio_format.extension
    day = f"{created_at.astimezone():%Y%m%d}"
    return f"env_{slug(request.name)}_{day}_{uuid.uuid4().hex[:8]}.{extension}"


def _recipe_hash(plan: SoundPlan) -> str:
    """Equal for equal sounds, so that the same request gives the same bytes."""
    resolved = replace(
        plan.request,
        prompt=plan.engine_request.prompt,
        engine=f"{plan.engine.name} {plan.engine.model_revision}",
        duration_seconds=float(plan.frame_count),
        seed=plan.seed,
        steps=plan.steps,
        cfg_scale=plan.cfg_scale,
    )
    return resolved.fingerprint[:32]


def _measure_file(path: Path) -> tuple[int, str]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return stream.tell(), digest
