"""Radio static: the hiss between two stations, with crackles and fading."""

from functools import cache

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity
from envsound_server.engines.procedural.models.beds import NoiseBed
from envsound_server.engines.procedural.models.grains import Scatter, balance, burst_grain
from envsound_server.engines.procedural.source import Mono, Part, Source

_HISS = ((54, -30), (107, -9), (1_000, -6), (5_900, -1), (8_900, -11), (20_000, -21))
_CRACKLE_HERTZ = {Intensity.LIGHT: 1.0, Intensity.NORMAL: 4.0, Intensity.HEAVY: 14.0}
_CRACKLE_GAIN = 0.003
_BANK = 40


class _Static:
    """A `Source`: hiss and crackles."""

    def __init__(self, part: Part) -> None:
        self._hiss = NoiseBed(
            part, _HISS, depth_db=2.5, rate_hertz=0.5, togetherness=0.8, coherence=0.7
        )
        self._crackles = Scatter(part.generator(), _crackles())
        self._crackle_hertz = _CRACKLE_HERTZ[part.layer.intensity]

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        crackles = self._crackles.render(self._crackle_hertz, spread=1.4, width=0.3)
        return np.asarray(self._hiss.render() + np.float32(_CRACKLE_GAIN) * crackles, np.float32)


@cache
def _crackles() -> list[Mono]:
    """Return the crackles of far lightning and near switches."""
    draw = np.random.default_rng(1937)
    crackles = []
    for seconds in draw.lognormal(np.log(0.002), 0.7, _BANK):
        low = draw.uniform(300.0, 1_800.0)
        crackles.append(burst_grain(draw, (low, 3.5 * low), float(min(seconds, 0.02))))
    return balance(crackles)


def _make(part: Part) -> Source:
    return _Static(part)


KIND = Kind(
    name="static",
    chinese_name="静电噪声",
    ucs="COMStatic",
    group=Group.BED,
    english="radio static, static noise, tv static, television static, white noise, radio noise, "
    "radio hiss, radio interference, interference, hiss, hissing noise, pink noise, "
    "brown noise, detuned radio, static hiss",
    chinese="收音机的杂音, 收音机杂音, 收音机噪声, 电台杂音, 无线电噪声, 无线电杂音, 白噪声, "
    "白噪音, 杂音, 电视雪花, 雪花噪声, 静电声, 静电, 静电噪音, 电磁干扰, 粉红噪音, 粉噪声, "
    "收音机的噪音, 收音机噪音, 收音机的噪声, 收音机沙沙声, 收音机的沙沙声, 收音机的电流声, "
    "收音机信号, 收音机调台, 收音机滋滋声, 电台噪声, 电台噪音, 电视噪音, 电视噪声, 电视雪花声, "
    "电视机雪花, 电视杂音, 雪花屏, 雪花点, 雪花噪音, 雪花音, 静电干扰, 静电杂音, 静电的噪音, "
    "信号干扰, 信号杂音, 干扰声, 干扰音, 无线电干扰, 无线电静电, 无线电噪音, 无线电沙沙声, 对讲机, "
    "对讲机杂音, 对讲机的杂音, 对讲机噪音, 沙沙的电流声, 滋啦的电流杂音, 嘶嘶的噪声, 白噪, "
    "粉红噪声, 粉红噪, 棕色噪音, 棕噪音, 调频噪音, 短波杂音, 无线电, 嘶嘶声",
    examples=("radio static", "收音机的杂音"),
    make=_make,
    metres=(0.5, 1.5, 10.0),
    gain_db=-9.6,
    mix_db=-8.0,
)
"""The radio static."""
