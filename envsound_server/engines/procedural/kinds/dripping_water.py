"""Dripping water: several places with their own rate and pitch, and varied drops.

A drop consists of a faint tick at the impact and the ring of the bubble that it drags under (K. van
den Doel, "Physically based models for liquid sounds", ACM TAP 2(4), 2005).
"""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.drops import bursts
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.grains import bubble_grain, pan_gains
from envsound_server.engines.procedural.source import Part, Source

_BOUTS = Bouts((1, 4), LogNormal(0.7, 0.3), LogNormal(0.6, 0.35), tail_seconds=0.2)
_PLACES = 4
_RADII_METRES = (0.0034, 0.0048)
_TICK_HERTZ = 1_600.0
_SHRINKING = 0.83
_LONGEST_FRAMES = int(0.3 * SAMPLE_RATE_HERTZ)


def _make(part: Part) -> Source:
    draw = part.generator()
    radii = draw.uniform(*_RADII_METRES, _PLACES)
    sides = draw.uniform(-0.6, 0.6, _PLACES)

    def drip(draw: np.random.Generator, event: Event) -> Samples:
        place = event.bout % _PLACES
        drop = np.zeros(_LONGEST_FRAMES, np.float32)
        centre = _TICK_HERTZ * np.exp(0.3 * draw.standard_normal(1))
        tick = bursts(draw, centre, np.array((0.42,)), np.array((0.0022,)))[0]
        drop[: len(tick)] += 0.27 * draw.uniform(0.5, 1.5) * tick
        start = int(0.008 * draw.uniform(0.6, 1.5) * SAMPLE_RATE_HERTZ)
        for number in range(draw.integers(1, 4)):
            radius = radii[place] * np.exp(0.12 * draw.standard_normal()) * _SHRINKING**number
            ring = bubble_grain(radius, 0.34 * draw.uniform(0.5, 1.5))[: len(drop) - start]
            drop[start : start + len(ring)] += draw.uniform(0.5, 1.0) * 0.6**number * ring
            start += int(draw.uniform(0.008, 0.05) * SAMPLE_RATE_HERTZ)
        return np.asarray(pan_gains(sides[place])[:, None] * drop * 1.2, np.float32)

    return Events(part, _BOUTS, drip, level_sigma_db=3.0)


KIND = Kind(
    name="dripping water",
    chinese_name="滴水",
    ucs="WATRDrip",
    group=Group.EVENT,
    english="water dripping, drip, drips, dripping, drip drop, water drip, water drips, "
    "water drop, water drops, water droplets, droplet, droplets, dripping tap, "
    "dripping faucet, leaking tap, leaky faucet, leak",
    chinese="滴水声, 水滴, 水滴声, 滴答水声, 漏水, 滴水的水龙头, 水珠滴落, 滴水的声音, 滴水滴答, "
    "滴滴答答的水, 滴答滴水, 水滴滴落, 水滴滴答, 水滴落下, 水滴的声音, 水滴滴下, 水珠, 水珠滴下, "
    "水珠落下, 水珠滴落声, 水滴答, 水滴答声, 滴答的水声, 滴答的水滴, 滴答的水滴声, 水龙头滴水, "
    "水龙头漏水, 漏水声, 漏水的水龙头, 屋檐滴水, 屋檐滴水声, 檐下滴水, 檐水, 钟乳石滴水, 洞顶滴水, "
    "天花板漏水, 屋顶漏水, 滴漏, 漏雨, 水一滴一滴, 滴滴水声, 滴下水珠, 渗水, 水往下滴",
    examples=("water dripping in a cave", "洞穴里的滴水声"),
    make=_make,
    place=Place.ROOM,
    metres=(0.7, 2.5, 15.0),
    gain_db=-6.5,
    mix_db=-6.0,
)
