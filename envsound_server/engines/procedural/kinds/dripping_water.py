"""Dripping water: each place drips at its own pace and pitch, and no two drops are alike.

What is heard of a drop is a faint tick as it strikes and then the ring of the bubble that it drags
under (K. van den Doel, "Physically based models for liquid sounds", ACM TAP 2(4), 2005).
"""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.drops import bursts
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.grains import bubble_grain, pan_gains
from envsound_server.engines.procedural.source import Part, Source

_BOUTS = Bouts((1, 4), LogNormal(0.42, 0.45), LogNormal(0.75, 0.4), tail_seconds=0.2)
_PLACES = 4
_LONGEST_FRAMES = int(0.25 * SAMPLE_RATE_HERTZ)


def _make(part: Part) -> Source:
    draw = part.generator()
    radii = draw.uniform(0.0016, 0.0038, _PLACES)
    sides = draw.uniform(-0.6, 0.6, _PLACES)

    def drip(draw: np.random.Generator, event: Event) -> Samples:
        place = event.bout % _PLACES
        drop = np.zeros(_LONGEST_FRAMES, np.float32)
        tick = bursts(draw, draw.uniform(2_500.0, 6_000.0, 1), np.array((0.6,)), np.array((0.002,)))
        drop[: len(tick[0])] += draw.uniform(0.3, 1.0) * tick[0]
        start = int(draw.uniform(0.006, 0.02) * SAMPLE_RATE_HERTZ)
        for bubble in range(draw.integers(1, 4)):
            radius = radii[place] * np.exp(0.12 * draw.standard_normal()) * 0.8**bubble
            ring = bubble_grain(radius, draw.uniform(0.05, 0.3))[: len(drop) - start]
            drop[start : start + len(ring)] += draw.uniform(0.5, 1.0) * 0.6**bubble * ring
            start += int(draw.uniform(0.008, 0.04) * SAMPLE_RATE_HERTZ)
        return np.asarray(pan_gains(sides[place])[:, None] * drop * 1.2, np.float32)

    return Events(part, _BOUTS, drip, level_sigma_db=3.0)


KIND = Kind(
    name="dripping water",
    chinese_name="滴水",
    ucs="WATRDrip",
    group=Group.EVENT,
    english="water dripping, drip, drips, dripping, drip drop, water drip, water drips, "
    "water drop, water drops, water droplets, droplet, droplets, dripping tap, dripping faucet, "
    "leaking tap, leaky faucet",
    chinese="滴水声, 水滴, 水滴声, 滴答水声, 漏水, 滴水的水龙头, 水珠滴落",
    examples=("water dripping in a cave", "洞穴里的滴水声"),
    make=_make,
    place=Place.ROOM,
    metres=(0.7, 2.5, 15.0),
    mix_db=-6.0,
)
