"""A sound's file in the making: kept until it is whole, levelled, encoded, renamed.

A `SoundWriter` belongs to one task. Everything here blocks and runs in a writer thread.
"""

from collections.abc import Generator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Protocol

import numpy as np

from envsound_server.audio.encoding import BYTES_PER_FRAME, SoundEncoder
from envsound_server.audio.levelling import Levelling, find_levelling
from envsound_server.audio.levels import TRUE_PEAK_CEILING_DBTP, LevelMeter, LevelTarget
from envsound_server.audio.loops import LoopJoiner
from envsound_server.audio.spool import LARGEST_BYTES_IN_MEMORY, Spool
from envsound_server.audio.tags import write_tags
from envsound_server.audio.waveform import Samples
from envsound_server.domain.events import FinishedSound
from envsound_server.domain.plan import SoundPlan
from envsound_server.errors import Abandoned, GenerationFailed
from envsound_server.storage.descriptions import Outcome, ai_label, finished_sound, sound_tags
from envsound_server.storage.naming import file_name, relative_path
from envsound_server.storage.sound_storage import SoundStorage
from envsound_server.storage.space import expected_bytes
from envsound_server.storage.store import sync
from envsound_server.storage.unfinished_file import UnfinishedFile

SILENCE_PEAK = 1e-4
"""The peak below which a sound counts as silence: -80 dBFS."""

_BLOCKS_AT_A_TIME = 16
"""Blocks of 1.5 s for each call of `finish`, after which other sounds get the thread."""

_HEADER_BYTES = 4096
"""The room for a file's headers, at most."""


class Watched(Protocol):
    """The properties of a sound's ticket that its writer needs at the end."""

    @property
    def is_abandoned(self) -> bool:
        """True once no client waits for the sound any more."""
        ...

    @property
    def generation_seconds(self) -> float:
        """Time since it left the queue, s."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes for the listener, a sentence each."""
        ...

    @property
    def level_target(self) -> LevelTarget | None:
        """The level that the file is to have. None: the engine's own."""
        ...


class SoundWriter:
    """The writer of one sound: open, write..., then finish, discard or keep_failed.

    Args:
        storage: Where the file goes.
        plan: What is made.
        largest_bytes_in_memory: Samples beyond this size wait for their level on the disk, bytes.
    """

    def __init__(
        self,
        storage: SoundStorage,
        plan: SoundPlan,
        largest_bytes_in_memory: int = LARGEST_BYTES_IN_MEMORY,
    ) -> None:
        self._storage = storage
        self._plan = plan
        self._created_at = datetime.now(UTC)
        self._file_name = file_name(plan, self._created_at)
        self._file = UnfinishedFile(
            storage, self._file_name, expected_bytes(plan, largest_bytes_in_memory)
        )
        self._encoder: SoundEncoder | None = None
        self._spool = Spool(storage.temp_folder, largest_bytes_in_memory)
        self._finishing: Generator[None, None, FinishedSound] | None = None
        self._meter = LevelMeter()
        self._joiner = (
            LoopJoiner(plan.frame_count, plan.overlap_frame_count)
            if plan.overlap_frame_count
            else None
        )

    def open(self) -> None:
        """Claim the room that the sound needs, and create its temporary file.

        Raises:
            StorageFull: The disk has not the room that the sound needs.
            StorageFailed: The folder is not there, or cannot be written.
        """
        stream = self._file.open()
        with self._file.errors():
            self._encoder = SoundEncoder(stream, self._plan.request.audio_format)

    def write(self, samples: Samples) -> None:
        """Take the engine's next block, float32 [2, frames].

        Raises:
            GenerationFailed: It has samples that are not finite.
            StorageError: The disk is full or gone.
        """
        if self._joiner is not None:
            samples = self._joiner.push(samples)
        with self._file.errors():
            self._file.check_room(self._spool.disk_bytes)
            self._spool.write(samples)
        self._meter.add(samples)
        if not self._meter.is_finite:
            raise GenerationFailed("the engine made samples that are no numbers; try another seed")

    def finish(self, watched: Watched) -> FinishedSound | None:
        """Do a part of the rest: level, encoding, tags, sync, record of the request, final name.

        Returns:
            The sound; None while there is more to do by the next call.

        Raises:
            Abandoned: No client waits for it. Nothing was kept.
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
        with self._file.errors():
            levelling = yield from self._encode(watched)
            notes = levelling.notes + watched.notes
            self._tag(notes)
            syncing = self._storage.side_threads.submit(sync, self._file.path)
            sound = self._describe(levelling, notes, watched)
            self._record(sound)
            syncing.result()
            if watched.is_abandoned:
                raise Abandoned
            self._publish(sound)
            return sound

    @property
    def _ceiling_dbtp(self) -> float:
        asked = self._plan.request.true_peak_ceiling_dbtp
        return TRUE_PEAK_CEILING_DBTP if asked is None else asked

    def _encode(self, watched: Watched) -> Generator[None, None, Levelling]:
        """Bring the sound to its level and into its file, and pause after each block."""
        is_loop = self._plan.request.loop
        levelling = yield from find_levelling(
            self._spool, self._meter, watched.level_target, is_loop, self._ceiling_dbtp
        )
        for block, gain in levelling.blocks(self._spool, is_loop):
            self._file.check_room(self._spool.disk_bytes)
            self._opened().write(block, gain)
            yield
        self._opened().close()
        return levelling

    def discard(self) -> None:
        """Delete the file."""
        self._release()
        self._file.discard()

    def keep_failed(self) -> None:
        """Keep the beginning of the unfinished file as `temp/failed_*`, for the operator."""
        has_samples = self._spool.frame_count > 0
        if self._finishing is None:  # the engine failed: nothing is encoded yet
            with suppress(Exception), np.errstate(invalid="ignore"):
                self._encode_beginning()
        self._release()
        if has_samples:
            self._file.keep_failed()
        self._file.discard()

    def _encode_beginning(self) -> None:
        limit_bytes = self._storage.failed_files.limit_bytes
        frame_bytes = BYTES_PER_FRAME[self._plan.request.audio_format]
        for block in self._spool.blocks():
            room_frames = int((limit_bytes - self._file.size_bytes - _HEADER_BYTES) / frame_bytes)
            if room_frames <= 0:
                return
            self._opened().write(block[:, :room_frames])

    def _opened(self) -> SoundEncoder:
        assert self._encoder is not None, "open comes first"
        return self._encoder

    def _release(self) -> None:
        with suppress(Exception):  # the encoder may hold what the disk refused; the file is lost
            self._opened().close()
        with suppress(OSError):
            self._spool.close()
        self._file.release()

    def _tag(self, notes: tuple[str, ...]) -> None:
        request = self._plan.request
        write_tags(
            self._file.path,
            request.audio_format,
            sound_tags(self._plan, notes),
            ai_label(self._plan, self._storage.content_producer),
            loop_frame_count=self._opened().frame_count if request.loop else None,
        )

    def _describe(
        self, levelling: Levelling, notes: tuple[str, ...], watched: Watched
    ) -> FinishedSound:
        outcome = Outcome(
            relative_path=relative_path(self._file_name, self._created_at),
            frame_count=self._opened().frame_count,
            levels=levelling.levels,
            notes=notes,
            generation_seconds=watched.generation_seconds,
            created_at=self._created_at,
        )
        return finished_sound(self._plan, self._file.path, outcome)

    def _record(self, sound: FinishedSound) -> None:
        """Record the answer, which counts only once the file has its final name."""
        request = self._plan.request
        if request.request_id:
            self._storage.store.answered_requests.record(
                request.request_id, request.fingerprint, sound
            )

    def _publish(self, sound: FinishedSound) -> None:
        self._storage.store.keep(self._file.path, sound.relative_path)
        self._release()
