"""The siren of an emergency vehicle: a horn loudspeaker that wails or yelps."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.sirens import Siren
from envsound_server.engines.procedural.source import Part, Source


def _make(part: Part) -> Source:
    return Siren(part)


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
    chinese="警笛声, 警报, 警报声, 警车, 救护车, 消防车, 警车声, 救护车声, 警车鸣笛, "
    "救护车鸣笛, 救护车警笛, 消防车警笛, 警车警笛, 警笛长鸣, 警笛呼啸, 防空警报, 消防警报, "
    "汽笛警报, 鸣警笛",
    examples=("a siren passing", "警笛声"),
    make=_make,
    place=Place.STREET,
    metres=(6.0, 25.0, 250.0),
    gain_db=-6.0,
    mix_db=2.0,
    doppler=True,
)
