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
    chinese="餐馆, 饭店, 饭馆, 咖啡厅, 咖啡馆, 咖啡店, 咖啡屋, 食堂, 茶馆, 茶楼, 酒楼, 餐厅里, "
    "餐厅声, 餐厅嘈杂声, 餐厅环境, 餐厅环境音, 餐厅氛围, 餐厅背景音, 餐厅的嘈杂声, "
    "饭馆里, 饭店里, 饭铺, 小餐馆, 西餐厅, 中餐厅, 烤肉店, 美食广场, 自助餐厅, 食肆, "
    "咖啡厅里, 咖啡厅环境音, 咖啡厅氛围, 咖啡馆里, 咖啡馆环境音, 咖啡馆氛围, "
    "咖啡馆嘈杂声, 咖啡馆的嘈杂声, 咖啡店里, 茶馆里, 茶楼里, 茶社, 茶铺, 酒楼里, "
    "食堂里, 学校食堂, 晚宴",
    heavy="busy restaurant, crowded restaurant, busy cafe, 热闹的餐厅, 拥挤的餐厅",
    light="quiet cafe, quiet restaurant, quiet coffee shop, 安静的咖啡馆, 安静的餐厅, 冷清的餐厅, "
    "冷清的饭馆, 静谧的咖啡馆",
    examples=("a busy restaurant", "热闹的餐厅"),
    make=_make,
    members=(Member("dishes", -6.0),),
    place=Place.ROOM,
    metres=(1.5, 4.0, 25.0),
    gain_db=-10.5,
    mix_db=-2.0,
)
