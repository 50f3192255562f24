"""A temple bell: a large bronze bell struck from outside by a hanging log."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.bells import Partials, cast
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
    bell = cast(made, prime, _PARTIALS)

    def stroke(draw: np.random.Generator, event: Event) -> Mono:
        force = float(np.exp(0.15 * draw.standard_normal()))
        return bell.struck(draw, event.seconds_left, force=force, blow=0.3)

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
    "晨钟暮鼓, 古钟, 佛钟, 梵钟, 寺庙里的钟, 寺庙的钟, 颂钵, 寒山寺钟声",
    examples=("a temple bell", "寺庙的钟声"),
    make=_make,
    place=Place.FOREST,
    metres=(4.0, 15.0, 300.0),
    gain_db=-2.0,
    mix_db=-2.0,
)
