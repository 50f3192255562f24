"""A horse-drawn carriage: hooves, iron tyres on stone, loose wood and harness."""

from envsound_server.engines.procedural.kind import Group, Kind, Member
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.fades import FadedIn
from envsound_server.engines.procedural.models.wagon import Wagon
from envsound_server.engines.procedural.source import Part, Source


def _make(part: Part) -> Source:
    return FadedIn(part, Wagon(part))


KIND = Kind(
    name="horse and carriage",
    chinese_name="马车",
    ucs="VEHWagn",
    group=Group.EVENT,
    english="horse-drawn carriage, horse drawn carriage, carriage, carriages, stagecoach, "
    "wagon, wagons, cart, carts, horse cart, horse and cart, horse-drawn cart, "
    "coach and horses, horse and wagon, chariot, ox cart, brougham, hansom cab, "
    "hansom, buggy",
    chinese="马车声, 马车驶过, 四轮马车, 大车, 驿车, 牛车, 马拉车, 马车的声音, 马车行驶, "
    "马车行驶声, 马车轮声, 马车车轮声, 马车的车轮声, 马车辚辚, 马车轱辘声, 马车疾驰, 马车驶来, "
    "马车驶进, 马车颠簸, 马车跑过, 马车轮子, 乘马车, 坐马车, 赶马车, 赶车, 赶大车, 牛车声, 驴车, "
    "骡车, 马拉大车, 双轮马车, 驿马车, 辎重车, 战车, 大篷车, 车轱辘声, 车轮滚滚, 车轮辚辚, "
    "车辚辚马萧萧, 辚辚, 车马声, 车马, 车轮碾过石板路, 敞篷马车",
    examples=("a horse-drawn carriage", "马车驶过"),
    make=_make,
    members=(Member("horse hooves", 3.0),),
    place=Place.STREET,
    metres=(2.0, 6.0, 60.0),
    mix_db=-6.0,
)
