"""A market: talking, bargaining and calling people."""

from envsound_server.engines.procedural.kind import Group, Kind, Member
from envsound_server.engines.procedural.layers import Distance, Intensity, Place
from envsound_server.engines.procedural.models.crowds import Crowd, Gathering
from envsound_server.engines.procedural.source import Part, Source

_GATHERINGS = {
    Intensity.LIGHT: Gathering(3, 5, hum_db=-26.0, effort=0.2, pause_seconds=0.7),
    Intensity.NORMAL: Gathering(4, 9, hum_db=-23.0, effort=0.35, pause_seconds=0.4),
    Intensity.HEAVY: Gathering(5, 12, hum_db=-21.0, effort=0.5, pause_seconds=0.3),
}


def _make(part: Part) -> Source:
    return Crowd(part, _GATHERINGS[part.layer.intensity])


KIND = Kind(
    name="market",
    chinese_name="集市",
    ucs="AMBMrkt",
    group=Group.BED,
    english="markets, marketplace, market place, market square, village market, street market, "
    "farmers market, bazaar, fair, town square, fish market, medieval market",
    chinese="市场, 菜市场, 古代集市, 赶集, 庙会, 市集, 集贸市场, 农贸市场, 叫卖, 叫卖声, "
    "集市声, 集市上, 集市叫卖, 集市叫卖声, 市场叫卖, 市场里, 菜场, 菜市, 早市, 赶大集, "
    "赶圩, 圩市, 墟市, 农贸市场声, 跳蚤市场, 花市, 鱼市, 鱼市场, 牲口市场, 古镇集市, "
    "古代市集, 闹市叫卖, 坊市, 早集, 大集, 叫卖的小贩, 小贩叫卖, 小贩叫卖声, 小贩吆喝, "
    "小贩的吆喝声, 小贩的叫卖声, 商贩, 商贩叫卖, 商贩吆喝, 商贩的吆喝声, 摊贩, "
    "摊贩叫卖, 摊贩吆喝, 吆喝声, 吆喝, 吆喝叫卖, 沿街叫卖, 货郎叫卖, 讨价还价, "
    "讨价还价声, 砍价, 地摊, 摆摊, 庙会声, 购物街",
    heavy="熙熙攘攘的集市, 人山人海的集市, 熙熙攘攘的市场",
    light="冷清的集市, 冷清的市场",
    examples=("a village market", "古代集市"),
    make=_make,
    members=(
        Member("footsteps on stone", -8.0),
        Member("hens", -10.0, distance=Distance.DISTANT),
    ),
    place=Place.STREET,
    metres=(2.0, 6.0, 60.0),
    gain_db=-10.0,
    mix_db=-1.0,
)
