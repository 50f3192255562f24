"""Banks of grains for water and splinters: bubbles, splashes and struck surfaces.

A drop on a surface is a burst of noise (the impact) and the ring of the surface or of a trapped
bubble (C. Verron and G. Drettakis, AES 133rd Convention, 2012; K. van den Doel, "Physically based
models for liquid sounds", ACM Transactions on Applied Perception 2(4), 2005).
"""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.models.grains import bubble_grain
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.source import Curve, Mono

_ATTACK_FRAMES = 6
_BUBBLES_SEED, _BURSTS_SEED = 101, 102
_LEAST_METRES, _MOST_METRES = 0.0002, 0.012


def chirps(frequencies_hertz: Curve, decays_seconds: Curve, rises_hertz: Curve) -> list[Mono]:
    """Return decaying sines of rising pitch: the bubbles under drops.

    Args:
        frequencies_hertz: Pitch at the start, float64 [grains], Hz.
        decays_seconds: Time in which each falls to 1/e, float64 [grains], s.
        rises_hertz: Relative rate of the rise in pitch, float64 [grains], 1/s.

    Returns:
        float32 [frames] each, energy 1, until a decay of 26 dB.
    """
    grains: list[Mono] = []
    for frequency, decay, rise in zip(frequencies_hertz, decays_seconds, rises_hertz, strict=True):
        time = np.arange(int(3.0 * decay * SAMPLE_RATE_HERTZ) + 8) / SAMPLE_RATE_HERTZ
        cycles = frequency * time * (1.0 + 0.5 * rise * time)
        grains.append(_unit(np.sin(2 * np.pi * cycles) * np.exp(-time / decay)))
    return grains


def bursts(
    draw: np.random.Generator, centres_hertz: Curve, widths: Curve, decays_seconds: Curve
) -> list[Mono]:
    """Return decaying bursts of noise: impacts, splashes, splinters.

    Args:
        draw: Draws the noise.
        centres_hertz: Middle of each band, float64 [grains], Hz.
        widths: Standard deviation of each band over the natural logarithm of frequency,
            float64 [grains].
        decays_seconds: Time in which each falls to 1/e, float64 [grains], s.

    Returns:
        float32 [frames] each, energy 1, until a decay of 32 dB.
    """
    grains: list[Mono] = []
    for centre, width, decay in zip(centres_hertz, widths, decays_seconds, strict=True):
        frames = int(3.7 * decay * SAMPLE_RATE_HERTZ) + 24
        spectra = np.fft.rfft(draw.standard_normal(frames), 2 * frames)
        at = np.log(np.maximum(np.fft.rfftfreq(2 * frames, 1 / SAMPLE_RATE_HERTZ), 1.0) / centre)
        noise = np.fft.irfft(spectra * np.exp(-0.5 * (at / width) ** 2), 2 * frames)[:frames]
        fall = np.exp(-np.arange(frames) / (decay * SAMPLE_RATE_HERTZ))
        grains.append(_unit(noise * fall))
    return grains


def minnaert_bubbles(radii_metres: Curve, rises: Curve, level_exponent: float) -> list[Mono]:
    """Return bubbles in water whose level grows as radius^`level_exponent`.

    Each ends after a decay of 27 dB: the rest is masked by hundreds of others. See `bubble_grain`.
    """
    grains: list[Mono] = []
    for radius, rise in zip(radii_metres, rises, strict=True):
        whole = bubble_grain(radius, rise) * np.float32((radius / 0.001) ** level_exponent)
        grain = whole[: int(0.45 * len(whole))]
        fade = len(grain) // 4
        grain[-fade:] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)
        grains.append(_at_rest(grain.astype(np.float64)).astype(np.float32))
    return grains


def varied_bubbles(
    radius_metres: float, spread: float, rise: float, level_exponent: float, count: int = 640
) -> list[Mono]:
    """Return bubbles of log-normal radii, identical at every call.

    Args:
        radius_metres: Median, m.
        spread: Standard deviation of the radii's natural logarithm.
        rise: Greatest rise, see `bubble_grain`.
        level_exponent: Exponent of the radius for the level.
        count: Upper limit of their number. Radii outside 0.2 to 12 mm are omitted.
    """
    draw = np.random.default_rng(_BUBBLES_SEED)
    radii = radius_metres * np.exp(spread * draw.standard_normal(count + count // 2))
    radii = radii[(radii > _LEAST_METRES) & (radii < _MOST_METRES)][:count]
    return minnaert_bubbles(radii, draw.uniform(0.0, rise, len(radii)), level_exponent)


def varied_bursts(
    centre_hertz: float, spread: float, width: float, decay_seconds: float, count: int = 400
) -> list[Mono]:
    """Return bursts of log-normal centres and decays, identical at every call.

    Args:
        centre_hertz: Median of the centres, Hz. None exceeds 11 kHz.
        spread: Standard deviation of their natural logarithm.
        width: Width of each band, see `bursts`.
        decay_seconds: Median decay, s.
        count: Number of bursts.
    """
    draw = np.random.default_rng(_BURSTS_SEED)
    centres = np.clip(centre_hertz * np.exp(spread * draw.standard_normal(count)), 200.0, 11_000.0)
    decays = np.clip(decay_seconds * np.exp(0.5 * draw.standard_normal(count)), 0.0004, 0.02)
    grains = bursts(draw, centres, np.full(count, width), decays)
    return [_at_rest(grain.astype(np.float64)).astype(np.float32) for grain in grains]


def taps(
    draw: np.random.Generator,
    centres_hertz: Curve,
    spread: float,
    modes: int,
    decays_seconds: Curve,
) -> list[Mono]:
    """Return taps on a body with many modes, of which each tap excites others.

    Args:
        draw: Draws the modes of each tap.
        centres_hertz: Median frequency of each tap's modes, float64 [grains], Hz.
        spread: Standard deviation of the logarithm of a tap's mode frequencies.
        modes: Number of modes of a tap.
        decays_seconds: Time in which a mode at the centre falls to 1/e, float64 [grains],
            s. It falls with the root of the frequency.

    Returns:
        float32 [frames] each, energy 1.
    """
    grains: list[Mono] = []
    for centre, decay in zip(centres_hertz, decays_seconds, strict=True):
        ratios = np.exp(spread * draw.standard_normal(modes))
        gains = np.exp(0.5 * draw.standard_normal(modes)) / ratios**0.5
        rung = ring(centre * ratios, decay / ratios**0.5, gains * draw.choice((-1.0, 1.0), modes))
        grains.append(_unit(rung.astype(np.float64)))
    return grains


def _unit(grain: Curve) -> Mono:
    """Return the grain with a soft start and end, and with energy 1."""
    grain[:_ATTACK_FRAMES] *= (np.arange(_ATTACK_FRAMES) + 1) / (_ATTACK_FRAMES + 1)
    fade = len(grain) // 3
    grain[-fade:] *= np.linspace(1.0, 0.0, fade)
    return np.asarray(grain / np.sqrt(np.dot(grain, grain) + 1e-12), np.float32)


def _at_rest(grain: Curve) -> Curve:
    """Return the grain without its mean and its first moment.

    They would sound as a thud far below its pitch. No source so small radiates it: the spectrum
    falls by 12 dB per octave there.
    """
    time = np.linspace(-1.0, 1.0, len(grain))
    moments = np.stack((np.ones_like(time), time))
    swing = moments * grain**2
    parts = np.linalg.lstsq(moments @ swing.T, moments @ grain, rcond=None)[0]
    return np.asarray(grain - parts @ swing, np.float64)
