"""Footsteps on a wooden floor: boards that thump under a soft sole, and a little grit."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place, Surface
from envsound_server.engines.procedural.models.events import LogNormal
from envsound_server.engines.procedural.models.impacts import Body, Burst
from envsound_server.engines.procedural.models.steps import Grit, Tread, footsteps
from envsound_server.engines.procedural.source import Part, Source

_TREAD = Tread(
    floor=Body(50.0, 1_850.0, 13, 0.0253, decay_exponent=1.0, level_exponent=1.2),
    contact_seconds=0.00501,
    click=Burst(1_100.0, 12_000.0, 0.003),
    click_db=-11.0,
    toe_delay_seconds=LogNormal(0.0949, 0.15),
    toe_db=-5.93,
    scuff=Burst(578.0, 3_060.0, 0.0613, 0.0458),
    scuff_db=-18.6,
    grit=Grit(40, 475.0, 2_900.0, 0.000889, 2.26, 0.0632, 0.0735, -2.3),
    grit_db=-4.19,
)
_GAP_SECONDS = 0.506
_PRESENCE_DB = -33.9


def _make(part: Part) -> Source:
    return footsteps(part, _TREAD, _GAP_SECONDS, _PRESENCE_DB)


KIND = Kind(
    name="footsteps on wood",
    chinese_name="木地板脚步",
    ucs="FEETHmn",
    group=Group.EVENT,
    english="footsteps, footstep, steps, walking, someone walking, person walking, pacing, "
    "footsteps on a wooden floor, walking on a wooden floor, footsteps on floorboards",
    chinese="脚步声, 脚步, 走路, 走路声, 步行, 踱步, 木地板上的脚步声, 木地板脚步声, 走在木地板上",
    examples=("footsteps on a wooden floor", "木地板上的脚步声"),
    heavy="heavy footsteps, stomping, marching boots, 沉重的脚步声, 跺脚",
    light="soft footsteps, quiet footsteps, tiptoeing, 轻轻的脚步声, 蹑手蹑脚",
    surfaces={
        Surface.WOOD: "footsteps on wood",
        Surface.STONE: "footsteps on stone",
        Surface.GRAVEL: "footsteps on gravel",
        Surface.SNOW: "footsteps in snow",
        Surface.LEAVES: "footsteps on leaves",
        Surface.STAIRS: "stairs",
    },
    make=_make,
    place=Place.ROOM,
    metres=(1.5, 4.0, 25.0),
    gain_db=-3.0,
    mix_db=-4.0,
)
