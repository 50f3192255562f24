"""A crowd: unintelligible speech of many people at the same time."""

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
    "hubbub, walla, chatter, chattering, voices, people talking, people chatting, "
    "talking, chatting, conversation, conversations, people, audience, gathering, "
    "murmur of voices, background chatter",
    chinese="人声, 人群声, 人群的嘈杂声, 嘈杂人声, 嘈杂声, 交谈, 交谈声, 聊天, 聊天声, 谈话, "
    "谈话声, 说话声, 人们交谈, 人们聊天, 人们说话, 喧哗, 喧哗声, 议论纷纷, 人群嘈杂声, 人群喧哗, "
    "人群交谈, 人群的喧哗, 人群的议论声, 人群说话声, 人们的交谈声, 人们的谈话声, 人们谈话, "
    "众人议论, 议论声, 议论, 吵闹声, 吵闹的人群, 喧闹声, 喧嚣声, 喧哗的人群, 人声喧哗, 讲话声, "
    "谈笑, 谈笑声, 说笑, 说笑声, 欢声笑语, 闲聊, 闲谈, 对话声, 谈话的声音, 说话的声音, 讨论声, "
    "七嘴八舌, 交头接耳, 人潮, 熙熙攘攘, 熙攘, 熙来攘往, 围观的人群, 观众嘈杂, 路人交谈, 吵吵嚷嚷, "
    "嚷嚷声, 说话的人群, 骚动的人群, 人群骚动, 众声喧哗, 大家聊天, 闹哄哄, 乱哄哄",
    heavy="noisy crowd, loud crowd, huge crowd, packed crowd, 人声鼎沸, 人山人海, 人声沸腾, "
    "沸腾的人群, 人头攒动, 人潮汹涌, 拥挤的人群, 人潮涌动, 熙熙攘攘的人群, 喧声震天, 摩肩接踵, "
    "人流如织, 人满为患",
    light="a few people talking, whispering crowd, quiet conversation, 窃窃私语, 低声交谈, 私语, "
    "窃窃私语声, 低语, 低语声, 低声说话, 低声议论, 低声细语, 轻声细语, 轻声说话, 小声说话, "
    "小声嘀咕, 耳语, 耳语声, 细语, 喃喃低语, 呢喃细语, 几个人交谈, 低低的说话声, 悄悄话, 喁喁私语",
    examples=("a murmuring crowd", "人群的嘈杂声"),
    make=_make,
    place=Place.HALL,
    metres=(2.0, 6.0, 60.0),
    gain_db=-10.5,
    mix_db=-1.0,
)
