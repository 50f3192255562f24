"""The siren of an emergency vehicle: wail or yelp of a horn loudspeaker."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.fades import FadedIn
from envsound_server.engines.procedural.models.sirens import Siren
from envsound_server.engines.procedural.models.spells import in_spells
from envsound_server.engines.procedural.source import Part, Source

_WAIL_SECONDS = 4.4


def _make(part: Part) -> Source:
    return in_spells(part, FadedIn(part, Siren(part)), _WAIL_SECONDS, 0.4)


KIND = Kind(
    name="siren",
    chinese_name="警笛",
    ucs="VEHSirn",
    group=Group.EVENT,
    english="sirens, police siren, police sirens, ambulance, ambulances, ambulance siren, "
    "ambulance sirens, fire engine, fire engines, fire truck, fire trucks, fire engine siren, "
    "fire truck siren, emergency siren, emergency vehicle, emergency vehicles, police car, "
    "police cars, wailing siren, wailing sirens, siren wailing, sirens wailing, siren passing, "
    "police car siren, air raid siren",
    chinese="警笛声, 警报, 警报声, 警车, 救护车, 消防车, 警车声, 救护车声, 警车鸣笛, 救护车鸣笛, "
    "救护车警笛, 消防车警笛, 警车警笛, 警笛长鸣, 警笛呼啸, 防空警报, 消防警报, 汽笛警报, 鸣警笛, "
    "警笛响起, 警笛鸣响, 警笛鸣叫, 警笛声响起, 警笛声声, 警笛的声音, 警报响起, 警报响, 警报长鸣, "
    "警报器, 警报器声, 警报声响起, 警报鸣响, 警报拉响, 拉响警报, 拉警报, 空袭警报, 空袭警报声, "
    "防空警报声, 火警, 火警声, 火警警报, 救护车的声音, 救护车的警笛, 救护车的警笛声, 救护车警报, "
    "救护车鸣笛声, 救护车笛声, 消防车声, 消防车的声音, 消防车鸣笛, 消防车警报, 消防车的警笛声, "
    "警车鸣笛声, 警车的警笛声, 警车的警笛, 警车警笛声, 警车警报, 警车呼啸, 呼啸的警笛, 呼啸的警车, "
    "刺耳的警报, 刺耳的警报声, 刺耳的警笛, 刺耳的警笛声, 防盗警报, 警报器响, 急救车, 凄厉的警笛, "
    "凄厉的警报声",
    examples=("a siren passing", "警笛声"),
    make=_make,
    place=Place.STREET,
    metres=(6.0, 25.0, 250.0),
    gain_db=-6.0,
    mix_db=2.0,
    doppler=True,
)
