"""A restaurant or café: talk at many tables."""

from envsound_server.engines.procedural.kind import Group, Kind, Member
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.crowds import Crowd, Gathering
from envsound_server.engines.procedural.source import Part, Source

_GATHERINGS = {
    Intensity.LIGHT: Gathering(2, 4, far_db=(-10.0, -20.0), hum_db=-28.0, pause_seconds=0.8),
    Intensity.NORMAL: Gathering(4, 8, far_db=(-8.0, -18.0), hum_db=-24.0, pause_seconds=0.45),
    Intensity.HEAVY: Gathering(4, 11, hum_db=-21.0, effort=0.25, pause_seconds=0.3),
}


def _make(part: Part) -> Source:
    return Crowd(part, _GATHERINGS[part.layer.intensity])


KIND = Kind(
    name="restaurant",
    chinese_name="餐厅",
    ucs="AMBRest",
    group=Group.BED,
    english="restaurants, cafe, cafes, café, cafés, cafe murmur, coffee shop, coffee shops, "
    "coffeehouse, coffee house, bistro, canteen, cafeteria, diner, dining room, dining hall, "
    "teahouse, tea house, food court",
    chinese="餐馆, 饭店, 饭馆, 咖啡厅, 咖啡馆, 咖啡店, 咖啡屋, 食堂, 茶馆, 茶楼, 酒楼",
    heavy="busy restaurant, crowded restaurant, busy cafe, 热闹的餐厅",
    light="quiet cafe, quiet restaurant, quiet coffee shop, 安静的咖啡馆, 安静的餐厅",
    examples=("a busy restaurant", "热闹的餐厅"),
    make=_make,
    members=(Member("dishes", -6.0),),
    place=Place.ROOM,
    metres=(1.5, 4.0, 25.0),
    gain_db=-10.5,
    mix_db=-2.0,
)
