"""Bubbles from a pipe or a diver, in strings of varied sizes, with bursts at the surface.

Measured on 1 recording of bubbles: ten a second in strings, each rising by more than an octave
within a tenth of a second, with a swelling envelope and a burst of noise at the surface.
"""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.drops import bursts
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.source import Mono, Part, Source

_BOUTS = Bouts((6, 26), LogNormal(0.092, 0.33), LogNormal(0.45, 0.5), tail_seconds=0.1)
_START_HERTZ = 340.0
_SPREAD = 0.28
_RISE = 2.7
_SECONDS = 0.06
_BURST = 1.3


def _make(part: Part) -> Source:
    def bubble(draw: np.random.Generator, event: Event) -> Mono:
        string = 1.0 + 0.15 * np.sin(1.7 * event.bout)
        start_hertz = _START_HERTZ * string * np.exp(_SPREAD * draw.standard_normal())
        seconds = (
            _SECONDS * np.exp(0.25 * draw.standard_normal()) * (_START_HERTZ / start_hertz) ** 0.5
        )
        rise = np.log(_RISE * np.exp(0.15 * draw.standard_normal()))
        along = np.arange(int(seconds * SAMPLE_RATE_HERTZ)) / (seconds * SAMPLE_RATE_HERTZ)
        cycles = start_hertz * seconds * (np.exp(rise * along) - 1.0) / rise
        swell = np.sin(np.pi * along ** draw.uniform(0.6, 1.1)) ** 2
        overtone = draw.uniform(0.03, 0.15)
        ring = swell * (
            np.sin(2 * np.pi * cycles) + overtone * swell * np.sin(4 * np.pi * cycles + 1.0)
        )
        centre = draw.uniform(1_200.0, 5_000.0, 1)
        burst = bursts(draw, centre, np.array((0.7,)), draw.uniform(0.002, 0.012, 1))[0]
        at = int(draw.uniform(0.2, 0.8) * len(ring))
        both = np.zeros(max(len(ring), at + len(burst)), np.float32)
        both[: len(ring)] = ring * draw.lognormal(0.0, 0.4)
        both[at : at + len(burst)] += _BURST * draw.exponential() * burst
        return both

    return Events(part, _BOUTS, bubble, width=0.4, level_sigma_db=4.0)


KIND = Kind(
    name="bubbles",
    chinese_name="气泡",
    ucs="WATRBubl",
    group=Group.EVENT,
    english="bubble, bubbling, bubbles rising, bubbles popping, bubbling water, gurgle, "
    "gurgling, aquarium, bubbles underwater, fizzing, fizz",
    chinese="水泡, 水泡声, 气泡声, 冒泡, 泡泡, 咕噜咕噜, 鱼缸, 气泡的声音, 水中气泡, 水下气泡, "
    "咕噜咕噜冒泡, 冒气泡, 吹泡泡, 吐泡泡, 鱼吐泡泡, 咕嘟冒泡, 冒着气泡, 鱼缸水泵, 水族箱, "
    "鱼缸气泡, 泡泡声, 汩汩冒泡, 药水冒泡, 坩埚冒泡",
    examples=("bubbles rising", "水泡声"),
    make=_make,
    metres=(0.5, 1.5, 12.0),
    gain_db=-17.0,
    mix_db=-6.0,
)
