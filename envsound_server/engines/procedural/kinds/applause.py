"""Applause: an audience that claps."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Distance, Intensity, Place
from envsound_server.engines.procedural.models.clapping import Applause, Audience
from envsound_server.engines.procedural.source import Part, Source

_AUDIENCES = {
    Intensity.LIGHT: Audience(14, -8.0, -50.0, 3.4),
    Intensity.NORMAL: Audience(90, -8.0, -31.0),
    Intensity.HEAVY: Audience(130, -9.0, -22.0, 4.6),
}
_FAR_AWAY = Audience(80, -6.0, -22.0)


def _make(part: Part) -> Source:
    if part.layer.distance is Distance.DISTANT:
        return Applause(part, _FAR_AWAY)
    return Applause(part, _AUDIENCES[part.layer.intensity])


KIND = Kind(
    name="applause",
    chinese_name="掌声",
    ucs="CRWDApls",
    group=Group.BED,
    english="applauding, applauds, applaud, audience applauds, audience applauding, clapping, "
    "clap, claps, hand clapping, clapping hands, audience clapping, crowd clapping, "
    "crowd applauding, people clapping, ovation",
    chinese="鼓掌, 鼓掌声, 拍手, 拍手声, 拍掌, 观众鼓掌, 喝彩, 掌声响起, 掌声一片, 阵阵掌声, 击掌, "
    "击掌声, 拍掌声, 拍巴掌, 鼓掌喝彩, 报以掌声, 观众的掌声",
    heavy="thunderous applause, standing ovation, roaring applause, 热烈的掌声, 热烈鼓掌, "
    "掌声四起, 掌声不息, 掌声经久不息, 掌声轰鸣, 满堂彩, 起立鼓掌, 热烈掌声",
    light="polite applause, sparse applause, scattered applause, a few people clapping, "
    "稀稀拉拉的掌声, 零星掌声, 轻轻鼓掌, 稀落的掌声, 礼貌的掌声, 礼貌性的掌声",
    examples=("an audience applauds", "掌声雷动"),
    make=_make,
    place=Place.HALL,
    metres=(3.0, 10.0, 60.0),
    gain_db=-3.0,
    mix_db=1.0,
)
