"""A tavern: loud talk over mugs."""

from envsound_server.engines.procedural.kind import Group, Kind, Member
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.crowds import Crowd, Gathering
from envsound_server.engines.procedural.source import Part, Source

_GATHERINGS = {
    Intensity.LIGHT: Gathering(3, 5, hum_db=-26.0, effort=0.2, laughs=0.06, pause_seconds=0.6),
    Intensity.NORMAL: Gathering(4, 10, hum_db=-21.0, effort=0.45, laughs=0.08, pause_seconds=0.3),
    Intensity.HEAVY: Gathering(5, 12, hum_db=-20.0, effort=0.6, laughs=0.12, pause_seconds=0.2),
}


def _make(part: Part) -> Source:
    return Crowd(part, _GATHERINGS[part.layer.intensity])


KIND = Kind(
    name="tavern",
    chinese_name="酒馆",
    ucs="AMBRest",
    group=Group.BED,
    english="taverns, pub, pubs, bar, bars, inn, inns, saloon, alehouse, beer hall, beer garden, "
    "crowded bar, nightclub bar, medieval tavern",
    chinese="酒吧, 客栈, 酒肆, 小酒馆, 酒馆里的喧闹, 酒店大堂, 酒馆里, 酒馆喧闹声, 酒馆的喧哗, "
    "酒馆喧哗, 酒馆氛围, 酒馆环境音, 酒吧里, 酒吧声, 酒吧氛围, 酒吧环境音, 小酒吧, 酒铺, 酒舍, "
    "酒垆, 客栈里, 客栈大堂, 客栈大厅, 小客栈, 旅店大堂, 中世纪酒馆, 西部酒馆, 水手酒馆, 划拳, "
    "划拳声, 猜拳, 猜拳声, 猜拳行令, 行酒令, 喝酒划拳, 饮酒作乐",
    heavy="noisy tavern, rowdy tavern, crowded bar, rowdy pub, 喧闹的酒馆, 热闹的酒馆, 喧哗的酒馆, "
    "拥挤的酒馆, 拥挤的酒吧",
    light="quiet pub, quiet tavern, quiet bar, 安静的酒馆, 冷清的酒馆, 冷清的客栈, 冷清的酒吧",
    examples=("a noisy tavern", "酒馆里的喧闹"),
    make=_make,
    members=(Member("dishes", -4.0), Member("footsteps on wood", -10.0)),
    place=Place.ROOM,
    metres=(1.5, 4.0, 25.0),
    gain_db=-12.5,
    mix_db=-1.0,
)
