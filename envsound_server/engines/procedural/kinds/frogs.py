"""Frogs by a pond: pulse trains of several males in alternation.

Measured on a recording of a frog: a croak of 0.8 s, 35 pulses a second, resonances at 950 Hz and,
rising within the call, 1.9 to 2.3 kHz. Smaller and larger kinds are scaled from it.
"""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.bursts import add
from envsound_server.engines.procedural.models.calls import contour
from envsound_server.engines.procedural.models.events import Bouts, Event, LogNormal
from envsound_server.engines.procedural.models.flock import Caller, Flock
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.source import Curve, Mono, Part, Source, frames_of

_FROGS = {Intensity.LIGHT: 2, Intensity.NORMAL: 5, Intensity.HEAVY: 10}
_PULSE_VARIANTS = 6
_CROAKS = Bouts((1, 3), LogNormal(1.25, 0.15), LogNormal(2.2, 0.5), tail_seconds=0.8)
_QUACKS = Bouts((4, 12), LogNormal(0.36, 0.08), LogNormal(2.4, 0.5), tail_seconds=0.3)


def _make(part: Part) -> Source:
    draw = part.generator()
    return Flock(part, [_frog(draw, number) for number in range(_FROGS[part.layer.intensity])])


def _frog(draw: np.random.Generator, number: int) -> Caller:
    is_croaker = number % 3 != 1
    size = draw.uniform(0.85, 1.2) * (1.0 if is_croaker else 1.35)
    rate_hertz = draw.uniform(30.0, 42.0) if is_croaker else draw.uniform(70.0, 100.0)
    seconds = draw.uniform(0.5, 0.9) if is_croaker else draw.uniform(0.12, 0.2)

    def croak(draw: np.random.Generator, event: Event) -> Mono:
        length = seconds * draw.normal(1.0, 0.07)
        return _pulses(draw, length, rate_hertz * draw.normal(1.0, 0.02), size)

    bouts = _CROAKS if is_croaker else _QUACKS
    far, level_db = min(0.1 * number, 0.6), -3.0 * min(number, 4)
    return Caller(bouts, croak, draw.uniform(-0.9, 0.9), level_db, far)


def _pulses(draw: np.random.Generator, seconds: float, rate_hertz: float, size: float) -> Mono:
    """Return a croak: a train of pulses through the two resonances of the throat."""
    count = max(2, int(seconds * rate_hertz))
    onsets = (np.arange(count) + 0.1 * draw.standard_normal(count)) / rate_hertz
    levels = contour((0.3, 0.8, 1.0, 1.0, 0.7), count) * draw.uniform(0.75, 1.0, count)
    frames = frames_of(seconds + 0.1)
    starts = np.clip(onsets * SAMPLE_RATE_HERTZ, 0, frames - 1).astype(np.intp)
    variants = [_pulse(draw, size, along) for along in np.linspace(0.0, 1.0, _PULSE_VARIANTS)]
    croak = np.zeros(frames)
    for number, (start, level) in enumerate(zip(starts, levels, strict=True)):
        add(croak, int(start), variants[number * _PULSE_VARIANTS // count], float(level))
    return np.asarray(croak / np.abs(croak).max(), np.float32)


def _pulse(draw: np.random.Generator, size: float, along: float) -> Curve:
    """Return one pulse at the position `along` of the call, 0 to 1."""
    low, high = 950.0 * (1.0 + 0.06 * along), 1_900.0 * (1.0 + 0.2 * along)
    hertz = size * np.array((low, low * 1.22, high, high * 1.08, 3_300.0, 560.0))
    gains = np.array((0.8, 0.4, 1.0, 0.5, 0.15, 0.12)) * np.exp(0.15 * draw.standard_normal(6))
    decays = np.array((0.006, 0.005, 0.006, 0.005, 0.003, 0.006))
    return np.asarray(ring(hertz * draw.normal(1.0, 0.01, 6), decays, gains), np.float64)


KIND = Kind(
    name="frogs",
    chinese_name="蛙鸣",
    ucs="ANMLAmph",
    group=Group.EVENT,
    english="frog, frog croaking, frogs croaking, croak, croaks, croaking, ribbit, ribbits, "
    "toad, toads, bullfrog, bullfrogs, tree frog, tree frogs, frog pond, frog chorus, "
    "chorus of frogs",
    chinese="青蛙, 青蛙叫, 青蛙叫声, 蛙, 蛙叫, 蛙声, 池塘蛙鸣, 蟾蜍, 牛蛙, 田蛙, 蛤蟆, 呱呱叫, "
    "蛙声一片, 蛙鸣声, 蛙叫声, 蛙声阵阵, 阵阵蛙鸣, 阵阵蛙声, 蛙鸣阵阵, 蛙鸣一片, 一片蛙声, "
    "一片蛙鸣, 听取蛙声一片, 田间蛙鸣, 田里的蛙鸣, 稻田蛙鸣, 稻田里的青蛙, 池塘里的青蛙, 池塘蛙声, "
    "池塘青蛙, 夏夜蛙鸣, 青蛙呱呱叫, 青蛙呱呱, 青蛙鸣叫, 青蛙声, 青蛙的叫声, 蟾蜍叫, 癞蛤蟆, "
    "蛤蟆叫, 牛蛙叫, 树蛙, 雨蛙, 蛙群, 蛙儿, 蛙鼓, 呱呱声",
    examples=("frogs by a pond", "池塘蛙鸣"),
    make=_make,
    place=Place.FIELD,
    metres=(1.5, 5.0, 60.0),
    gain_db=-4.0,
    mix_db=-4.0,
)
