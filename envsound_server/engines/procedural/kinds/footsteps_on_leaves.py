"""Footsteps on dry leaves: a swelling rustle, and snapping stalks.

Measured on a recording of a walk on leaves: 0.72 s a step, each a rustle of 0.3 s, most of it
between 1 and 8 kHz, 10 dB less below 250 Hz.
"""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import LogNormal
from envsound_server.engines.procedural.models.impacts import Body, Burst
from envsound_server.engines.procedural.models.presence import OUTDOORS
from envsound_server.engines.procedural.models.steps import Grit, Tread, footsteps
from envsound_server.engines.procedural.source import Part, Source

_TREAD = Tread(
    floor=Body(118.0, 2_360.0, 17, 0.0166, decay_exponent=0.41, level_exponent=0.35),
    contact_seconds=0.00154,
    click=Burst(470.0, 3_990.0, 0.021),
    click_db=-7.6,
    toe_delay_seconds=LogNormal(0.085, 0.2),
    toe_db=-10.7,
    scuff=Burst(1_500.0, 8_000.0, 0.09, 0.06),
    scuff_db=-9.0,
    grit=Grit(200, 800.0, 2_500.0, 0.001, 0.9, 0.2, 0.092, 2.4),
    grit_db=16.0,
)
_GAP_SECONDS = 0.6
_PRESENCE_DB = -35.0


def _make(part: Part) -> Source:
    return footsteps(part, _TREAD, _GAP_SECONDS, _PRESENCE_DB, sigma=0.07, points=OUTDOORS)


KIND = Kind(
    name="footsteps on leaves",
    chinese_name="落叶脚步",
    ucs="FEETHmn",
    group=Group.EVENT,
    english="walking on leaves, walking through leaves, walking through dry leaves, "
    "footsteps in leaves, steps on leaves, footsteps on dry leaves, footsteps on grass",
    chinese="踩着落叶, 落叶上的脚步声, 踩落叶, 走在落叶上, 踩在落叶上, 踩树叶, 落叶脚步声, "
    "落叶上的脚步, 枯叶上的脚步声, 树叶上的脚步声, 干树叶上的脚步声, 踩着枯叶, 踩着树叶, 踩枯叶, "
    "踩落叶声, 踩在枯叶上, 踩在树叶上, 踩在干枯的树叶上, 踏着落叶, 踏着枯叶, 踏在落叶上, "
    "走在枯叶上, 走在树叶上, 走过落叶, 脚踩落叶, 脚踩枯叶, 踩过落叶, 踩过枯叶, 草地上的脚步声, "
    "走在草地上, 落叶沙沙的脚步声",
    examples=("walking through dry leaves", "踩着落叶"),
    make=_make,
    place=Place.FOREST,
    metres=(1.0, 2.0, 20.0),
    gain_db=-4.0,
    mix_db=-5.0,
)
