"""Modal synthesis: sums of decaying sines, computed block-wise as one matrix product.

The method is that of K. van den Doel and D. Pai, "The sounds of physical shapes", Presence 7(4),
1998.
"""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.source import Curve, Mono, frames_of


def ring(
    frequencies_hertz: Curve,
    decays_seconds: Curve,
    gains: Curve,
    phases: Curve | None = None,
    longest_seconds: float = 20.0,
) -> Mono:
    """Return the sum of a body's modes after a blow.

    A mode is z^n with z = exp((2 pi i f - 1 / d) / rate). With n = k B + j it is z^(k B) z^j, so
    all modes together are a product of two small matrices, many times faster than one exponential
    per frame.

    Args:
        frequencies_hertz: float64 [modes], Hz. Modes above 20 kHz are omitted.
        decays_seconds: Time in which each mode falls to 1/e, float64 [modes], s.
        gains: Amplitude of each mode, float64 [modes].
        phases: float64 [modes], radians. The default 0 starts all as sines, without a click.
        longest_seconds: Upper limit of the length, s.

    Returns:
        float32 [frames], until the slowest mode has fallen by 60 dB.
    """
    kept = frequencies_hertz < 20_000.0
    frequencies, decays, gains = frequencies_hertz[kept], decays_seconds[kept], gains[kept]
    phase = np.zeros(len(gains)) if phases is None else phases[kept]
    frames = frames_of(min(6.9 * float(decays.max(initial=0.001)), longest_seconds))
    exponents = (2j * np.pi * frequencies - 1.0 / decays) / SAMPLE_RATE_HERTZ
    stride = max(32, int(frames**0.5))
    starts = np.arange(0, frames, stride)
    coarse = (gains * np.exp(1j * (phase - np.pi / 2))) * np.exp(np.outer(starts, exponents))
    fine = np.exp(np.outer(exponents, np.arange(stride)))
    rung = (coarse.astype(np.complex64) @ fine.astype(np.complex64)).real.reshape(-1)[:frames]
    return _faded(rung)


def _faded(rung: Mono) -> Mono:
    """Return the ring with its last tenth faded out."""
    fade = len(rung) // 10
    if fade:
        rung[-fade:] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)
    return rung
