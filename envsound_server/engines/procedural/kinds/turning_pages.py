"""Turning pages: lifting of a sheet, rustling of its bend, and its fall on the others.

Measured on a recording of paper: 0.5 to 0.8 s a page, 1 to 2 s from one to the next, a soft brush
that brightens, then a run of crackles loudest near the end, flat from 1 to 8 kHz. The crackles of
bending paper have power-law energies: P. A. Houle and J. P. Sethna, "Acoustic emission from
crumpling paper", Physical Review E 54 (1996).
"""

from functools import cache

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.bursts import add, click, shaped_noise, varied
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.source import Curve, Mono, Part, Source, frames_of

_PAGES = Bouts((3, 6), LogNormal(1.5, 0.25), LogNormal(2.4, 0.3), tail_seconds=0.6)
_PAPER = (
    (100, -16),
    (300, -13),
    (800, -9),
    (1_600, -2),
    (3_000, -3),
    (8_000, 0),
    (11_000, -5),
    (18_000, -14),
)
_BRUSH = ((200, -16), (1_000, -8), (3_000, -2), (6_000, 0), (10_000, -4), (18_000, -15))
_FALL = ((60, -6), (140, 0), (300, -4), (800, -8), (2_500, -8), (8_000, -14), (16_000, -24))
_CRACKLES = {Intensity.LIGHT: 50, Intensity.NORMAL: 110, Intensity.HEAVY: 180}
_CRACKS = 500
_CRACKLE_EXPONENT = 1.55
_LOUDEST_CRACKLE = 10.0
_CRACK_SECONDS = 0.0008
_PAGE_SECONDS = 0.8
_LIFT_LEVEL, _SWING_LEVEL, _CRACKLE_LEVEL, _FALL_LEVEL = 0.08, 0.2, 0.26, 0.2


def _make(part: Part) -> Source:
    crackles = _CRACKLES[part.layer.intensity]

    def page(draw: np.random.Generator, event: Event) -> Mono:
        return _page(draw, crackles)

    return Events(part, _PAGES, page, width=0.3, level_sigma_db=2.0)


def _page(draw: np.random.Generator, crackles: int) -> Mono:
    """Return one page, peak about 1."""
    seconds = draw.lognormal(np.log(_PAGE_SECONDS), 0.2)
    frames = frames_of(seconds)
    along = np.linspace(0.0, 1.0, frames)
    lift = np.exp(-0.5 * ((along - draw.uniform(0.25, 0.35)) / 0.16) ** 2)
    swing = np.exp(-0.5 * ((along - draw.uniform(0.65, 0.75)) / 0.14) ** 2)
    out = np.zeros(frames + frames_of(0.15))
    add(out, 0, _LIFT_LEVEL * lift * shaped_noise(draw, frames, varied(draw, _BRUSH, 2.0)))
    add(out, 0, _SWING_LEVEL * swing * shaped_noise(draw, frames, varied(draw, _PAPER, 2.0)))
    add(out, 0, _crackle(draw, frames, crackles))
    fall = click(draw, varied(draw, _FALL, 3.0), 0.01, 0.035, -8.0)
    add(out, int(0.86 * frames), fall, _FALL_LEVEL * draw.uniform(0.5, 1.6))
    return np.asarray(out / (np.abs(out).max() + 1e-9), np.float32)


def _crackle(draw: np.random.Generator, frames: int, count: int) -> Curve:
    """Return the crackles of a bending sheet, most of them in its second half."""
    out = np.zeros(frames)
    middles = np.where(draw.random(count) < 0.25, 0.3, 0.7)
    places = np.clip(draw.normal(middles, 0.12), 0.02, 0.97)
    levels = np.minimum((1.0 - draw.random(count)) ** (-1.0 / _CRACKLE_EXPONENT), _LOUDEST_CRACKLE)
    cracks = _cracks()
    for place, level in zip(places, levels, strict=True):
        crack = cracks[draw.integers(len(cracks))]
        add(out, int(place * frames), crack, _CRACKLE_LEVEL * level)
    return out


@cache
def _cracks() -> tuple[Curve, ...]:
    """Return the bank of varied crackles of paper, computed once for all sounds."""
    draw = np.random.default_rng(61)

    def crack() -> Curve:
        decay_seconds = _CRACK_SECONDS * draw.uniform(0.5, 2.0)
        return click(draw, varied(draw, _PAPER, 5.0), decay_seconds, 0.006, -10.0)

    return tuple(crack() for _ in range(_CRACKS))


KIND = Kind(
    name="turning pages",
    chinese_name="翻书",
    ucs="OBJBook",
    group=Group.EVENT,
    english="turning the pages of a book, turning a page, page turn, page turns, "
    "page turning, turning pages of a book, pages turning, pages of a book, "
    "flipping pages, flipping through a book, leafing through a book, book pages, "
    "book page, paper rustling, rustling paper, rustle of paper, pages rustling, "
    "reading a book, newspaper, leafing through, riffling pages, pages turn",
    chinese="翻书声, 翻页, 翻页声, 书页, 翻动书页, 翻书页, 纸张, 翻报纸, 纸声, 翻阅, 报纸, "
    "翻书的声音, 翻书的沙沙声, 翻书页的声音, 翻书页声, 翻页的声音, 翻着书, 翻着书页, 翻开书, "
    "翻开书页, 翻开一本书, 翻看书, 翻动书页声, 翻动书页的声音, 翻动纸张, 翻动纸页, 翻动书本, "
    "翻动报纸, 翻动文件, 翻文件, 翻资料, 翻杂志, 翻字典, 翻日记, 翻笔记本, 翻笔记, 翻纸, 翻纸声, "
    "翻卷宗, 翻档案, 翻账本, 翻报纸声, 翻阅书籍, 翻阅文件, 翻阅报纸, 翻阅声, 翻阅纸张, 书页翻动, "
    "书页翻动声, 书页声, 书页沙沙, 书页沙沙声, 书页的沙沙声, 书本翻动, 纸页, 纸页声, 纸页翻动, "
    "纸张声, 纸张沙沙声, 纸张翻动, 纸张翻动声, 纸张摩擦, 纸张摩擦声, 哗啦啦翻书, 沙沙的翻书声, "
    "翻古籍, 翻旧书, 看书翻页",
    examples=("turning the pages of a book", "翻书声"),
    make=_make,
    place=Place.ROOM,
    metres=(0.5, 1.0, 5.0),
    gain_db=-2.5,
    mix_db=-12.0,
)
