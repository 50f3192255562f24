"""A whoosh: a quickly swung object that passes."""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Pace, Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.swishes import Swish, swish
from envsound_server.engines.procedural.source import Part, Source

_BOUTS = Bouts((1, 2), LogNormal(0.75, 0.2), LogNormal(1.9, 0.35), tail_seconds=0.5)
_SECONDS = {Pace.SLOW: 1.0, Pace.NORMAL: 0.7, Pace.FAST: 0.58}
_PEAKS_HERTZ = {Intensity.LIGHT: 550.0, Intensity.NORMAL: 390.0, Intensity.HEAVY: 300.0}
"""Range of the centre: a thin rod sounds high, a club low."""


def _make(part: Part) -> Source:
    seconds = _SECONDS[part.layer.pace]
    peak_hertz = _PEAKS_HERTZ[part.layer.intensity]

    def whoosh(draw: np.random.Generator, event: Event) -> Samples:
        what = Swish(
            seconds=min(seconds * draw.lognormal(0.0, 0.15), max(event.seconds_left, 0.1)),
            peak_hertz=peak_hertz * draw.lognormal(0.0, 0.18),
            octaves=draw.uniform(0.5, 0.62),
            summit=draw.uniform(0.53, 0.6),
            power=1.9,
            air_db=-26.0,
            doppler=0.05,
            side=draw.choice((-1.0, 1.0)) * draw.uniform(0.4, 0.9),
        )
        return swish(draw, what)

    return Events(part, _BOUTS, whoosh, level_sigma_db=1.5)


KIND = Kind(
    name="whoosh",
    chinese_name="嗖",
    ucs="SWSH",
    group=Group.EVENT,
    english="whooshes, whooshing, swoosh, swooshes, swooshing, swish, swishes, swishing, "
    "sword swing, sword swings, swinging a sword, swinging sword, swing, swings, "
    "whip past, something flies past, transition whoosh",
    chinese="嗖的一声, 嗖嗖, 嗖嗖声, 呼的一声, 挥剑, 挥刀, 挥剑声, 破空声, 破风声, 转场音效, "
    "嗖的声音, 嗖地一声, 嗖嗖的声音, 嗖嗖作响, 唰的一声, 唰地一声, 唰, 呼地一声, 破空, 破空而来, "
    "破空之声, 破空而过, 破空的声音, 破风, 破风而来, 飕的一声, 飞掠声, 掠过声, 飞速掠过, 剑风, "
    "刀风, 掌风, 拳风, 鞭子挥动, 挥鞭, 挥鞭声, 挥拳声, 挥棒, 挥刀声, 挥剑的声音, 挥舞长剑, "
    "挥舞刀剑, 挥舞棍棒, 挥舞鞭子, 挥动长剑, 挥动刀剑, 舞剑, 舞剑声, 舞刀, 舞棍, 转场声, 过渡音效, "
    "呼呼挥动, 甩鞭, 挥袖, 衣袂破空, 衣袂声",
    examples=("a fast whoosh", "嗖的一声"),
    make=_make,
    place=Place.ROOM,
    metres=(0.8, 2.0, 15.0),
    gain_db=-1.5,
    mix_db=-2.0,
)
"""The whoosh."""
