"""Wings: the quick, fluttering beats of birds at take-off.

A pigeon beats 6 to 10 times a second when it takes off, small birds faster and softer. A downstroke
is a puff of air with a steep rise, an upstroke a weaker and brighter one.
"""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.bursts import add, shaped_noise, varied
from envsound_server.engines.procedural.models.events import Bouts, Event, LogNormal
from envsound_server.engines.procedural.models.flock import Caller, Flock
from envsound_server.engines.procedural.source import Curve, Mono, Part, Source, frames_of

_BIRDS = {Intensity.LIGHT: 1, Intensity.NORMAL: 4, Intensity.HEAVY: 10}
_FLIGHTS = Bouts((1, 1), LogNormal(2.4), LogNormal(2.4, 0.4), tail_seconds=0.5)
_BEATS_HERTZ = 6.6
_FEATHERS = (
    (100, -30), (200, -4), (400, -18), (800, -12), (1_600, 0), (3_200, -2),
    (6_400, -30), (16_000, -45),
)  # fmt: skip
_ATTACK_SECONDS, _DECAY_SECONDS = 0.0034, 0.016
_UPSTROKE_LEVEL, _UPSTROKE_HERTZ = 0.5, 1.4
_FLIGHT_SECONDS = 2.4
_UNEVEN = 0.04
_STROKES_OF_A_FLIGHT = 6
_RUSTLE = ((400, -30), (1_000, -16), (2_500, -4), (5_000, 0), (9_000, -4), (16_000, -16))
_RUSTLE_LEVEL = 0.03


def _make(part: Part) -> Source:
    draw = part.generator()
    count = _BIRDS[part.layer.intensity]
    return Flock(part, [_bird(draw, number) for number in range(count)], level_sigma_db=2.0)


def _bird(draw: np.random.Generator, number: int) -> Caller:
    size = draw.lognormal(0.0, 0.2)
    rate_hertz = _BEATS_HERTZ / size**0.6

    def flight(draw: np.random.Generator, event: Event) -> Mono:
        seconds = min(_FLIGHT_SECONDS * draw.lognormal(0.0, 0.3), event.seconds_left)
        return _beats(draw, seconds, rate_hertz * draw.normal(1.0, 0.05), size)

    place, level_db = draw.uniform(-0.9, 0.9), -3.0 * min(number, 4)
    return Caller(_FLIGHTS, flight, place, level_db, min(0.08 * number, 0.4))


def _beats(draw: np.random.Generator, seconds: float, rate_hertz: float, size: float) -> Mono:
    """Return the beats of one departing bird, peak 1."""
    out = np.zeros(frames_of(seconds + 0.3))
    downs = [_stroke(draw, size, 1.0) for _ in range(_STROKES_OF_A_FLIGHT)]
    ups = [_stroke(draw, size, _UPSTROKE_HERTZ) for _ in range(_STROKES_OF_A_FLIGHT)]
    onset, number = 0.0, 0
    while onset < max(seconds - 0.05, 0.01):
        level = float(np.interp(onset / seconds, (0.0, 0.15, 0.5, 1.0), (0.7, 1.0, 0.7, 0.15)))
        level *= draw.uniform(0.6, 1.0)
        period = draw.lognormal(0.0, _UNEVEN) / (rate_hertz * np.interp(number, (0, 6), (1.2, 1.0)))
        down = downs[int(draw.integers(_STROKES_OF_A_FLIGHT))]
        add(out, frames_of(onset), down, level)
        up = ups[int(draw.integers(_STROKES_OF_A_FLIGHT))]
        level *= _UPSTROKE_LEVEL * draw.uniform(0.6, 1.4)
        add(out, frames_of(onset + 0.5 * period), up, level)
        onset, number = onset + period, number + 1
    rustle = shaped_noise(draw, len(out), varied(draw, _RUSTLE, 2.0))
    leaving = np.interp(np.linspace(0.0, 1.0, len(out)), (0.0, 0.1, 0.6, 1.0), (0.3, 1.0, 0.4, 0.0))
    out += _RUSTLE_LEVEL * leaving * rustle
    return np.asarray(out / (np.abs(out).max() + 1e-9), np.float32)


def _stroke(draw: np.random.Generator, size: float, brightness: float) -> Curve:
    """Return one stroke of the wings: a puff of noise with a short attack."""
    attack = _ATTACK_SECONDS * size * draw.uniform(0.7, 1.3)
    decay = _DECAY_SECONDS * size * draw.uniform(0.7, 1.3)
    time = np.arange(frames_of(attack + 4.0 * decay)) / SAMPLE_RATE_HERTZ
    rise = np.sin(0.5 * np.pi * np.minimum(time / attack, 1.0)) ** 2
    push = rise * np.exp(-np.maximum(time - attack, 0.0) / decay)
    shift = brightness / size**0.5
    points = [(hertz * shift, level) for hertz, level in varied(draw, _FEATHERS, 2.0)]
    return np.asarray(push * shaped_noise(draw, len(time), points), np.float64)


KIND = Kind(
    name="wings",
    chinese_name="翅膀",
    ucs="WINGBird",
    group=Group.EVENT,
    english="wing, wings flapping, flapping wings, wing beats, wingbeats, wingbeat, "
    "flapping, wing flap, wing flaps, birds taking off, bird taking off, "
    "birds flying off, flutter of wings, fluttering wings, bird flying away, "
    "birds flying away, bird flight, pigeons taking off, pigeons flying up, "
    "birds flying, fluttering",
    chinese="鸟群振翅飞起, 振翅, 拍翅膀, 扇动翅膀, 翅膀扇动, 鸟群飞起, 鸟飞起, 振翅飞起, 扑扇翅膀, "
    "扑腾翅膀, 鸟儿飞起, 鸟群振翅, 扑棱翅膀, 翅膀声, 翅膀拍动, 翅膀拍打, 翅膀拍打声, "
    "翅膀拍打的声音, 翅膀扇动声, 翅膀扇动的声音, 翅膀扑腾, 翅膀扑棱, 翅膀扑扇, 翅膀振动, 翅膀扑打, "
    "翅膀挥动, 翅膀的扑打声, 拍打翅膀, 拍打着翅膀, 拍打翅膀的声音, 拍翅, 拍翅声, 拍动翅膀, "
    "拍翅膀声, 拍着翅膀, 扇翅膀, 扇动着翅膀, 扇翅, 煽动翅膀, 扑打翅膀, 扑打着翅膀, 扑棱棱, "
    "扑棱棱飞起, 扑棱着翅膀, 扑腾着翅膀, 扑扇着翅膀, 扑翅, 扑翅声, 扑簌簌飞起, 扑啦啦, 扑啦啦飞起, "
    "扑愣愣, 振翅声, 振翅高飞, 振翅飞翔, 振翅飞走, 振动翅膀, 展翅飞翔, 展翅声, 展开翅膀, 鸟翼, "
    "鸟翅膀, 鸟扇动翅膀, 鸟拍打翅膀, 鸟拍翅膀, 鸟振翅, 鸟儿振翅, 鸟群惊飞, 鸟群掠过, 鸟群飞过, "
    "鸟群飞走, 鸟群腾空, 鸟飞走, 鸟飞过, 鸟儿飞走, 鸟儿飞过, 鸟惊飞, 飞鸟掠过, 飞鸟惊起, 惊鸟, "
    "惊起飞鸟, 惊起一群鸟, 群鸟惊飞, 群鸟飞起, 羽翼声, 鸽子飞起, 鸽群飞起, 鸽子拍翅膀, 鸽子振翅, "
    "蝙蝠, 蝙蝠拍翅膀, 蝙蝠飞过, 蝙蝠振翅, 展翅, 扑棱",
    examples=("birds taking off, wings flapping", "鸟群振翅飞起"),
    make=_make,
    place=Place.FIELD,
    metres=(1.5, 4.0, 30.0),
    mix_db=-7.0,
)
