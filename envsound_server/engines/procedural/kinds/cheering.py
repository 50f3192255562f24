"""A cheering crowd: shouts, whistles and clapping."""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.cheers import Cheering, Cheers
from envsound_server.engines.procedural.models.clapping import Applause, Audience
from envsound_server.engines.procedural.source import Part, Source, decibels

_CHEERS = {
    Intensity.LIGHT: Cheering(14.0, 0.25, 0.9),
    Intensity.NORMAL: Cheering(30.0, 0.5, 0.9),
    Intensity.HEAVY: Cheering(36.0, 0.6, 0.9),
}
_AUDIENCE = Audience(60, -8.0, -31.0)
_CLAPPING_DB = 15.0


class _Cheering:
    """A `Source`: cheers over applause."""

    def __init__(self, part: Part) -> None:
        self._cheers = Cheers(part, _CHEERS[part.layer.intensity])
        self._applause = Applause(part, _AUDIENCE)

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        clapping = np.float32(decibels(_CLAPPING_DB)) * self._applause.render()
        return self._cheers.render() + clapping


def _make(part: Part) -> Source:
    return _Cheering(part)


KIND = Kind(
    name="cheering",
    chinese_name="欢呼",
    ucs="CRWDCheer",
    group=Group.BED,
    english="cheer, cheers, cheering crowd, crowd cheering, crowd cheers, people cheering, "
    "fans cheering, audience cheering, hooray, stadium crowd, hurrah",
    chinese="欢呼声, 人群欢呼, 喝彩声, 叫好, 叫好声, 呐喊, 呐喊声, 加油声, 球迷欢呼, 欢呼雀跃, "
    "欢呼呐喊, 欢呼的人群, 欢叫, 欢腾, 观众欢呼, 观众喝彩, 观众叫好, 球迷呐喊, 喊杀声, 喊杀, 助威, "
    "助威声, 呐喊助威, 加油呐喊, 喝彩叫好, 齐声叫好, 齐声欢呼, 众人欢呼, 万岁声, 高呼万岁, "
    "欢呼声四起, 喝彩声四起, 叫好声一片, 加油助威, 士兵呐喊, 摇旗呐喊, 人群呐喊",
    heavy="roaring crowd, wild cheering, crowd roaring, 欢呼雷动, 山呼海啸, 欢声雷动, 杀声震天, "
    "热烈欢呼, 欢声震天, 欢呼如潮, 万众欢呼, 雷鸣般的欢呼, 雷鸣般的欢呼声",
    examples=("a crowd cheering", "人群欢呼"),
    make=_make,
    place=Place.HALL,
    metres=(4.0, 12.0, 120.0),
    gain_db=-27.5,
    mix_db=2.0,
)
