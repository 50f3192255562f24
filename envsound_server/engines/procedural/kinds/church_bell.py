"""A tolling church bell: one swinging bell of a tower, struck by its clapper."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.bells import WESTERN, make_bell
from envsound_server.engines.procedural.models.events import Event, Events, steady
from envsound_server.engines.procedural.models.open_air import OpenAir
from envsound_server.engines.procedural.source import Mono, Part, Source

_TOLL = steady(2.2, 0.04, tail_seconds=1.0)
_PRIME_HERTZ = (270.0, 430.0)


def _make(part: Part) -> Source:
    made = part.generator()
    bell = make_bell(made, made.uniform(*_PRIME_HERTZ), WESTERN)

    def stroke(draw: np.random.Generator, event: Event) -> Mono:
        force = float(np.exp(0.12 * draw.standard_normal()))
        return bell.strike(draw, event.seconds_left, force=force, blow=0.5)

    return OpenAir(part, Events(part, _TOLL, stroke, width=0.1, level_sigma_db=1.0))


KIND = Kind(
    name="church bell",
    chinese_name="教堂钟声",
    ucs="BELLLrg",
    group=Group.EVENT,
    english="church bells, bell tolling, bells tolling, tolling bell, tolling bells, bell, "
    "bells, bell ringing, bells ringing, ringing bell, bell tower, belfry, "
    "cathedral bell, cathedral bells, chapel bell, chapel bells, "
    "church bells ringing, church bell tolling, town bell, toll, tolling, tolls, "
    "carillon, tower bell, wedding bells",
    chinese="教堂的钟声, 教堂钟, 教堂的钟, 钟声, 敲钟, 鸣钟, 大钟, 铜钟, 丧钟, 钟鸣, 大钟敲响, "
    "大钟鸣响, 大钟长鸣, 教堂敲钟, 教堂大钟, 教堂钟响, 教堂钟鸣, 教堂的大钟, 教堂里的钟声, "
    "钟楼大钟, 钟声响起, 钟声敲响, 钟声悠扬, 钟响, 钟响了, 钟鸣声, 撞钟, 撞钟声, 敲钟声, 鸣钟声, "
    "丧钟声, 丧钟敲响, 钟声回荡, 婚礼钟声, 洪钟, 阵阵钟声, 铁钟, 编钟, 修道院钟声, 敲响了钟, "
    "钟声长鸣",
    examples=("a church bell tolling", "教堂的钟声"),
    make=_make,
    place=Place.STREET,
    metres=(8.0, 40.0, 400.0),
    gain_db=-2.0,
    mix_db=-1.0,
)
