"""Wings: birds that take off with quick, fluttering beats.

A pigeon beats 8 to 10 times a second when it takes off; a beat is a puff of air, some begin with a
clap of the wings. Small birds beat faster and softer.
"""

import numpy as np
import scipy.fft

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.events import Bouts, Event, LogNormal
from envsound_server.engines.procedural.models.flock import Caller, Flock
from envsound_server.engines.procedural.source import Curve, Mono, Part, Source, frames_of

_BIRDS = {Intensity.LIGHT: 1, Intensity.NORMAL: 4, Intensity.HEAVY: 10}
_FLIGHTS = Bouts((1, 1), LogNormal(2.4), LogNormal(2.4, 0.4), tail_seconds=0.5)
_BEATS_HERTZ = 9.5
_BEAT_PART = 0.8
_RUMBLE_HERTZ, _PUFF_HERTZ, _RUSTLE_HERTZ, _CLAP_HERTZ = 140.0, 900.0, 3_800.0, 1_600.0
_RUMBLE_LEVEL, _RUSTLE_LEVEL, _CLAP_LEVEL = 0.5, 0.5, 1.2
_RISE = 0.55
_SHARPNESS = 3.0


def _make(part: Part) -> Source:
    draw = part.generator()
    count = _BIRDS[part.layer.intensity]
    return Flock(part, [_bird(draw, number) for number in range(count)], level_sigma_db=2.0)


def _bird(draw: np.random.Generator, number: int) -> Caller:
    size = draw.lognormal(0.0, 0.25)
    rate_hertz = _BEATS_HERTZ / size**0.6
    claps = draw.uniform(0.3, 1.0)

    def flight(draw: np.random.Generator, event: Event) -> Mono:
        seconds = min(draw.uniform(0.9, 2.2), event.seconds_left)
        return _beats(draw, seconds, rate_hertz * draw.normal(1.0, 0.05), size, claps)

    place, level_db = draw.uniform(-0.9, 0.9), -3.0 * min(number, 4)
    return Caller(_FLIGHTS, flight, place, level_db, min(0.08 * number, 0.4))


def _beats(
    draw: np.random.Generator, seconds: float, rate_hertz: float, size: float, claps: float
) -> Mono:
    """Return the beats of one bird that takes off and leaves, peak 1."""
    frames = frames_of(seconds)
    out = np.zeros(frames + frames_of(0.3))
    onset, number = 0.0, 0
    while onset < seconds - 0.05:
        leaving = np.interp(onset / seconds, (0.0, 0.15, 0.5, 1.0), (0.7, 1.0, 0.7, 0.15))
        level = leaving * draw.uniform(0.7, 1.0)
        beat = level * _beat(draw, _BEAT_PART / rate_hertz, size, claps * draw.random())
        start = int(onset * SAMPLE_RATE_HERTZ)
        out[start : start + len(beat)] += beat[: len(out) - start]
        onset += draw.lognormal(0.0, 0.06) / (rate_hertz * np.interp(number, (0, 6), (1.25, 1.0)))
        number += 1
    return np.asarray(out / (np.abs(out).max() + 1e-9), np.float32)


def _beat(draw: np.random.Generator, seconds: float, size: float, clap: float) -> Curve:
    """Return one beat: a puff of noise that brightens and darkens, and perhaps a clap."""
    frames = frames_of(seconds)
    along = np.linspace(0.0, 1.0, frames)
    puff = _band(draw, frames, _PUFF_HERTZ / size**0.5, 0.9)
    low = _RUMBLE_LEVEL * _band(draw, frames, _RUMBLE_HERTZ / size, 0.8)
    rustle = _RUSTLE_LEVEL * _band(draw, frames, _RUSTLE_HERTZ, 0.7)
    push = np.sin(np.pi * along**_RISE) ** _SHARPNESS
    beat = push * (low + puff + rustle * push)
    edge = int(0.2 * frames)
    burst = _band(draw, frames - edge, _CLAP_HERTZ, 0.8) * np.exp(-np.arange(frames - edge) / 180.0)
    beat[edge:] += _CLAP_LEVEL * clap * burst
    return np.asarray(beat, np.float64)


def _band(draw: np.random.Generator, frames: int, centre_hertz: float, octaves: float) -> Curve:
    """Return a band of noise of RMS 1."""
    size = scipy.fft.next_fast_len(frames, real=True)
    white = scipy.fft.rfft(draw.standard_normal(size, np.float32))
    hertz = np.maximum(np.linspace(0.0, SAMPLE_RATE_HERTZ / 2, len(white)), 1.0)
    white *= np.exp(-0.5 * (np.log2(hertz / centre_hertz) / octaves) ** 2)
    noise = scipy.fft.irfft(white, size)[:frames]
    return np.asarray(noise / np.sqrt(np.mean(noise**2)), np.float64)


KIND = Kind(
    name="wings",
    chinese_name="翅膀",
    ucs="WINGBird",
    group=Group.EVENT,
    english="wing, wings flapping, flapping wings, wing beats, wingbeats, wingbeat, flapping, "
    "wing flap, wing flaps, birds taking off, bird taking off, birds flying off, "
    "flutter of wings, fluttering wings, bird flying away, birds flying away, bird flight, "
    "pigeons taking off, pigeons flying up, birds flying",
    chinese="鸟群振翅飞起, 振翅, 拍翅膀, 扇动翅膀, 翅膀扇动, 鸟群飞起, 鸟飞起, 振翅飞起, 展翅, "
    "扑扇翅膀, 扑腾翅膀, 鸟儿飞起, 鸟群振翅, 扑棱翅膀",
    examples=("birds taking off, wings flapping", "鸟群振翅飞起"),
    make=_make,
    place=Place.FIELD,
    metres=(1.5, 4.0, 30.0),
    mix_db=-7.0,
)
