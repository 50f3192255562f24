"""The format of audio within this process."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

SAMPLE_RATE_HERTZ = 44_100
"""Sample rate of every engine. Only Opus files differ (48 kHz, inside the encoder)."""

CHANNEL_COUNT = 2
"""Stereo: left, right."""

Samples: TypeAlias = npt.NDArray[np.float32]
"""float32 [2, frames], full scale -1 to 1, at `SAMPLE_RATE_HERTZ`."""


def frame_count(duration_seconds: float) -> int:
    """Return the frames in `duration_seconds` (s, > 0) of sound: round(seconds * 44100)."""
    return round(duration_seconds * SAMPLE_RATE_HERTZ)
