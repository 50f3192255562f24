"""Several animals of a kind, each with a place, a voice and a rhythm of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import scipy.fft

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.models.events import (
    ONE_BOUT_SECONDS,
    Bouts,
    Event,
    Events,
    MakeEvent,
)
from envsound_server.engines.procedural.models.grains import pan_gains
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Part, frames_of

_ANSWER_SECONDS = 0.35
_ANSWER_DECAY_SECONDS = 0.08
_ANSWER_SEED = 4127
_FFT_STEP_FRAMES = 4_096


@dataclass(frozen=True, slots=True)
class Caller:
    """One animal.

    Attributes:
        bouts: Timing of its calls.
        make_event: Renderer of a call.
        place: -1 (left) to 1 (right).
        level_db: Level at the listener, dB.
        far: Part that arrives scattered by trees and ground, 0 to 1.
    """

    bouts: Bouts
    make_event: MakeEvent
    place: float = 0.0
    level_db: float = 0.0
    far: float = 0.0


class Flock:
    """A `Source`: independent callers.

    The first of them begins the sound. It is the only one if the sound is short or the prompt
    states the number or the rate of the calls.
    """

    def __init__(
        self, part: Part, callers: Sequence[Caller], *, level_sigma_db: float = 1.0
    ) -> None:
        """Set up the callers.

        Args:
            part: The part to play.
            callers: At least one.
            level_sigma_db: Standard deviation of the level from call to call, dB.
        """
        layer = part.layer
        is_specified = layer.count is not None or layer.every_seconds is not None
        alone = is_specified or part.duration_seconds <= ONE_BOUT_SECONDS
        self._callers = []
        for number, caller in enumerate(callers[:1] if alone else callers):
            bouts = caller.bouts
            if number:
                latest = 1.5 * bouts.pause.median_seconds
                bouts = replace(bouts, first_seconds=(0.1, max(latest, 0.4)))
            events = Events(part, bouts, _placed(caller), level_sigma_db=level_sigma_db)
            self._callers.append(events)

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        block = np.zeros((CHANNEL_COUNT, BLOCK_FRAMES), np.float32)
        for caller in self._callers:
            block += caller.render()
        return block


def _placed(caller: Caller) -> MakeEvent:
    """Return the caller's events in stereo, at its place."""
    gains = (2**0.5 * 10 ** (caller.level_db / 20) * pan_gains(caller.place)).astype(np.float32)

    def make_event(draw: np.random.Generator, event: Event) -> Samples:
        sound = np.asarray(caller.make_event(draw, event))
        if sound.ndim == 1:
            sound = gains[:, None] * sound
        if caller.far and event.seconds_left > _ANSWER_SECONDS:
            sound = _scattered(np.asarray(sound, np.float32), caller.far)
        return np.asarray(sound, np.float32)

    return make_event


def _scattered(sound: Samples, far: float) -> Samples:
    """Return the sound with the response of trees and ground, different in each channel."""
    frames = sound.shape[1]
    wanted = frames + frames_of(_ANSWER_SECONDS)
    size = _FFT_STEP_FRAMES * -(-wanted // _FFT_STEP_FRAMES)
    spectra = scipy.fft.rfft(sound.mean(axis=0), size) * _answer_spectra(size)
    answer = scipy.fft.irfft(spectra, size)[:, :wanted]
    answer *= np.float32(0.8 * far)
    answer[:, :frames] += np.float32(1.0 - 0.7 * far) * sound
    return np.asarray(answer, np.float32)


@lru_cache(maxsize=32)
def _answer_spectra(size: int) -> npt.NDArray[np.complex64]:
    """Return the spectra of decaying noise of unit power per channel, [2, size / 2 + 1]."""
    frames = frames_of(_ANSWER_SECONDS)
    decay = np.exp(-np.arange(frames) / (_ANSWER_DECAY_SECONDS * SAMPLE_RATE_HERTZ))
    noise = np.random.default_rng(_ANSWER_SEED).standard_normal((CHANNEL_COUNT, frames)) * decay
    noise /= np.sqrt(np.sum(noise**2, axis=1, keepdims=True))
    return np.asarray(scipy.fft.rfft(noise.astype(np.float32), size), np.complex64)
