"""Levelling: the gain and the limiting that bring a whole sound to its target level.

The gain is computed from the whole sound.
Where it would raise the true peak above the ceiling, a limiter reduces the peaks, unless the
target asks for a lower gain instead.
The limiter's output is measured before anything is encoded, so that the reported levels are those
of the file.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from envsound_server.audio.levels import (
    TRUE_PEAK_CEILING_DBTP,
    LevelMeter,
    Levels,
    LevelTarget,
    LoudnessTarget,
    TruePeakTarget,
    gain_to_reach,
)
from envsound_server.audio.limiter import REACH_FRAMES, Limiter
from envsound_server.audio.loudness import ABSOLUTE_GATE_LUFS
from envsound_server.audio.spool import Spool
from envsound_server.audio.waveform import Samples

_CLOSE_LU = 0.1
_MOST_CORRECTIONS = 2
_LEAST_LU_PER_DB = 0.25
"""Lower bound of the loudness gained per dB before the limiter.

It keeps the steps small where the limiter removes nearly all of the gain.
"""

_MARGIN_DB = 0.05
"""Distance of a limited sound from the ceiling, dB: for dither and for meters that read higher."""


@dataclass(frozen=True, slots=True)
class Levelling:
    """The gains of a levelled sound, and its levels.

    Attributes:
        gain: Linear gain before the limiter, or the only gain.
        is_limited: Whether the limiter is needed.
        trim: Linear gain after the limiter, 1 or a little less. It corrects overshoots of the
            limiter's varying gain, and those at a loop's ends, which are limited in their
            continuation across the seam.
        levels: Levels of the finished sound.
        ceiling_dbtp: True peak that the sound must not pass, dBTP.
        notes: Notes for the user, a sentence each.
    """

    gain: float
    is_limited: bool
    trim: float
    levels: Levels
    ceiling_dbtp: float
    notes: tuple[str, ...] = ()

    def blocks(self, spool: Spool, is_loop: bool) -> Iterator[tuple[Samples, float]]:
        """Yield the blocks, float32 [2, frames], each with the linear gain still to be applied."""
        if not self.is_limited:
            yield from ((block, self.gain) for block in spool.blocks())
            return
        for block in _limited(spool, self.gain, is_loop, self.ceiling_dbtp):
            yield block, self.trim


def find_levelling(
    spool: Spool,
    meter: LevelMeter,
    target: LevelTarget | None,
    is_loop: bool,
    ceiling_dbtp: float = TRUE_PEAK_CEILING_DBTP,
) -> Generator[None, None, Levelling]:
    """Compute the levelling of a sound, with a pause after each block that has to be read.

    Args:
        spool: The sound, not silent.
        meter: The meter that has measured the sound.
        target: The target level. None keeps the sound's own level as far as the ceiling allows.
        is_loop: Whether the end continues at the beginning.
        ceiling_dbtp: True peak that the sound must not pass, dBTP.
    """
    if isinstance(target, TruePeakTarget):
        target = TruePeakTarget(min(target.dbtp, ceiling_dbtp - _MARGIN_DB))
    gain = gain_to_reach(target, meter)
    levels = meter.levels(gain)
    over_db = levels.true_peak_dbtp - (ceiling_dbtp - _MARGIN_DB)
    if over_db <= 1e-9:  # a target at the ceiling itself may be off by rounding
        return Levelling(gain, False, 1.0, levels, ceiling_dbtp)
    if levels.loudness_lufs is None:
        target = None  # there is no loudness to match
    if isinstance(target, LoudnessTarget) and not target.limits_peaks:
        return _stopped_at_ceiling(target, meter, ceiling_dbtp)
    limited = yield from _measure_limited(spool, gain, is_loop, ceiling_dbtp)
    if isinstance(target, LoudnessTarget):
        gain, limited = yield from _corrected(
            spool, gain, limited, target.lufs, is_loop, ceiling_dbtp
        )
        over_db = meter.levels(gain).true_peak_dbtp - (ceiling_dbtp - _MARGIN_DB)
    return _limited_levelling(gain, limited, over_db, ceiling_dbtp)


def _corrected(
    spool: Spool,
    gain: float,
    limited: LevelMeter,
    lufs: float,
    is_loop: bool,
    ceiling_dbtp: float,
) -> Generator[None, None, tuple[float, LevelMeter]]:
    """Compensate for the loudness that the limiter removes, by the secant method."""
    loudness_lufs, lu_per_db = _loudness_lufs(limited), 1.0
    for _ in range(_MOST_CORRECTIONS):
        if abs(lufs - loudness_lufs) < _CLOSE_LU:
            break
        step_db = (lufs - loudness_lufs) / lu_per_db
        gain *= 10 ** (step_db / 20)
        limited = yield from _measure_limited(spool, gain, is_loop, ceiling_dbtp)
        before_lufs, loudness_lufs = loudness_lufs, _loudness_lufs(limited)
        lu_per_db = max((loudness_lufs - before_lufs) / step_db, _LEAST_LU_PER_DB)
    return gain, limited


def _loudness_lufs(meter: LevelMeter) -> float:
    loudness_lufs = meter.loudness_lufs_after(1.0)
    return ABSOLUTE_GATE_LUFS if loudness_lufs is None else loudness_lufs


def _held_peak(ceiling_dbtp: float) -> float:
    """Return the linear true peak to which a sound is limited below a ceiling."""
    return float(10 ** ((ceiling_dbtp - _MARGIN_DB) / 20))


def _stopped_at_ceiling(
    target: LoudnessTarget, meter: LevelMeter, ceiling_dbtp: float
) -> Levelling:
    gain = _held_peak(ceiling_dbtp) / meter.true_peak
    levels = meter.levels(gain)
    note = (
        f"{target.lufs:g} LUFS would lift the true peak above {ceiling_dbtp:g} dBTP; "
        f"the sound has {levels.loudness_lufs or ABSOLUTE_GATE_LUFS:.1f} LUFS."
    )
    return Levelling(gain, False, 1.0, levels, ceiling_dbtp, (note,))


def _limited_levelling(
    gain: float, limited: LevelMeter, over_db: float, ceiling_dbtp: float
) -> Levelling:
    trim = min(1.0, _held_peak(ceiling_dbtp) / limited.true_peak)
    note = (
        f"Peaks up to {max(over_db, 0.1):.1f} dB above {ceiling_dbtp:g} dBTP "
        "were turned down to it."
    )
    return Levelling(gain, True, trim, limited.levels(trim), ceiling_dbtp, (note,))


def _measure_limited(
    spool: Spool, gain: float, is_loop: bool, ceiling_dbtp: float
) -> Generator[None, None, LevelMeter]:
    meter = LevelMeter()
    for block in _limited(spool, gain, is_loop, ceiling_dbtp):
        meter.add(block)
        yield
    return meter


def _limited(spool: Spool, gain: float, is_loop: bool, ceiling_dbtp: float) -> Iterator[Samples]:
    """Yield the sound after gain and limiter.

    The limiter processes a loop's ends in their continuation across the seam.
    """
    limiter = Limiter(_held_peak(ceiling_dbtp))
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
