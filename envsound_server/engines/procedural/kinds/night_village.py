"""A village at night: crickets, a dog far off, hardly any wind."""

from envsound_server.engines.procedural.kind import Group, Kind, Member
from envsound_server.engines.procedural.layers import Distance, Intensity, Place

KIND = Kind(
    name="night village",
    chinese_name="乡村夜晚",
    ucs="AMBRurl",
    group=Group.BED,
    english="village at night, night in a village, village night, countryside at night, "
    "night in the countryside, quiet village, quiet village at night, rural night, "
    "farm at night",
    chinese="夜晚的村庄, 乡村的夜晚, 夜晚的乡村, 村庄夜晚, 乡间夜晚, 乡下的夜晚, 夜晚的村子, "
    "村子, 农村夜晚",
    examples=("a village at night, a dog far away", "夜晚的村庄，远处狗叫"),
    members=(
        Member("crickets", 3.0),
        Member("dog bark", 5.0, distance=Distance.DISTANT),
        Member("wind", -18.0, intensity=Intensity.LIGHT),
    ),
    place=Place.FIELD,
    metres=(3.0, 10.0, 60.0),
)
