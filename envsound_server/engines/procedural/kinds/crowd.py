"""A crowd: many people who talk at the same time, none of them understood."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Distance, Intensity, Place
from envsound_server.engines.procedural.models.crowds import Crowd, Gathering
from envsound_server.engines.procedural.source import Part, Source

_GATHERINGS = {
    Intensity.LIGHT: Gathering(2, 3, hum_db=-28.0, pause_seconds=0.7),
    Intensity.NORMAL: Gathering(4, 9, hum_db=-23.0),
    Intensity.HEAVY: Gathering(5, 12, hum_db=-20.0, effort=0.4, pause_seconds=0.25),
}
_FAR_AWAY = Gathering(3, 9, near_db=(-7.0, -14.0), hum_db=-28.0)


def _make(part: Part) -> Source:
    if part.layer.distance is Distance.DISTANT:
        return Crowd(part, _FAR_AWAY)
    return Crowd(part, _GATHERINGS[part.layer.intensity])


KIND = Kind(
    name="crowd",
    chinese_name="人群",
    ucs="CRWDWalla",
    group=Group.BED,
    english="crowds, crowd of people, murmuring crowd, murmur, murmurs, murmuring, babble, "
    "hubbub, walla, chatter, chattering, voices, people talking, people chatting, talking, "
    "chatting, conversation, conversations, people, audience, gathering",
    chinese="人声, 人群声, 人群的嘈杂声, 嘈杂人声, 嘈杂声, 交谈, 交谈声, 聊天, 聊天声, 谈话, "
    "谈话声, 说话声, 人们交谈, 人们聊天, 人们说话, 喧哗, 喧哗声, 议论纷纷",
    heavy="noisy crowd, loud crowd, huge crowd, packed crowd, 人声鼎沸, 人山人海",
    light="a few people talking, whispering crowd, quiet conversation, 窃窃私语, 低声交谈",
    examples=("a murmuring crowd", "人群的嘈杂声"),
    make=_make,
    place=Place.HALL,
    metres=(2.0, 6.0, 60.0),
    gain_db=-10.5,
    mix_db=-1.0,
)
