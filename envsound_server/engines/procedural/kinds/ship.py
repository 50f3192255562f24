"""A wooden ship at sea: a creaking, rolling hull, lapping water, wind in the rigging."""

from functools import cache

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.drops import minnaert_bubbles
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.friction import Creak
from envsound_server.engines.procedural.models.impacts import Body
from envsound_server.engines.procedural.models.particles import Bank
from envsound_server.engines.procedural.models.texture import Bed, GrainCloud, Texture
from envsound_server.engines.procedural.source import Mono, Part, Source

_TIMBER = Creak(
    14.0,
    120.0,
    0.1,
    Body(170.0, 2_400.0, 24, 0.012, decay_exponent=0.4, level_exponent=0.35),
    slip_seconds=0.5,
)
_ROLLS = Bouts((1, 4), LogNormal(0.9, 0.4), LogNormal(2.2, 0.35), tail_seconds=0.8)
"""Creaks of the timbers occur at the ends of each roll of four to six seconds."""

_BEDS = (
    Bed(((40, -10), (80, -4), (160, -2), (300, 0), (600, -5), (1_200, -11), (2_500, -20),
         (6_000, -31), (14_000, -46)), -14.0, depth_db=4.0, rate_hertz=0.6, togetherness=0.8),
)  # fmt: skip


@cache
def _bubbles() -> Bank:
    draw = np.random.default_rng(301)
    radii = np.clip(0.0022 * np.exp(0.6 * draw.standard_normal(480)), 0.0004, 0.015)
    return Bank(minnaert_bubbles(radii, draw.uniform(0.0, 0.5, 480), 0.33))


_LAPS = (GrainCloud(_bubbles, 1_100.0, -4.0, exponent=2.3, flurry=0.6, flurry_hertz=0.7),)
_CREAK_LEVEL = 0.22


class _Hull:
    """A `Source`: creaks over lapping water."""

    def __init__(self, part: Part) -> None:
        def creak(draw: np.random.Generator, event: Event) -> Mono:
            seconds = float(draw.uniform(0.5, 1.8))
            return _TIMBER.render(draw, max(0.3, min(seconds, event.seconds_left)))

        self._creaks = Events(part, _ROLLS, creak, width=0.7, level_sigma_db=4.0)
        self._water = Texture(part, _BEDS, _LAPS, current_db=3.0, current_hertz=0.3)

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        creaks = np.float32(_CREAK_LEVEL) * self._creaks.render()
        return np.asarray(creaks + self._water.render(), np.float32)


def _make(part: Part) -> Source:
    return _Hull(part)


KIND = Kind(
    name="ship",
    chinese_name="轮船",
    ucs="BOATShip",
    group=Group.BED,
    english="ships, wooden ship, sailing ship, ship creaking, creaking ship, ship at sea, "
    "boat, boats, sailboat, sailing boat, wooden boat, galleon, ship's hull, "
    "ship hull, hull creaking, wooden ship creaking, on board a ship, ship deck, "
    "rowing boat, fishing boat, trawler, tanker, brig, ship creaks",
    chinese="木船, 帆船, 船, 小船, 渔船, 船舱, 船体, 船身, 甲板, 大船, 木船吱呀作响, 海上的船, "
    "船上, 木船吱呀, 木船吱呀声, 木船嘎吱, 木船嘎吱作响, 木船嘎吱声, 船吱呀作响, "
    "船嘎吱作响, 船体吱呀, 船体吱呀作响, 船体嘎吱作响, 船板, 船板吱呀, 船板吱呀作响, "
    "船板嘎吱作响, 船摇晃, 船只, 船舷, 船头, 船尾, 船上的声音, 海上行船, 行船, 航船, "
    "航行, 扬帆, 扬帆起航, 帆船航行, 船帆, 桅杆, 桅杆吱呀, 船桨, 划船, 划桨, 划桨声, "
    "摇橹声, 橹声, 桨声, 桨声欸乃, 欸乃, 轻舟, 木舟, 舢板, 渡船, 货船, 货轮, 油轮, "
    "商船, 战舰, 军舰, 游船, 龙舟, 舟船, 驾船, 大帆船, 轮船航行, 船在海上航行, "
    "船身吱呀作响, 船身摇晃",
    examples=("a wooden ship creaking at sea", "木船在海上吱呀作响"),
    make=_make,
    place=Place.DRY,
    metres=(2.0, 5.0, 120.0),
    mix_db=-2.0,
)
"""The ship."""
