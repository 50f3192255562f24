"""Pouring of water into a vessel: a jet, bubbles, and the rising resonance of the air space.

The air above the water resonates as a pipe closed at one end, at a quarter of the wavelength
(A. Farnell, "Designing Sound", 2010, "Pouring").
"""

from functools import cache

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.drops import minnaert_bubbles
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.grains import pan_gains
from envsound_server.engines.procedural.models.noise import FREQUENCIES_HERTZ, spectrum
from envsound_server.engines.procedural.models.rolling import shaped_noise, steps_of
from envsound_server.engines.procedural.source import STEP_RATE_HERTZ, Curve, Mono, Part, Source

_BOUTS = Bouts((1, 1), LogNormal(7.0), LogNormal(6.5, 0.15), (0.02, 0.15), 1.0)
_POUR_SECONDS = (4.0, 6.0)
_JET = spectrum(
    ((60, -40), (250, -22), (600, -8), (1_200, -4), (3_000, -6), (7_000, -10), (16_000, -24))
)
_DEPTHS_METRES = (0.075, 0.125)
_BUBBLES_HERTZ = 210.0
_BUBBLE_METRES = 0.0017
_BUBBLE_SPREAD = 0.41
_BUBBLE_LEVEL = 0.13
_JET_LEVEL = 0.24
_BARE = 0.35
_SHARPNESS = 0.07
_SPEED_OF_SOUND = 343.0


def _make(part: Part) -> Source:
    def pour(draw: np.random.Generator, event: Event) -> Samples:
        seconds = min(draw.uniform(*_POUR_SECONDS), event.seconds_left + 0.05)
        flow = _flow(draw, seconds)
        depth, width = draw.uniform(*_DEPTHS_METRES), draw.uniform(0.06, 0.09)
        filled = np.cumsum(flow) / (STEP_RATE_HERTZ * _POUR_SECONDS[1])
        air = np.maximum(depth * (1.0 - 0.85 * filled), 0.012) + 0.3 * width
        tone_hertz = _SPEED_OF_SOUND / (4.0 * air)
        gains = flow[:, None] * _JET * (_BARE + _resonance(tone_hertz))
        water = _JET_LEVEL * shaped_noise(draw, gains, 0.85)
        _bubble(draw, water, flow)
        return water

    return Events(part, _BOUTS, pour)


def _flow(draw: np.random.Generator, seconds: float) -> Curve:
    """Return the strength of the jet, float64 [steps]."""
    steps = steps_of(seconds)
    time = np.arange(steps) / STEP_RATE_HERTZ
    ripple = np.exp(0.25 * np.convolve(draw.standard_normal(steps + 4), np.ones(5) / 2.2, "valid"))
    rise, fall = np.minimum(1.0, (time + 0.03) / 0.25), np.minimum(1.0, (seconds - time) / 0.35)
    return np.asarray(rise * np.clip(fall, 0.0, 1.0) * ripple, np.float64)


def _resonance(tone_hertz: Curve) -> Curve:
    """Return the response of the air space, float64 [steps, bins]."""
    gain = np.zeros((len(tone_hertz), len(FREQUENCIES_HERTZ)))
    for harmonic, level in ((1.0, 2.2), (3.0, 1.2), (5.0, 0.6)):
        off = np.log(np.maximum(FREQUENCIES_HERTZ, 1.0) / (harmonic * tone_hertz[:, None]))
        gain += level / (1.0 + (off / _SHARPNESS) ** 2)
    return gain


def _bubble(draw: np.random.Generator, water: Samples, flow: Curve) -> None:
    """Add the bubbles that the jet drags under."""
    seconds = water.shape[1] / SAMPLE_RATE_HERTZ
    bank = _bubbles()
    for time in draw.uniform(0.0, seconds, draw.poisson(_BUBBLES_HERTZ * seconds)):
        step = min(int(time * STEP_RATE_HERTZ), len(flow) - 1)
        start = int(time * SAMPLE_RATE_HERTZ)
        ring = bank[draw.integers(len(bank))][: water.shape[1] - start]
        gains = (
            _BUBBLE_LEVEL * flow[step] * draw.exponential() * pan_gains(draw.uniform(-0.25, 0.25))
        )
        water[:, start : start + len(ring)] += gains.astype(np.float32)[:, None] * ring


@cache
def _bubbles() -> list[Mono]:
    draw = np.random.default_rng(107)
    radii = _BUBBLE_METRES * np.exp(_BUBBLE_SPREAD * draw.standard_normal(640))
    radii = np.clip(radii, 0.0006, 0.006)
    return minnaert_bubbles(radii, draw.uniform(0.05, 0.3, 640), 0.6)


KIND = Kind(
    name="pouring water",
    chinese_name="倒水",
    ucs="WATRPour",
    group=Group.EVENT,
    english="water pouring, pour, pours, pouring, pouring tea, pouring coffee, pouring wine, "
    "pouring a drink, filling a glass, filling a cup, filling a bottle, fill a glass, "
    "tea poured, water poured",
    chinese="倒茶, 倒酒, 倒水声, 倒咖啡, 斟茶, 斟酒, 注水, 接水, 沏茶, 倒水的声音, 倒一杯水, "
    "倒了一杯水, 倒了杯水, 倒杯水, 倒了一杯茶, 倒杯茶, 倒了一杯酒, 倒杯酒, 倒了杯酒, 倒茶声, "
    "倒茶水, 倒酒声, 倒酒的声音, 倒茶的声音, 倒饮料, 倒牛奶, 倒开水, 倒热水, 倒满一杯, 倒入杯中, "
    "倒进杯子里, 斟满, 斟满酒, 斟满酒杯, 斟了一杯酒, 斟酒声, 斟茶声, 斟茶倒水, 沏茶声, 泡茶, 冲茶, "
    "茶水注入杯中, 注水声, 往杯里倒水, 接水声, 倾倒液体, 往杯子里倒水, 把水倒进杯子, 把酒倒进杯子, "
    "倒满",
    examples=("pouring tea into a cup", "倒茶"),
    make=_make,
    place=Place.ROOM,
    metres=(0.5, 1.2, 10.0),
    gain_db=-7.0,
    mix_db=-6.0,
)
