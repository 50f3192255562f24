"""Running on hard ground: one short, hard contact per step."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import LogNormal
from envsound_server.engines.procedural.models.impacts import Body, Burst
from envsound_server.engines.procedural.models.presence import OUTDOORS
from envsound_server.engines.procedural.models.steps import Grit, Tread, footsteps
from envsound_server.engines.procedural.source import Part, Source

_TREAD = Tread(
    floor=Body(50.0, 2_130.0, 12, 0.0333, decay_exponent=0.996, level_exponent=1.2),
    contact_seconds=0.00377,
    click=Burst(1_100.0, 8_650.0, 0.003),
    click_db=-10.8,
    toe_delay_seconds=LogNormal(0.0258, 0.2),
    toe_db=-2.58,
    scuff=Burst(1_110.0, 2_800.0, 0.0477, 0.0296),
    scuff_db=-20.4,
    grit=Grit(44, 502.0, 2_500.0, 0.00105, 1.93, 0.0412, 0.0814, -2.94),
    grit_db=-4.05,
)
_GAP_SECONDS = 0.359
_PRESENCE_DB = -32.0


def _make(part: Part) -> Source:
    return footsteps(part, _TREAD, _GAP_SECONDS, _PRESENCE_DB, points=OUTDOORS)


KIND = Kind(
    name="running",
    chinese_name="奔跑",
    ucs="FEETHmn",
    group=Group.EVENT,
    english="someone running, person running, running footsteps, running steps, runner, "
    "jogging, footsteps running, someone running on pavement, running on pavement, "
    "sprinting, running feet, jogger",
    chinese="奔跑的脚步声, 跑步, 跑步声, 奔跑声, 慢跑, 跑步的脚步声, 有人奔跑, 奔跑的声音, "
    "奔跑的脚步, 奔跑着, 跑动, 跑动声, 跑来跑去, 跑过, 跑步的声音, 跑的脚步声, 狂奔, 狂奔的脚步声, "
    "飞奔, 飞奔的脚步声, 飞跑, 疾跑, 疾奔, 小跑, 小跑的脚步声, 快跑, 快步跑, 拔腿就跑, 拔腿狂奔, "
    "一路狂奔, 一路小跑, 逃跑的脚步声, 逃跑声, 追跑, 孩子跑过, 有人跑步, 有人跑过, 百米冲刺, "
    "奔走的脚步声, 慌乱的脚步声, 逃跑",
    heavy="拼命奔跑, 拼命跑, 狂奔而去, 没命地跑",
    examples=("someone running on pavement", "奔跑的脚步声"),
    make=_make,
    place=Place.STREET,
    metres=(1.5, 4.0, 30.0),
    gain_db=-2.0,
    mix_db=-2.0,
)
