"""From a whole sound as the engine made it to the level that its file has.

The gain follows from the whole sound.
Where it would lift the true peak above the ceiling, a limiter takes the peaks down, unless the
target says that the gain is to stop there.
What the limiter leaves is measured before anything is encoded, so that the levels told are those
of the file.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from envsound_server.audio.levels import (
    ABSOLUTE_GATE_LUFS,
    HELD_DBTP,
    TRUE_PEAK_CEILING_DBTP,
    LevelMeter,
    Levels,
    LevelTarget,
    LoudnessTarget,
    gain_to_reach,
)
from envsound_server.audio.limiter import REACH_FRAMES, Limiter
from envsound_server.audio.spool import Spool
from envsound_server.audio.waveform import Samples

_CLOSE_LU = 0.1
_MOST_CORRECTIONS = 2
_LEAST_LU_PER_DB = 0.25
"""What a dB before the limiter brings at least; steps stay small where it brings nearly nothing."""

_HELD = 10 ** (HELD_DBTP / 20)


@dataclass(frozen=True, slots=True)
class Levelling:
    """What is done to a sound.

    Attributes:
        gain: Linear factor before the limiter, or the only one.
        is_limited: Whether the limiter is needed.
        trim: Linear factor after the limiter, 1 or a little less: for what its moving gain leaves
            too high, and for a loop's ends, which it hears as if they ran on.
        levels: What the finished sound has.
        notes: What the listener ought to know of it, a sentence each.
    """

    gain: float
    is_limited: bool
    trim: float
    levels: Levels
    notes: tuple[str, ...] = ()

    def blocks(self, spool: Spool, is_loop: bool) -> Iterator[tuple[Samples, float]]:
        """Yield the sound, float32 [2, frames], each block with the factor that it still lacks."""
        if not self.is_limited:
            yield from ((block, self.gain) for block in spool.blocks())
            return
        for block in _limited(spool, self.gain, is_loop):
            yield block, self.trim


def find_levelling(
    spool: Spool, meter: LevelMeter, target: LevelTarget | None, is_loop: bool
) -> Generator[None, None, Levelling]:
    """Find out how a sound gets to its level, and pause after each block that has to be read.

    Args:
        spool: The sound, not silent.
        meter: Has measured it.
        target: The level; None keeps its own as far as the ceiling allows.
        is_loop: Whether the end goes on in the beginning.
    """
    gain = gain_to_reach(target, meter)
    levels = meter.levels(gain)
    if levels.true_peak_dbtp <= HELD_DBTP:
        return Levelling(gain, False, 1.0, levels)
    if levels.loudness_lufs is None:
        target = None  # there is no loudness to bring to another
    if isinstance(target, LoudnessTarget) and not target.limits_peaks:
        return _stopped_at_ceiling(target, meter)
    limited = yield from _measure_limited(spool, gain, is_loop)
    if isinstance(target, LoudnessTarget):
        gain, limited = yield from _corrected(spool, gain, limited, target.lufs, is_loop)
    return _limited_levelling(gain, limited, over_db=meter.levels(gain).true_peak_dbtp - HELD_DBTP)


def _corrected(
    spool: Spool, gain: float, limited: LevelMeter, lufs: float, is_loop: bool
) -> Generator[None, None, tuple[float, LevelMeter]]:
    """Make up for the loudness that the limiter takes away, by the secant method."""
    loudness_lufs, lu_per_db = _loudness_lufs(limited), 1.0
    for _ in range(_MOST_CORRECTIONS):
        if abs(lufs - loudness_lufs) < _CLOSE_LU:
            break
        step_db = (lufs - loudness_lufs) / lu_per_db
        gain *= 10 ** (step_db / 20)
        limited = yield from _measure_limited(spool, gain, is_loop)
        before_lufs, loudness_lufs = loudness_lufs, _loudness_lufs(limited)
        lu_per_db = max((loudness_lufs - before_lufs) / step_db, _LEAST_LU_PER_DB)
    return gain, limited


def _loudness_lufs(meter: LevelMeter) -> float:
    loudness_lufs = meter.loudness_lufs_after(1.0)
    return ABSOLUTE_GATE_LUFS if loudness_lufs is None else loudness_lufs


def _stopped_at_ceiling(target: LoudnessTarget, meter: LevelMeter) -> Levelling:
    gain = _HELD / meter.true_peak
    levels = meter.levels(gain)
    note = (
        f"{target.lufs:g} LUFS would lift the true peak above {TRUE_PEAK_CEILING_DBTP:g} dBTP; "
        f"the sound has {levels.loudness_lufs or ABSOLUTE_GATE_LUFS:.1f} LUFS."
    )
    return Levelling(gain, False, 1.0, levels, (note,))


def _limited_levelling(gain: float, limited: LevelMeter, over_db: float) -> Levelling:
    trim = min(1.0, _HELD / limited.true_peak)
    note = (
        f"Peaks up to {max(over_db, 0.1):.1f} dB above {TRUE_PEAK_CEILING_DBTP:g} dBTP "
        "were turned down to it."
    )
    return Levelling(gain, True, trim, limited.levels(trim), (note,))


def _measure_limited(spool: Spool, gain: float, is_loop: bool) -> Generator[None, None, LevelMeter]:
    meter = LevelMeter()
    for block in _limited(spool, gain, is_loop):
        meter.add(block)
        yield
    return meter


def _limited(spool: Spool, gain: float, is_loop: bool) -> Iterator[Samples]:
    """Yield the sound after gain and limiter, which hears a loop's ends as they will be heard."""
    limiter = Limiter(_HELD)
    frame_count = spool.frame_count
    context_frames = min(REACH_FRAMES, frame_count) if is_loop else 0
    before = spool.read(frame_count - context_frames, context_frames)
    after = spool.read(0, context_frames)
    coming, surplus, missing = frame_count + 2 * context_frames, context_frames, frame_count
    for block in chain((before,), spool.blocks(), (after,)):
        if not block.shape[1]:
            continue
        coming -= block.shape[1]
        limited = limiter.process(block * np.float32(gain), is_last=not coming)
        part = limited[:, surplus : surplus + missing]
        surplus -= min(surplus, limited.shape[1])
        missing -= part.shape[1]
        yield part
