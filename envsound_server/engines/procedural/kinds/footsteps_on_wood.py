"""Footsteps on a wooden floor: thumping boards under a soft sole, and a little grit."""

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
    english="boots, heels, footfalls, tread, footsteps, footstep, steps, walking, "
    "someone walking, person walking, pacing, footsteps on a wooden floor, "
    "walking on a wooden floor, footsteps on floorboards",
    chinese="脚步声, 脚步, 走路, 走路声, 步行, 踱步, 木地板上的脚步声, 木地板脚步声, "
    "走在木地板上, 脚步声响起, 脚步的声音, 脚步声声, 足音, 足声, 走路的声音, 走动声, "
    "走来走去, 来回走动, 来回踱步, 踱来踱去, 踱步声, 步伐, 步伐声, 步声, 走动, 行走, "
    "行走声, 走在地板上, 走在木板上, 踩在地板上, 踩在木地板上, 踩在木板上, "
    "木板上的脚步声, 地板上的脚步声, 地板脚步声, 木板脚步声, 有人走路, 有人走动, "
    "一个人走路, 皮鞋脚步声, 靴子声, 靴声, 靴子踩在地板上, 拖鞋声, 走过地板, 散步, "
    "漫步, 跫音, 橐橐, 笃笃的脚步声",
    examples=("footsteps on a wooden floor", "木地板上的脚步声"),
    heavy="heavy footsteps, stomping, 沉重的脚步声, 跺脚, 大步流星, 大踏步, 重步, 跺着脚, "
    "跺脚声, 跺地板",
    light="soft footsteps, quiet footsteps, tiptoeing, 轻轻的脚步声, 蹑手蹑脚, 轻巧的脚步声, "
    "轻手轻脚, 蹑足, 蹑手蹑脚的脚步声, 踮着脚, 踮脚走, 踮起脚尖走, 蹑脚, 悄悄走过, "
    "悄声走路, 轻轻走过, 赤脚走路",
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
