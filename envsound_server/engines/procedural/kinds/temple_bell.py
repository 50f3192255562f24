"""A temple bell: a large bronze bell, struck from outside by a hanging log."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.bells import Partials, make_bell
from envsound_server.engines.procedural.models.events import Event, Events, steady
from envsound_server.engines.procedural.models.open_air import OpenAir
from envsound_server.engines.procedural.source import Mono, Part, Source

_STROKES = steady(3.2, 0.06, tail_seconds=1.5)
_PRIME_HERTZ = (230.0, 310.0)

_PARTIALS: Partials = (
    (1.0, -5.0), (1.66, -3.0), (2.06, 5.0), (2.63, 3.0), (2.95, 9.0), (3.3, 5.0), (3.75, 10.0),
    (4.1, 6.0), (4.5, 11.0), (4.95, 7.0), (5.4, 12.0), (5.9, 7.0), (6.4, 13.0), (7.0, 8.0),
    (7.6, 13.0), (8.3, 8.0), (8.9, 13.0), (9.7, 8.0), (10.5, 13.0), (11.3, 8.0), (12.2, 13.0),
    (13.1, 8.0), (14.0, 13.0), (15.0, 8.0), (16.1, 13.0), (17.2, 8.0), (18.4, 13.0),
)  # fmt: skip
"""Dense inharmonic partials: a bell without the Western tuning and with a thick, even wall."""


def _make(part: Part) -> Source:
    made = part.generator()
    prime = made.uniform(*_PRIME_HERTZ)
    bell = make_bell(made, prime, _PARTIALS)

    def stroke(draw: np.random.Generator, event: Event) -> Mono:
        force = float(np.exp(0.15 * draw.standard_normal()))
        return bell.strike(draw, event.seconds_left, force=force, blow=0.3)

    strokes = Events(part, _STROKES, stroke, width=0.1, level_sigma_db=1.0)
    return OpenAir(part, strokes, -32.0)


KIND = Kind(
    name="temple bell",
    chinese_name="寺庙钟声",
    ucs="BELLLrg",
    group=Group.EVENT,
    english="temple bells, buddhist bell, buddhist temple bell, monastery bell, "
    "monastery bells, shrine bell, bonsho, temple bell ringing, singing bowl, singing bowls, "
    "tibetan bowl, tibetan singing bowl",
    chinese="寺庙的钟声, 寺庙钟, 寺钟, 古寺钟声, 寺院钟声, 古刹钟声, 佛寺钟声, 晨钟, 暮鼓晨钟, "
    "晨钟暮鼓, 古钟, 佛钟, 梵钟, 寺庙里的钟, 寺庙的钟, 颂钵, 寒山寺钟声, 寺庙钟响, 寺庙敲钟, "
    "寺庙撞钟, 寺庙的大钟, 寺庙钟声响起, 寺钟声, 寺里的钟声, 寺里的钟, 寺院的钟声, 寺院的钟, "
    "寺院钟, 寺院敲钟, 山寺钟声, 山寺的钟声, 山寺晚钟, 古寺的钟声, 古寺钟, 古寺晚钟, 古刹的钟声, "
    "古刹钟鸣, 古刹晚钟, 古钟声, 古钟长鸣, 佛寺的钟声, 佛寺钟, 佛钟声, 梵钟声, 梵音钟声, 禅钟, "
    "禅寺钟声, 禅院钟声, 庙里的钟声, 庙里敲钟, 庙里的钟, 庙钟, 庙宇钟声, 道观钟声, 和尚撞钟, "
    "和尚敲钟, 僧人撞钟, 僧人敲钟, 撞响古钟, 敲响古钟, 晨钟声, 晨钟敲响, 晚钟, 晚钟声, 夜半钟声, "
    "夜半钟声到客船, 寒山寺的钟声, 暮钟, 远寺钟声, 引磬, 磬声, 铜磬, 磬, 钵声, 颂钵声, 钟磬, "
    "钟磬声",
    examples=("a temple bell", "寺庙的钟声"),
    make=_make,
    place=Place.FOREST,
    metres=(4.0, 15.0, 300.0),
    gain_db=-2.0,
    mix_db=-2.0,
)
