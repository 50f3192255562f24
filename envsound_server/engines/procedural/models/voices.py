"""Voices of people and animals: glottal pulses and breath noise through moving formants.

Irregular voices follow A. Anikin, "Soundgen: an open-source tool for synthesizing nonverbal
vocalizations", Behavior Research Methods 51, 2019: jitter, shimmer, subharmonics, roughness and
noise over a source-filter model.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from envsound_server.engines.procedural.models.formants import (
    NOISE_BINS_HERTZ,
    NOISE_HOP_FRAMES,
    formant_train,
    pulse_times,
    resonances,
    shaped_noise,
)
from envsound_server.engines.procedural.source import Curve, Mono, frames_of

Track: TypeAlias = Sequence[tuple[float, float]]
"""A breakpoint curve over an utterance: (share of its length from 0 to 1, value)."""

_GRID_FRAMES = 64
_LOW_CUT_HERTZ = 180.0
"""Lower limit of breath noise, Hz."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """The parameters of one vocal sound.

    Attributes:
        seconds: Its length, s.
        pitch_hertz: The pitch, Hz.
        formants_hertz: A track for each formant, Hz.
        bandwidths_hertz: Of each formant, Hz.
        gains_db: Level of each formant, dB.
        level_db: Envelope, dB, within the fades at the start and the end.
        breath_db: Noise relative to the pulses, dB.
        breath_tilt_db: Slope of the noise before the formants, dB per octave from 1 kHz.
        jitter: Irregularity from pulse to pulse, share of the period, 0 to 0.3.
        wander: Slow irregularity of the pitch, share of it, 0 to 0.2.
        shimmer_db: Irregularity of the pulses' levels, dB.
        subharmonic: Attenuation of every other pulse, 0 to 1.
        rough_hertz: Rate of roughness, Hz.
        rough_depth: Depth of roughness, 0 to 1.
        attack_seconds: Attack of a pulse, s, short for a shrill voice, long for a soft one.
        grain_seconds: Length of a pulse's grain, s.
        fade_seconds: Fade at the start and the end, s.
    """

    seconds: float
    pitch_hertz: Track
    formants_hertz: Sequence[Track]
    bandwidths_hertz: Sequence[float]
    gains_db: Sequence[float]
    level_db: Track = ((0.0, 0.0),)
    breath_db: Track = ((0.0, -40.0),)
    breath_tilt_db: float = 0.0
    jitter: float = 0.01
    wander: float = 0.01
    shimmer_db: float = 0.6
    subharmonic: float = 0.0
    rough_hertz: float = 30.0
    rough_depth: float = 0.0
    attack_seconds: float = 0.0008
    grain_seconds: float = 0.02
    fade_seconds: float = 0.03


def scaled(spoken: Utterance, pitch: float = 1.0, tract: float = 1.0) -> Utterance:
    """Return the utterance with its pitch scaled by `pitch`, its tract shortened by `tract`."""
    return replace(
        spoken,
        pitch_hertz=[(at, hertz * pitch) for at, hertz in spoken.pitch_hertz],
        formants_hertz=[[(at, f * tract) for at, f in track] for track in spoken.formants_hertz],
    )


def varied(
    draw: np.random.Generator,
    spoken: Utterance,
    *,
    pitch: float = 0.05,
    tract: float = 0.03,
    length: float = 0.15,
    warp: float = 0.15,
) -> Utterance:
    """Return a random variation of the utterance by the same voice.

    Args:
        draw: Its own random stream.
        spoken: The utterance to vary.
        pitch: Standard deviation of the pitch and of each of its points, share.
        tract: Standard deviation of each formant, share.
        length: Standard deviation of the length, share.
        warp: Variation of the timing within the utterance.
    """
    bend = float(np.exp(warp * draw.standard_normal()))
    higher = np.exp(pitch * draw.standard_normal())
    steps = np.exp(0.5 * pitch * draw.standard_normal(len(spoken.pitch_hertz)))
    contour = [
        (at**bend, hertz * float(higher * step))
        for (at, hertz), step in zip(spoken.pitch_hertz, steps, strict=True)
    ]
    shifts = np.exp(tract * draw.standard_normal(len(spoken.formants_hertz)))
    formants = [
        [(at**bend, hertz * float(shift)) for at, hertz in track]
        for track, shift in zip(spoken.formants_hertz, shifts, strict=True)
    ]
    return replace(
        spoken,
        seconds=spoken.seconds * float(np.exp(length * draw.standard_normal())),
        pitch_hertz=contour,
        formants_hertz=formants,
        level_db=[(at**bend, level) for at, level in spoken.level_db],
        breath_db=[(at**bend, level) for at, level in spoken.breath_db],
    )


def fitted(spoken: Utterance, seconds_left: float, least_seconds: float) -> Utterance:
    """Return the utterance, shortened to the time left, but not below the least."""
    return replace(spoken, seconds=min(spoken.seconds, max(seconds_left, least_seconds)))


def utter(draw: np.random.Generator, spoken: Utterance, *, has_voice: bool = True) -> Mono:
    """Return the sound of an utterance, float32 [frames], peak 1.

    Args:
        draw: Its own random stream.
        spoken: The utterance.
        has_voice: False for breath alone.
    """
    frames = frames_of(spoken.seconds)
    breath = _breath(draw, spoken, frames)
    voiced = _voiced(draw, spoken, frames) if has_voice else np.zeros(frames, np.float32)
    voiced /= np.sqrt(np.mean(voiced**2)) + 1e-9
    fade = min(1.0, spoken.fade_seconds / spoken.seconds)
    shares = np.linspace(0.0, 1.0, frames, dtype=np.float32)
    edges = np.clip(np.minimum(shares, 1.0 - shares) / fade, 0.0, 1.0)
    level = 10.0 ** (smooth(spoken.level_db, np.linspace(0.0, 1.0, 256)) / 20.0)
    shape = np.interp(shares, np.linspace(0.0, 1.0, 256), level) * np.sin(edges * np.pi / 2) ** 2
    sound = (voiced + breath) * shape
    return np.asarray(sound / (np.abs(sound).max() + 1e-9), np.float32)


def smooth(track: Track, shares: Curve) -> Curve:
    """Return a track's smoothed values at `shares`."""
    at = np.array([point[0] for point in track], np.float64)
    values = np.array([point[1] for point in track], np.float64)
    if len(at) == 1:
        return np.full(len(shares), values[0])
    place = np.clip(np.searchsorted(at, shares, side="right") - 1, 0, len(at) - 2)
    x = np.clip((shares - at[place]) / np.maximum(np.diff(at)[place], 1e-9), 0.0, 1.0)
    x = x * x * (3.0 - 2.0 * x)
    return np.asarray(values[place] + x * np.diff(values)[place], np.float64)


def _voiced(draw: np.random.Generator, spoken: Utterance, frames: int) -> Mono:
    """Return the pulses of an utterance without its envelope."""
    points = max(4, frames // _GRID_FRAMES)
    shares = np.linspace(0.0, 1.0, points)
    pitch = np.exp(smooth([(at, np.log(v)) for at, v in spoken.pitch_hertz], shares))
    slow = draw.standard_normal(max(3, int(12 * spoken.seconds)))
    pitch *= 1.0 + spoken.wander * np.interp(shares, np.linspace(0, 1, len(slow)), slow)
    times = pulse_times(draw, pitch, frames, spoken.jitter)
    at = times / frames
    loud = 10.0 ** (spoken.shimmer_db * draw.standard_normal(len(times)) / 20.0)
    loud[1::2] *= 1.0 - spoken.subharmonic
    turn = 2 * np.pi * (spoken.rough_hertz * at * spoken.seconds + draw.random())
    loud *= 1.0 - spoken.rough_depth * (0.5 + 0.5 * np.sin(turn))
    formants = np.stack([smooth(track, at) for track in spoken.formants_hertz], axis=1)
    gains = 10.0 ** (np.asarray(spoken.gains_db) / 20.0)
    return formant_train(
        times,
        formants,
        np.asarray(spoken.bandwidths_hertz, np.float64),
        loud[:, None] * gains,
        frames,
        attack_seconds=spoken.attack_seconds,
        grain_seconds=spoken.grain_seconds,
    )


def _breath(draw: np.random.Generator, spoken: Utterance, frames: int) -> Mono:
    """Return the noise of an utterance, RMS 1 where it is at 0 dB."""
    steps = frames // NOISE_HOP_FRAMES + 1
    shares = np.linspace(0.0, 1.0, steps)
    formants = np.stack([smooth(track, shares) for track in spoken.formants_hertz], axis=1)
    widths = 1.6 * np.asarray(spoken.bandwidths_hertz, np.float64)
    gains = resonances(formants, widths, 10.0 ** (np.asarray(spoken.gains_db) / 20.0))
    octaves = np.log2(np.maximum(NOISE_BINS_HERTZ, 60.0) / 1000.0)
    gains *= 10.0 ** (spoken.breath_tilt_db * octaves / 20.0)
    gains /= 1.0 + (_LOW_CUT_HERTZ / np.maximum(NOISE_BINS_HERTZ, 1.0)) ** 4
    gains /= np.sqrt(np.mean(gains**2, axis=1, keepdims=True)) + 1e-9
    level = 10.0 ** (smooth(spoken.breath_db, shares) / 20.0)
    return shaped_noise(draw, gains * level[:, None], frames)
