"""Seamless loops by crossfading the end into the beginning, for the sounds of any engine."""

import numpy as np
import numpy.typing as npt

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples

LONGEST_OVERLAP_FRAMES = SAMPLE_RATE_HERTZ
"""1 s: long against the grain of any texture, so that the crossfade is inaudible."""

LOWEST_CORRELATION = -0.9
"""Lower bound of the correlation, which bounds the gains to 2.3 (7 dB).

Two tones in opposite phase cancel whatever the gains are.
"""


def overlap_frames(frame_count: int) -> int:
    """Return the frames that a loop needs beyond its length: 1 s, at most a quarter of it."""
    return min(LONGEST_OVERLAP_FRAMES, frame_count // 4)


class LoopJoiner:
    """A streaming converter from a sound of N + X frames to a loop of N frames.

    The output is the sound from frame X to frame N, then a crossfade from frames N to N + X to
    frames 0 to X. Frame X follows, at which the loop begins. The sound is therefore continuous at
    both joints. The first and the last X frames are kept in memory.

    The crossfade may peak above the engine's own level, by 3 dB where the two ends are noise. The
    level of the loop is measured and set afterwards.

    Args:
        frame_count: N, frames of the loop, >= 1.
        overlap_frame_count: X, frames beyond the loop, 0 to N.
    """

    def __init__(self, frame_count: int, overlap_frame_count: int) -> None:
        self._frame_count = frame_count
        self._head = np.empty((CHANNEL_COUNT, overlap_frame_count), np.float32)
        self._tail = np.empty((CHANNEL_COUNT, overlap_frame_count), np.float32)
        self._position = 0

    def push(self, block: Samples) -> Samples:
        """Process the next frames of the sound and return the next frames of the loop, often none.

        Args:
            block: float32 [2, frames], any number of frames.

        Returns:
            float32 [2, frames], exactly N frames over all calls. May share memory with `block`.

        Raises:
            ValueError: More than N + X frames were pushed.
        """
        start, end = self._position, self._position + block.shape[1]
        overlap, loop_end = self._head.shape[1], self._frame_count
        if end > loop_end + overlap:
            raise ValueError(f"a loop of {loop_end} frames takes {loop_end + overlap}, not {end}")
        self._position = end
        _copy_part(self._head, block, start)
        _copy_part(self._tail, block, start - loop_end)
        body = block[:, max(overlap - start, 0) : max(loop_end - start, 0)]
        if end < loop_end + overlap or start == end:
            return body
        return np.concatenate((body, crossfade(self._tail, self._head)), axis=1)


def crossfade(fading_out: Samples, fading_in: Samples) -> Samples:
    """Return a crossfade of constant level from one sound to another.

    Equal-power gains f = cos, g = sin keep the power of uncorrelated sounds and raise correlated
    ones by up to 3 dB. For two sounds of equal power and correlation r the sum's power is
    f^2 + g^2 + 2 r f g times theirs, so both gains are divided by that root: noise gets the
    equal-power law, a tone in phase with itself the equal-gain law, and all else a law between
    the two (Fink, Holters, Zoelzer, "Signal-matched power-complementary cross-fading and dry-wet
    mixing", DAFx-16, 2016). Both channels use one correlation, so that the stereo image stays.

    Args:
        fading_out: float32 [2, frames].
        fading_in: float32 [2, frames].

    Returns:
        float32 [2, frames].
    """
    frames = fading_out.shape[1]
    angle = (np.arange(frames, dtype=np.float32) + 0.5) * np.float32(np.pi / 2 / max(frames, 1))
    out_gain, in_gain = np.cos(angle), np.sin(angle)
    correlation = max(_correlation(fading_out, fading_in), LOWEST_CORRELATION)
    level = np.sqrt(1 + 2 * np.float32(correlation) * out_gain * in_gain)
    faded: Samples = (fading_out * out_gain + fading_in * in_gain) / level
    return faded


def _correlation(a: Samples, b: Samples) -> float:
    """Return the normalised correlation at lag 0 over both channels, -1 to 1, or 0 for silence."""
    power = float(np.vdot(a, a)) * float(np.vdot(b, b))
    return float(np.vdot(a, b)) / power**0.5 if power > 0 else 0.0


def _copy_part(part: npt.NDArray[np.float32], block: Samples, block_start: int) -> None:
    """Copy the overlap of a block, which starts at frame `block_start` of `part`, into `part`."""
    first = max(block_start, 0)
    last = min(block_start + block.shape[1], part.shape[1])
    if first < last:
        part[:, first:last] = block[:, first - block_start : last - block_start]
