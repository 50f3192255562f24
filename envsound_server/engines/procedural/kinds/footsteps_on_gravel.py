"""Footsteps on gravel: shifting and colliding stones under the sole.

Measured on a recording of a walk on gravel: 0.61 s a step, each some 0.15 s long, most of it
between 600 Hz and 2.5 kHz, single stones far louder than the rest.
"""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import LogNormal
from envsound_server.engines.procedural.models.impacts import Body, Burst
from envsound_server.engines.procedural.models.presence import OUTDOORS
from envsound_server.engines.procedural.models.steps import Grit, Tread, footsteps
from envsound_server.engines.procedural.source import Part, Source

_TREAD = Tread(
    floor=Body(70.0, 800.0, 30, 0.0102, level_exponent=0.514, decay_exponent=0.761),
    contact_seconds=0.00298,
    click=Burst(1_240.0, 2_510.0, 0.0257),
    click_db=-15.4,
    toe_delay_seconds=LogNormal(0.162, 0.2),
    toe_db=-8.78,
    scuff=Burst(473.0, 3_620.0, 0.0544, 0.0337),
    scuff_db=-11.2,
    grit=Grit(241, 703.0, 3_000.0, 0.00114, 0.9, 0.112, 0.137, -1.71),
    grit_db=8.46,
)
_GAP_SECONDS = 0.521
_PRESENCE_DB = -36.4


def _make(part: Part) -> Source:
    return footsteps(part, _TREAD, _GAP_SECONDS, _PRESENCE_DB, points=OUTDOORS)


KIND = Kind(
    name="footsteps on gravel",
    chinese_name="砾石脚步",
    ucs="FEETHmn",
    group=Group.EVENT,
    english="walking on gravel, steps on gravel, gravel footsteps, crunching gravel, "
    "walking on pebbles, footsteps on pebbles, footsteps on sand",
    chinese="走在石子路上, 碎石路上的脚步声, 砾石上的脚步声, 石子路上的脚步声, 踩着碎石, "
    "砂石路上的脚步声, 砾石脚步声, 砾石路上的脚步声, 石子路脚步声, 碎石脚步声, 碎石上的脚步声, "
    "碎石路脚步声, 鹅卵石上的脚步声, 鹅卵石路上的脚步声, 沙石路上的脚步声, 沙砾上的脚步声, "
    "砂砾上的脚步声, 卵石上的脚步声, 踩碎石, 踩石子, 踩着石子, 踩着砾石, 踩在碎石上, 踩在石子上, "
    "踩在砾石上, 踩在石子路上, 踩在碎石路上, 走在碎石路上, 走在碎石上, 走在砾石上, 走在砾石路上, "
    "走在鹅卵石上, 走在砂石路上, 走在沙石路上, 沙砾脚步声, 碎石路上走, 石子路上走",
    examples=("footsteps on gravel", "走在石子路上"),
    make=_make,
    place=Place.FIELD,
    metres=(1.0, 2.0, 25.0),
    gain_db=-3.0,
    mix_db=-4.0,
)
