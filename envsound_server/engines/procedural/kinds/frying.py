"""Frying in hot fat: a dense sizzle of bursting steam bubbles, with spits of fat."""

from functools import cache

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.drops import bursts, chirps
from envsound_server.engines.procedural.models.particles import Bank
from envsound_server.engines.procedural.models.texture import Bed, GrainCloud, Texture
from envsound_server.engines.procedural.source import Part, Source

_BEDS = (
    Bed(
        (
            (80, -34),
            (300, -28),
            (1_000, -16),
            (2_500, -6),
            (5_000, 0),
            (9_000, -1),
            (14_000, -6),
            (18_000, -16),
        ),
        -4.0,
        depth_db=1.2,
        rate_hertz=5.0,
        togetherness=0.6,
        coherence=0.5,
    ),
)


@cache
def _sizzle() -> Bank:
    draw = np.random.default_rng(102)
    centres = np.clip(6_000.0 * np.exp(0.45 * draw.standard_normal(500)), 1_200.0, 15_000.0)
    decays = np.clip(0.0009 * np.exp(0.5 * draw.standard_normal(500)), 0.0003, 0.006)
    return Bank(bursts(draw, centres, np.full(500, 0.35), decays))


@cache
def _spits() -> Bank:
    draw = np.random.default_rng(103)
    centres = np.clip(2_600.0 * np.exp(0.4 * draw.standard_normal(160)), 700.0, 9_000.0)
    decays = np.clip(0.004 * np.exp(0.5 * draw.standard_normal(160)), 0.001, 0.02)
    pops = chirps(centres[:80], decays[:80], draw.uniform(10.0, 60.0, 80))
    return Bank(pops + bursts(draw, centres[80:], np.full(80, 0.5), decays[80:]))


_STREWN = (
    GrainCloud(_sizzle, 1_800.0, -1.0, exponent=2.1, flurry=0.3, flurry_hertz=6.0, width=0.5),
    GrainCloud(_spits, 14.0, -8.0, sigma_db=7.0, flurry=0.8, flurry_hertz=1.5, width=0.5),
)


def _make(part: Part) -> Source:
    return Texture(part, _BEDS, _STREWN)


KIND = Kind(
    name="frying",
    chinese_name="煎炒",
    ucs="FIRESizz",
    group=Group.BED,
    english="fry, fries, food frying, frying food, frying pan, sizzle, sizzles, sizzling, "
    "sizzling pan, stir fry, stir-fry, stir frying, deep frying, bacon frying, "
    "cooking in a pan, cooking, grill sizzling",
    chinese="炒菜, 炒菜声, 煎, 煎蛋, 煎肉, 油炸, 油锅, 滋滋声, 滋啦, 煎炸, 爆炒, 烹饪, 做饭, 烤肉, "
    "煎东西, 煎鸡蛋, 煎鱼, 煎牛排, 煎锅, 煎炒声, 煎炸声, 炒锅, 炒菜的声音, 炒饭, 炒鸡蛋, 炒肉, "
    "翻炒, 油炸声, 油锅声, 油锅滋滋响, 油锅滋啦, 热油, 热油滋滋, 热油锅, 滋滋, 滋滋作响, 滋滋响, "
    "滋啦一声, 滋啦声, 滋滋的油声, 滋滋冒油, 刺啦, 刺啦一声, 炸鸡, 炸鱼, 炸油条, 炸东西, 铁板烧, "
    "烤肉声, 烤肉滋滋, 烧烤, 烤串, 平底锅, 做菜, 做饭声, 烧菜, 爆锅, 起油锅, 嗞啦, 嗞嗞, 食物下锅",
    examples=("food frying in a pan", "炒菜声"),
    make=_make,
    place=Place.ROOM,
    metres=(0.6, 1.5, 12.0),
    gain_db=-5.7,
    mix_db=-5.0,
)
