"""Footsteps on stone: shoes on strongly damped slabs, and a little grit."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import LogNormal
from envsound_server.engines.procedural.models.impacts import Body, Burst
from envsound_server.engines.procedural.models.steps import Grit, Tread, footsteps
from envsound_server.engines.procedural.source import Part, Source

_TREAD = Tread(
    floor=Body(50.4, 3_290.0, 14, 0.0164, decay_exponent=0.958, level_exponent=1.16),
    contact_seconds=0.00332,
    click=Burst(1_720.0, 12_000.0, 0.003),
    click_db=-12.0,
    toe_delay_seconds=LogNormal(0.152, 0.15),
    toe_db=-13.6,
    scuff=Burst(1_250.0, 2_710.0, 0.0524, 0.06),
    scuff_db=-25.8,
    grit=Grit(40, 574.0, 2_500.0, 0.00094, 1.73, 0.07, 0.0483, -4.36),
    grit_db=-4.11,
)
_GAP_SECONDS = 0.506
_PRESENCE_DB = -31.5


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
    chinese="石板路上的脚步声, 高跟鞋, 高跟鞋声, 石板上的脚步声, "
    "走在石板路上, 水泥地上的脚步声, 石板脚步声, 石板路脚步声, 石板地上的脚步声, 青石板上的脚步声, "
    "青石板路上的脚步声, 石地板上的脚步声, 石阶上的脚步声, 石头上的脚步声, 大理石上的脚步声, "
    "大理石地面的脚步声, 水泥地脚步声, 水泥地面的脚步声, 瓷砖上的脚步声, 地砖上的脚步声, "
    "走在石板上, 走在青石板上, 走在青石板路上, 走在水泥地上, 走在大理石上, 走在石头上, 走在瓷砖上, "
    "走在石头路上, 踩在石板上, 踩在青石板上, 踩着青石板, 走廊上的脚步声, 走廊里响起脚步声, "
    "过道里的脚步声, 长廊里的脚步声, 高跟鞋的声音, 高跟鞋的脚步声, 高跟鞋哒哒, 高跟鞋哒哒声, "
    "高跟鞋敲击地面, 高跟鞋走路, 皮鞋声, 皮鞋踏在石板上, 街上的脚步声, 街道上的脚步声, "
    "巷子里的脚步声, 柏油路上的脚步声, 人行道上的脚步声",
    examples=("footsteps echoing in a stone corridor", "走廊里的脚步声"),
    make=_make,
    place=Place.CORRIDOR,
    metres=(1.5, 5.0, 30.0),
    gain_db=-3.0,
    mix_db=-3.0,
)
