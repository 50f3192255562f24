"""Footsteps on stone: hard heels on slabs that hardly ring."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import LogNormal
from envsound_server.engines.procedural.models.impacts import Body, Burst
from envsound_server.engines.procedural.models.steps import Grit, Tread, footsteps
from envsound_server.engines.procedural.source import Part, Source

_TREAD = Tread(
    floor=Body(50.0, 1_850.0, 13, 0.0253, decay_exponent=1.0, level_exponent=1.2),
    contact_seconds=0.003,
    click=Burst(1_100.0, 12_000.0, 0.003),
    click_db=-7.0,
    toe_delay_seconds=LogNormal(0.0949, 0.15),
    toe_db=-5.93,
    scuff=Burst(578.0, 3_060.0, 0.0613, 0.0458),
    scuff_db=-18.6,
    grit=Grit(40, 475.0, 2_900.0, 0.000889, 2.26, 0.0632, 0.0735, -2.3),
    grit_db=-4.19,
)
_GAP_SECONDS = 0.52
_PRESENCE_DB = -35.0


def _make(part: Part) -> Source:
    return footsteps(part, _TREAD, _GAP_SECONDS, _PRESENCE_DB)


KIND = Kind(
    name="footsteps on stone",
    chinese_name="石板脚步",
    ucs="FEETHmn",
    group=Group.EVENT,
    english="high heels, "
    "walking on stone, footsteps on concrete, footsteps on tiles, footsteps on pavement, "
    "footsteps on cobblestones, walking on pavement, footsteps on marble",
    chinese="石板路上的脚步声, 高跟鞋, 高跟鞋声, 石板上的脚步声, 走在石板路上, 水泥地上的脚步声",
    examples=("footsteps echoing in a stone corridor", "走廊里的脚步声"),
    make=_make,
    place=Place.CORRIDOR,
    metres=(1.5, 5.0, 30.0),
    mix_db=-3.0,
)
