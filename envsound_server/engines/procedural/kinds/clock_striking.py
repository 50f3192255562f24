"""A striking clock tower: one heavy bell and a hammer."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.bells import WESTERN, make_bell
from envsound_server.engines.procedural.models.events import Event, Events, steady
from envsound_server.engines.procedural.models.open_air import OpenAir
from envsound_server.engines.procedural.source import Mono, Part, Source

_STROKES = steady(2.2, 0.012, tail_seconds=1.0)
_PRIME_HERTZ = (250.0, 340.0)


def _make(part: Part) -> Source:
    made = part.generator()
    bell = make_bell(made, made.uniform(*_PRIME_HERTZ), WESTERN)

    def stroke(draw: np.random.Generator, event: Event) -> Mono:
        force = float(np.exp(0.05 * draw.standard_normal()))
        return bell.strike(draw, event.seconds_left, force=force, blow=0.5)

    return OpenAir(part, Events(part, _STROKES, stroke, width=0.05, level_sigma_db=0.4))


KIND = Kind(
    name="clock striking",
    chinese_name="钟楼报时",
    ucs="CLOCKChim",
    group=Group.EVENT,
    english="clock tower, clock tower striking, clock tower strikes, clock tower bell, "
    "clock tower chimes, clock strikes, clock striking the hour, "
    "clock striking midnight, clock strikes midnight, clock strikes the hour, "
    "tower clock, clock chimes, clock chiming, clock chime, clock bell, "
    "striking clock, hour bell, big ben, strikes the hour, chiming clock",
    chinese="钟楼敲钟, 钟楼钟声, 钟楼的钟声, 报时, 整点报时, 大本钟, 钟楼, 敲响钟楼, 时钟敲响, "
    "时钟报时, 午夜钟声, 钟楼报时声, 整点钟声, 钟敲响, 钟敲了, 钟敲十二下, 时钟敲了, 时钟敲响了, "
    "时钟打点, 时钟鸣响, 挂钟敲响, 挂钟报时, 座钟敲响, 座钟报时, 落地钟敲响, 落地钟报时, 自鸣钟, "
    "自鸣钟响, 报时钟, 报时声, 报时钟声, 钟楼敲响, 钟楼大本钟, 钟楼敲响钟声, 钟楼的钟, "
    "钟楼的钟敲响, 大本钟敲响, 大本钟报时, 整点敲钟, 整点钟响, 午夜的钟声, 午夜钟响, 子夜钟声, "
    "零点钟声, 新年钟声, 正午的钟声, 正点报时, 布谷钟, 咕咕钟, 市政厅钟声, 塔钟, 大笨钟, 钟塔",
    examples=("a clock tower strikes twelve", "钟楼敲钟十二下"),
    make=_make,
    place=Place.STREET,
    metres=(10.0, 50.0, 500.0),
    gain_db=-2.0,
    mix_db=-1.0,
)
