"""Footsteps on stone: hard heels on slabs that hardly ring."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import LogNormal
from envsound_server.engines.procedural.models.impacts import Body, Burst
from envsound_server.engines.procedural.models.steps import Grit, Tread, footsteps
from envsound_server.engines.procedural.source import Part, Source

_TREAD = Tread(
    floor=Body(50.0, 2_130.0, 12, 0.0333, decay_exponent=0.996, level_exponent=1.2),
    contact_seconds=0.002,
    click=Burst(1_100.0, 8_650.0, 0.003),
    click_db=-10.8,
    toe_delay_seconds=LogNormal(0.1, 0.15),
    toe_db=-6.0,
    scuff=Burst(1_110.0, 2_800.0, 0.0477, 0.0296),
    scuff_db=-20.4,
    grit=Grit(44, 502.0, 2_500.0, 0.00105, 1.93, 0.0412, 0.0814, -2.94),
    grit_db=-4.05,
)
_GAP_SECONDS = 0.52
_PRESENCE_DB = -36.0


def _make(part: Part) -> Source:
    return footsteps(part, _TREAD, _GAP_SECONDS, _PRESENCE_DB)


KIND = Kind(
    name="footsteps on stone",
    chinese_name="石板脚步",
    ucs="FEETHmn",
    group=Group.EVENT,
    english="footsteps in a stone corridor, footsteps echoing in a stone corridor, high heels, "
    "walking on stone, footsteps on concrete, footsteps on tiles, footsteps on pavement, "
    "footsteps on cobblestones, walking on pavement, footsteps on marble",
    chinese="走廊里的脚步声, 石板路上的脚步声, 高跟鞋, 高跟鞋声, 石板上的脚步声, 走在石板路上, 水泥地上的脚步声",
    examples=("footsteps echoing in a stone corridor", "走廊里的脚步声"),
    make=_make,
    place=Place.CORRIDOR,
    metres=(1.5, 5.0, 30.0),
    mix_db=-3.0,
)
