"""A horse-drawn carriage: hooves, iron tyres on stone, loose wood and harness."""

from envsound_server.engines.procedural.kind import Group, Kind, Member
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.wagon import Wagon
from envsound_server.engines.procedural.source import Part, Source


def _make(part: Part) -> Source:
    return Wagon(part)


KIND = Kind(
    name="horse and carriage",
    chinese_name="马车",
    ucs="VEHWagn",
    group=Group.EVENT,
    english="horse-drawn carriage, horse drawn carriage, carriage, carriages, stagecoach, wagon, "
    "wagons, cart, carts, horse cart, horse and cart, horse-drawn cart, "
    "coach and horses, horse and wagon, chariot, ox cart",
    chinese="马车声, 马车驶过, 四轮马车, 大车, 驿车, 牛车, 马拉车",
    examples=("a horse-drawn carriage", "马车驶过"),
    make=_make,
    members=(Member("horse hooves", 3.0),),
    place=Place.STREET,
    metres=(2.0, 6.0, 60.0),
    mix_db=-6.0,
)
