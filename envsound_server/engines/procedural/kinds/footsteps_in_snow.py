"""Footsteps in snow: a breaking crust and squeaking grains under pressure.

Measured on a recording of a walk in snow: 0.67 s a step, each a crunch of 0.3 s, most of it
between 200 Hz and 2 kHz and 10 dB less above 2.5 kHz.
"""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import LogNormal
from envsound_server.engines.procedural.models.impacts import Body, Burst
from envsound_server.engines.procedural.models.presence import OUTDOORS
from envsound_server.engines.procedural.models.steps import Grit, Tread, footsteps
from envsound_server.engines.procedural.source import Part, Source

_TREAD = Tread(
    floor=Body(142.0, 2_130.0, 12, 0.0345, level_exponent=0.861, decay_exponent=0.709),
    contact_seconds=0.0028,
    click=Burst(438.0, 2_800.0, 0.0181, 0.004),
    click_db=-5.64,
    toe_delay_seconds=LogNormal(0.0848, 0.15),
    toe_db=-8.91,
    scuff=Burst(888.0, 11_600.0, 0.0654, 0.0501),
    scuff_db=-13.8,
    grit=Grit(147, 535.0, 1_840.0, 0.000804, 1.47, 0.166, 0.0877, 3.71),
    grit_db=20.0,
)
_GAP_SECONDS = 0.583
_PRESENCE_DB = -36.1


def _make(part: Part) -> Source:
    return footsteps(part, _TREAD, _GAP_SECONDS, _PRESENCE_DB, points=OUTDOORS)


KIND = Kind(
    name="footsteps in snow",
    chinese_name="雪地脚步",
    ucs="FEETHmn",
    group=Group.EVENT,
    english="walking in snow, walking through snow, footsteps on snow, steps in snow, "
    "snow footsteps, crunching snow, snow crunching underfoot, trudging through snow",
    chinese="雪地里的脚步声, 雪地脚步声, 踩雪, 踏雪, 走在雪地里, 走在雪地上, 雪地上的脚步声, "
    "踏雪声, 踩雪声, 踩在雪上, 踩在雪地上, 踩在雪地里, 踩在积雪上, 踩着积雪, 踩着雪, 踏着积雪, "
    "踏着雪, 踏雪而行, 踏雪而来, 走在雪上, 走在积雪上, 雪上的脚步声, 雪中的脚步声, 雪地行走, "
    "在雪地里行走, 在雪地上行走, 在雪地里走, 在雪中行走, 雪地里走路, 雪地咯吱, 雪地咯吱声, "
    "雪地咯吱作响, 踩雪咯吱, 咯吱咯吱的雪, 咯吱咯吱踩雪, 积雪上的脚步声, 雪地踩踏, 雪地漫步, "
    "雪地跋涉, 脚踩积雪",
    examples=("walking in snow", "雪地里的脚步声"),
    make=_make,
    place=Place.FIELD,
    metres=(1.0, 2.0, 25.0),
    gain_db=-3.0,
    mix_db=-5.0,
)
