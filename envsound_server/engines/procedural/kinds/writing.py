"""Writing with a pencil: short strokes of grainy friction on paper on a table.

Handwriting goes up and down about five times a second, faster in the middle of a stroke than at its
ends, and friction is louder the faster it is: E. Thoret et al., "From sound to shape: auditory
perception of drawing movements", J. Exp. Psychol. HPP 40(3), 2014.
"""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.bursts import (
    Points,
    add,
    click,
    shaped_noise,
    varied,
)
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.source import Curve, Mono, Part, Source, frames_of

_WORDS = Bouts((2, 6), LogNormal(0.95, 0.3), LogNormal(0.95, 0.4), tail_seconds=0.5)
_FRICTION = (
    (100, -15), (250, -5), (500, -22), (900, -2), (1_600, 3), (2_800, 0), (4_500, -5), (7_000, -13),
    (12_000, -3), (18_000, -13),
)  # fmt: skip
_TAP = ((80, -12), (180, 0), (400, -4), (900, -10), (2_500, -14), (8_000, -24))
_STROKES_HERTZ = 10.0
_GRAINS_HERTZ = {Intensity.LIGHT: 500.0, Intensity.NORMAL: 930.0, Intensity.HEAVY: 1_200.0}
_GRAIN_DEPTH = 0.1
_TAP_LEVEL = 0.06


def _make(part: Part) -> Source:
    grains_hertz = _GRAINS_HERTZ[part.layer.intensity]

    def word(draw: np.random.Generator, event: Event) -> Mono:
        strokes = int(draw.integers(3, 9))
        return _word(draw, strokes, grains_hertz, event.seconds_left)

    return Events(part, _WORDS, word, width=0.15, level_sigma_db=1.5)


def _word(
    draw: np.random.Generator, strokes: int, grains_hertz: float, seconds_left: float
) -> Mono:
    """Return the strokes of one word, peak about 1."""
    out = np.zeros(frames_of(strokes * 0.3 + 0.2))
    onset = 0.004
    for number in range(strokes):
        if onset > seconds_left:
            break
        seconds = draw.lognormal(np.log(1.0 / _STROKES_HERTZ), 0.35)
        level = draw.uniform(0.35, 1.0)
        start = int(onset * SAMPLE_RATE_HERTZ)
        if number == 0 or draw.random() < 0.3:
            add(
                out,
                start,
                click(draw, varied(draw, _TAP, 3.0), 0.003, 0.015, -12.0),
                _TAP_LEVEL * draw.uniform(0.6, 1.4),
            )
        add(out, start, _stroke(draw, seconds, grains_hertz, _FRICTION), level)
        onset += seconds * (1.0 if draw.random() < 0.6 else draw.uniform(1.2, 1.9))
    return np.asarray(0.22 * out, np.float32)


def _stroke(
    draw: np.random.Generator, seconds: float, grains_hertz: float, points: Points
) -> Curve:
    """Return one stroke: friction noise whose level follows the speed of the hand."""
    frames = frames_of(seconds)
    along = np.linspace(0.0, 1.0, frames)
    speed = np.sin(np.pi * along ** draw.uniform(0.7, 1.3)) ** 0.8
    count = max(3, int(grains_hertz * seconds))
    bumps = draw.exponential(1.0, count + 1)
    at = np.linspace(0.0, count, frames)
    grain = np.interp(at, np.arange(count + 1), bumps)
    rough = 1.0 - _GRAIN_DEPTH + _GRAIN_DEPTH * grain
    tilt = varied(draw, points, 1.5)
    return np.asarray(speed * rough * shaped_noise(draw, frames, tilt), np.float64)


KIND = Kind(
    name="writing",
    chinese_name="写字",
    ucs="OBJWrite",
    group=Group.EVENT,
    english="writing with a pencil on paper, writing with a pencil, "
    "writing with a pen on paper, writing with a pen, writing on paper, pencil, "
    "pencils, pencil on paper, pen on paper, scribbling, scribble, scribbles, "
    "handwriting, pen scratching, pencil scratching, sketching, "
    "drawing with a pencil, quill, quill pen, writing a letter, quill on paper",
    chinese="写字声, 铅笔写字, 铅笔, 钢笔, 书写, 书写声, 写信, 写作业, 羽毛笔, 用铅笔写字, "
    "用笔写字, 笔尖划过纸面, 写字的声音, 写字的沙沙声, 写字沙沙声, 写着字, 写着信, 写日记, 写文章, "
    "写稿子, 写稿, 写作声, 写报告, 写笔记, 写诗, 写毛笔字, 奋笔疾书, 伏案写作, 伏案书写, 提笔写字, "
    "提笔疾书, 落笔, 落笔声, 运笔, 笔尖, 笔尖声, 笔尖沙沙, 笔尖沙沙作响, 笔尖沙沙声, 笔尖划过纸, "
    "笔尖划过纸张, 笔尖摩擦纸面, 笔尖的沙沙声, 笔声, 笔落纸上, 钢笔写字, 钢笔写字声, 钢笔书写, "
    "钢笔沙沙, 钢笔划过纸面, 钢笔声, 铅笔写字声, 铅笔声, 铅笔沙沙, 铅笔沙沙声, 铅笔划过纸面, "
    "铅笔画画, 铅笔素描, 毛笔, 毛笔写字, 鹅毛笔, 鹅毛笔写字, 鹅毛笔声, 羽毛笔写字, 羽毛笔写字声, "
    "羽毛笔沙沙, 粉笔, 粉笔声, 粉笔写字, 粉笔字, 粉笔写字声, 黑板写字, 在黑板上写字, 签字, 抄写, "
    "抄书, 做笔记, 记笔记, 涂写, 沙沙的写字声, 沙沙写字, 圆珠笔, 圆珠笔写字, 蜡笔, 在纸上写字, "
    "纸上写字, 纸笔沙沙, 书写的声音",
    examples=("writing with a pencil on paper", "写字声"),
    make=_make,
    place=Place.ROOM,
    metres=(0.4, 0.8, 4.0),
    mix_db=-14.0,
)
