"""A market: people who talk, bargain and call their wares."""

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
    chinese="市场, 菜市场, 古代集市, 赶集, 庙会, 市集, 集贸市场, 农贸市场, 叫卖, 叫卖声",
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
