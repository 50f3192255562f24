"""Breaking glass: the crack, the splinters, and the falling shards."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.impacts import Body, Burst, mix, with_peak_one
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.models.shower import pieces, shower
from envsound_server.engines.procedural.source import Mono, Part, Source

_PANE = Body(
    2_050.0,
    5_220.0,
    11,
    0.0433,
    decay_exponent=0.525,
    level_exponent=-0.171,
    spacing=1.03,
    spread=0.439,
)
_CRACK = Burst(1_390.0, 5_970.0, 0.0173, attack_seconds=0.000809)
_CRACK_DB = 0.332
_DUST = Burst(11_300.0, 9_100.0, 0.0919, 0.00974)
_DUST_DB = 3.69
_SHARD = Body(
    1_390.0,
    17_000.0,
    13,
    0.0205,
    decay_exponent=0.532,
    level_exponent=-0.336,
    spread=1.02,
    spacing=1.24,
)
_SIZES = 0.308
_CONTACT_SECONDS = 6.4e-05
_SHARDS = 117
_SPLINTER_SECONDS = 0.079
_FALL_SECONDS = (0.487, 0.619)
_SETTLE_SECONDS = 0.321
_SHARDS_DB = 1.76
_BOUTS = Bouts((1, 1), LogNormal(1.0), LogNormal(4.0, 0.3), tail_seconds=1.0)
_PRESENCE_DB = -51.8


def _make(part: Part) -> Source:
    def shatter(draw: np.random.Generator, event: Event) -> Mono:
        sorts = pieces(draw, _SHARD, 40, _SIZES)
        splinters = draw.exponential(_SPLINTER_SECONDS, _SHARDS // 2)
        fallen = draw.uniform(*_FALL_SECONDS) + draw.gamma(1.5, _SETTLE_SECONDS / 1.5, _SHARDS // 2)
        onsets = np.concatenate((splinters, fallen))
        onsets = onsets[onsets < max(event.seconds_left, 0.2)]
        levels = draw.exponential(0.5, len(onsets)) ** 1.3 * np.exp(-0.8 * onsets) + 0.02
        pane = _PANE.modes_hertz(draw)
        return with_peak_one(
            mix(
                (
                    (0.0, -2.0, _PANE.strike(draw, pane, 0.0004)),
                    (0.0, _CRACK_DB, _CRACK.render(draw)),
                    (0.0, _DUST_DB, _DUST.render(draw)),
                    (
                        0.0,
                        _SHARDS_DB,
                        shower(draw, _SHARD, sorts, onsets, levels, _CONTACT_SECONDS),
                    ),
                )
            )
        )

    return WithPresence(part, Events(part, _BOUTS, shatter, width=0.3), _PRESENCE_DB)


KIND = Kind(
    name="glass breaking",
    chinese_name="玻璃破碎",
    ucs="GLASBrk",
    group=Group.EVENT,
    english="breaking glass, glass breaks, glass shattering, glass shatters, shattering glass, "
    "shattered glass, broken glass, smashing glass, glass smashing, window shatters, "
    "a window shatters, window breaks, window breaking, breaking window, "
    "bottle breaking, bottle smashing, vase breaking",
    chinese="玻璃打碎, 玻璃碎, 打碎玻璃, 玻璃碎裂, 玻璃碎了, 碎玻璃, 窗户打碎, 杯子打碎, 瓶子打碎, "
    "玻璃碎裂声, 玻璃破碎声, 玻璃破裂, 玻璃破裂声, 玻璃破了, 玻璃碎掉, 玻璃碎片, 玻璃碎片落地, "
    "玻璃碎声, 玻璃碎的声音, 玻璃碎了一地, 玻璃碎裂的声音, 玻璃粉碎, 玻璃炸裂, 玻璃被打碎, "
    "玻璃被砸碎, 玻璃杯打碎, 玻璃杯摔碎, 玻璃杯碎了, 打破玻璃, 敲碎玻璃, 砸玻璃, 砸碎玻璃, "
    "砸破玻璃, 击碎玻璃, 撞碎玻璃, 窗户破碎, 窗户碎了, 窗户被砸, 窗户被打碎, 窗玻璃碎了, 砸窗户, "
    "砸碎窗户, 打碎窗户, 打碎杯子, 打碎花瓶, 打碎瓶子, 打碎盘子, 打碎碗, 摔碎, 摔碎杯子, 摔碎花瓶, "
    "摔碎玻璃杯, 摔碎酒杯, 摔杯子, 摔碗, 摔盘子, 杯子摔碎, 杯子碎了, 杯子碎裂, 花瓶打碎, 花瓶摔碎, "
    "花瓶碎了, 瓶子碎了, 瓶子摔碎, 酒瓶碎裂, 酒瓶摔碎, 镜子碎了, 镜子破碎, 镜子打碎, 瓷器碎裂, "
    "瓷器破碎, 碗打碎, 碗摔碎, 盘子摔碎, 盘子打碎, 碎裂声, 哗啦一声碎了",
    examples=("a window shatters", "玻璃打碎"),
    make=_make,
    place=Place.ROOM,
    metres=(1.0, 4.0, 40.0),
    gain_db=-3.0,
    mix_db=2.0,
)
