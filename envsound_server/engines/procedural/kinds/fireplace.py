"""A fire in a hearth: softer than a campfire, and the room answers."""

from functools import cache

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.drops import bursts, taps
from envsound_server.engines.procedural.models.particles import Bank
from envsound_server.engines.procedural.models.texture import Bed, Strewn, Texture
from envsound_server.engines.procedural.source import Part, Source

_BEDS = (
    Bed(
        (
            (30, -4),
            (60, 0),
            (125, 0),
            (250, -3),
            (500, -8),
            (1_000, -16),
            (2_000, -22),
            (5_000, -28),
            (16_000, -40),
        ),
        -4.0,
        depth_db=2.5,
        rate_hertz=4.0,
        bands=8,
        togetherness=0.5,
        coherence=0.4,
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
    Strewn(_crackles, 80.0, -5.0, exponent=1.7, flurry=1.0, flurry_hertz=1.5, width=0.7),
    Strewn(_crackles, 10.0, -2.0, sigma_db=8.0, flurry=1.4, flurry_hertz=2.5, width=0.7),
    Strewn(_pops, 1.6, -5.0, sigma_db=6.0, flurry=1.2, flurry_hertz=1.0, width=0.6),
)


def _make(part: Part) -> Source:
    return Texture(part, _BEDS, _STREWN)


KIND = Kind(
    name="fireplace",
    chinese_name="壁炉",
    ucs="FIRECrkl",
    group=Group.BED,
    english="fireplaces, hearth, fire place, log fire, fire in the hearth, "
    "fire in the fireplace, stove fire, wood stove, wood burner",
    chinese="壁炉里的火, 炉火, 火炉, 炉子, 壁炉火, 柴炉",
    examples=("a fireplace indoors", "壁炉里的火"),
    make=_make,
    place=Place.ROOM,
    metres=(1.0, 2.5, 15.0),
    mix_db=-4.0,
)
