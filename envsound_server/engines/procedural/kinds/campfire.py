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
            (60, -1),
            (125, 2),
            (250, -5),
            (500, -4),
            (1_000, -15),
            (2_000, -11),
            (4_000, -24),
            (8_000, -21),
            (16_000, -36),
        ),
        -9.0,
        depth_db=1.5,
        rate_hertz=4.6,
        bands=8,
        togetherness=0.3,
        coherence=0.3,
    ),
)


@cache
def _crackles() -> Bank:
    """Return splinters that break: very short bursts."""
    draw = np.random.default_rng(104)
    centres = np.clip(2_400.0 * np.exp(0.55 * draw.standard_normal(500)), 500.0, 14_000.0)
    decays = np.clip(0.00046 * np.exp(0.7 * draw.standard_normal(500)), 0.0002, 0.006)
    return Bank(bursts(draw, centres, draw.uniform(0.4, 0.9, 500), decays))


@cache
def _pops() -> Bank:
    """Return pockets of sap that burst: the wood rings, low and short."""
    draw = np.random.default_rng(105)
    centres = np.clip(1_600.0 * np.exp(0.5 * draw.standard_normal(160)), 250.0, 4_000.0)
    return Bank(taps(draw, centres, 0.7, 6, draw.uniform(0.001, 0.004, 160)))


_STREWN = (
    Strewn(_crackles, 64.0, -6.3, exponent=2.1, flurry=1.1, flurry_hertz=1.5, width=0.7),
    Strewn(_crackles, 19.0, -9.0, sigma_db=6.5, flurry=1.4, flurry_hertz=2.5, width=0.7),
    Strewn(_pops, 0.9, -11.0, sigma_db=6.0, flurry=1.2, flurry_hertz=1.0, width=0.6),
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
    metres=(1.0, 3.0, 14.0),
    gain_db=0.7,
    mix_db=-3.0,
)
