"""A ringing old telephone: an electric hammer between two brass gongs."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.bells import Partials, make_bell
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.ringers import hammer_strokes
from envsound_server.engines.procedural.source import Mono, Part, Source

_RINGS = Bouts((1, 1), LogNormal(4.6, 0.02), LogNormal(4.6, 0.02), (0.02, 0.1))
_RING_SECONDS = 2.0
_STROKES_HERTZ = 40.0
"""Rate of the strokes: a ringing current of 20 Hz moves the hammer both ways."""

_PARTIALS: Partials = (
    (1.0, 0.0),
    (1.5, -8.0),
    (2.71, -4.0),
    (4.1, -9.0),
    (5.2, -8.0),
    (7.6, -14.0),
)


def _make(part: Part) -> Source:
    made = part.generator()
    pitch = made.uniform(1_000.0, 1_250.0)
    bells = [
        make_bell(made, pitch * ratio, _PARTIALS, quality=3_000.0, warble_hertz=3.0)
        for ratio in (1.0, made.uniform(1.18, 1.27))
    ]

    def ringing(draw: np.random.Generator, event: Event) -> Mono:
        seconds = min(_RING_SECONDS, event.seconds_left)
        return hammer_strokes(
            draw,
            bells,
            _STROKES_HERTZ,
            seconds,
            unrest=0.02,
            tail_seconds=min(2.0, event.seconds_left),
        )

    return Events(part, _RINGS, ringing, width=0.1, level_sigma_db=0.4)


KIND = Kind(
    name="telephone ringing",
    chinese_name="电话铃",
    ucs="COMTelph",
    group=Group.EVENT,
    english="telephone, telephones, phone, phones, phone ringing, phone rings, "
    "telephone rings, ringing phone, ringing telephone, old telephone, rotary phone, "
    "rotary telephone, landline, telephone bell, phone call, phone bell, "
    "old phone ringing, old telephone rings, ringtone",
    chinese="电话铃声, 老式电话铃声, 电话, 电话响, 电话响了, 老式电话, 电话声, 座机, 座机铃声, "
    "电话铃响, 来电铃声, 手机铃声, 手机响, 电话铃响起, 电话铃响了, 电话铃声响, 电话铃声响起, "
    "电话铃叮铃铃, 电话响起, 电话响起来, 电话的铃声, 电话响铃, 电话来电, 电话叮铃铃, "
    "电话叮铃铃地响, 电话在响, 电话铃在响, 老式电话铃, 老电话, 旧电话, 转盘电话, 拨盘电话, "
    "古董电话, 老电话铃声, 座机响, 座机响了, 座机铃响, 座机电话, 座机响起, 办公室电话铃声, "
    "办公室电话响, 手机铃, 手机铃响, 手机响了, 手机响起, 手机铃声响起, 手机来电, 来电声, 公用电话, "
    "叮铃铃的电话",
    examples=("an old telephone rings", "老式电话铃声"),
    make=_make,
    place=Place.ROOM,
    metres=(0.8, 2.5, 15.0),
    gain_db=-1.0,
    mix_db=-1.0,
)
