"""A campfire: flames that lap, hissing gas, splinters that crackle and pop."""

from functools import cache

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.drops import bursts, taps
from envsound_server.engines.procedural.models.particles import Bank
from envsound_server.engines.procedural.models.texture import Bed, Strewn, Texture
from envsound_server.engines.procedural.source import Part, Source

_BEDS = (
    Bed(
        (
            (30, -3),
            (60, 0),
            (125, -1),
            (250, -2),
            (500, -5),
            (1_000, -12),
            (2_000, -16),
            (5_000, -20),
            (16_000, -34),
        ),
        -3.0,
        depth_db=3.0,
        rate_hertz=5.0,
        bands=8,
        togetherness=0.5,
        coherence=0.2,
    ),
)


@cache
def _crackles() -> Bank:
    """Return splinters that break: very short bursts."""
    draw = np.random.default_rng(104)
    centres = np.clip(3_600.0 * np.exp(0.6 * draw.standard_normal(500)), 500.0, 14_000.0)
    decays = np.clip(0.0008 * np.exp(0.7 * draw.standard_normal(500)), 0.0002, 0.006)
    return Bank(bursts(draw, centres, draw.uniform(0.4, 0.9, 500), decays))


@cache
def _pops() -> Bank:
    """Return pockets of sap that burst: the wood rings, low and short."""
    draw = np.random.default_rng(105)
    centres = np.clip(900.0 * np.exp(0.5 * draw.standard_normal(160)), 250.0, 4_000.0)
    return Bank(taps(draw, centres, 0.7, 6, draw.uniform(0.002, 0.008, 160)))


_STREWN = (
    Strewn(_crackles, 120.0, -4.0, exponent=1.7, flurry=1.0, flurry_hertz=1.5, width=0.7),
    Strewn(_crackles, 14.0, -2.0, sigma_db=8.0, flurry=1.4, flurry_hertz=2.5, width=0.7),
    Strewn(_pops, 2.0, -6.0, sigma_db=6.0, flurry=1.2, flurry_hertz=1.0, width=0.6),
)


def _make(part: Part) -> Source:
    return Texture(part, _BEDS, _STREWN)


KIND = Kind(
    name="campfire",
    chinese_name="篝火",
    ucs="FIRECrkl",
    group=Group.BED,
    english="campfires, camp fire, bonfire, bonfires, fire, fires, crackling fire, wood fire, "
    "burning wood, flames, flame, blaze, blazing, burning, torch, torches, embers",
    chinese="火堆, 篝火声, 火, 火焰, 火苗, 燃烧, 柴火, 火炬, 火把, 烈火, 大火, 木柴燃烧",
    examples=("a crackling campfire", "篝火噼啪作响"),
    make=_make,
    metres=(1.0, 3.0, 30.0),
    mix_db=-3.0,
)
