"""Motion of a sound over its whole length: level, brightness, direction and pitch."""

import numpy as np
import scipy.signal

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.layers import Motion
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Curve

_SPEED_OF_SOUND = 343.0
_FARTHEST_METRES = 90.0
_NEAREST_METRES = 6.0
_LONGEST_DELAY_FRAMES = int(1.05 * _FARTHEST_METRES / _SPEED_OF_SOUND * SAMPLE_RATE_HERTZ) + 8
_PATHS: dict[Motion, tuple[float, float, float, float]] = {
    Motion.APPROACHING: (-1.0, 0.0, -0.25, 0.0),
    Motion.RECEDING: (0.0, 1.0, 0.0, 0.25),
    Motion.PASSING: (-1.0, 1.0, -0.85, 0.85),
    Motion.LEFT_TO_RIGHT: (-0.12, 0.12, -0.95, 0.95),
    Motion.RIGHT_TO_LEFT: (-0.12, 0.12, 0.95, -0.95),
}
"""Positions at the start and the end: along the path (1 is the farthest), and in the panorama."""


class Mover:
    """A straight path of a layer, with level, treble and panning by distance."""

    def __init__(self, motion: Motion, duration_seconds: float, has_doppler: bool) -> None:
        """Set up the path.

        Args:
            motion: Any but STILL.
            duration_seconds: Duration of the path, s.
            has_doppler: Whether the motion shifts the pitch.
        """
        self._path = _PATHS[motion]
        self._frames = max(1, int(duration_seconds * SAMPLE_RATE_HERTZ))
        self._has_doppler = has_doppler
        self._frame = 0
        self._past = np.zeros((CHANNEL_COUNT, _LONGEST_DELAY_FRAMES), np.float32)
        self._low_pass = scipy.signal.butter(1, 700.0, fs=SAMPLE_RATE_HERTZ, output="sos")
        self._state = np.zeros((1, CHANNEL_COUNT, 2))

    def process(self, block: Samples) -> Samples:
        """Return a block, float32 [2, BLOCK_FRAMES], moved along the path."""
        metres, side = self._position()
        if self._has_doppler:
            block = self._delayed(block, metres)
        dark, self._state = scipy.signal.sosfilt(self._low_pass, block, zi=self._state)
        gain = _NEAREST_METRES / metres
        bright = np.clip(1.15 * gain**0.6, 0.0, 1.0)
        moved = gain**0.8 * (bright * block + (1.0 - bright) * dark)
        angle = (side + 1.0) * (np.pi / 4)
        middle = moved.mean(axis=0)
        spread = 0.4 * (moved - middle)
        pan = np.stack((np.cos(angle), np.sin(angle))) * 2**0.5
        return np.asarray(pan * middle + spread, np.float32)

    def _position(self) -> tuple[Curve, Curve]:
        """Return distance (m) and side (-1 to 1) for each frame of the block."""
        start, end, left, right = self._path
        along = np.clip((self._frame + np.arange(BLOCK_FRAMES)) / self._frames, 0.0, 1.0)
        self._frame += BLOCK_FRAMES
        way = (start + (end - start) * along) * _FARTHEST_METRES
        return np.hypot(way, _NEAREST_METRES), left + (right - left) * along

    def _delayed(self, block: Samples, metres: Curve) -> Samples:
        """Return the block with the delay of the path through the air, by cubic interpolation."""
        whole = np.concatenate((self._past, block), axis=1)
        self._past = whole[:, -_LONGEST_DELAY_FRAMES:].copy()
        delay = metres / _SPEED_OF_SOUND * SAMPLE_RATE_HERTZ
        at = np.arange(BLOCK_FRAMES) + _LONGEST_DELAY_FRAMES - 2 - delay
        index = np.clip(np.floor(at).astype(np.intp), 1, whole.shape[1] - 3)
        u = (at - index).astype(np.float32)
        a, b, c, d = (whole[:, index + shift] for shift in (-1, 0, 1, 2))
        rise, bend = c - a, 2 * a - 5 * b + 4 * c - d
        curved: Samples = b + 0.5 * u * (rise + u * (bend + u * (3 * (b - c) + d - a)))
        return curved
