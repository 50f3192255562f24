"""A body fall: hip, trunk, arms, clothes, and the floor boards."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.impacts import Body, Burst, mix, with_peak_one
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.source import Mono, Part, Source

_FLOOR = Body(63.7, 418.0, 32, 0.0982, decay_exponent=0.2, level_exponent=0.689, spacing=1.72)
_CONTACT_SECONDS = 0.00317
_FLESH = Burst(74.4, 317.0, 0.1, attack_seconds=0.012)
_FLESH_DB = 9.16
_SLAP = Burst(858.0, 5_510.0, 0.0279, attack_seconds=0.001)
_SLAP_DB = -7.27
_CLOTH = Burst(250.0, 1_500.0, 0.181, attack_seconds=0.0634)
_CLOTH_DB = -30.8
_HIP_DB = -6.49
_ARM_DB = -7.64
_HIP_TO_TRUNK = LogNormal(0.219, 0.2)
_TRUNK_TO_ARM = LogNormal(0.109, 0.25)
_BOUTS = Bouts((1, 1), LogNormal(1.0), LogNormal(3.0, 0.3), tail_seconds=0.8)
_PRESENCE_DB = -52.8


def _blows(draw: np.random.Generator) -> list[tuple[float, float, float]]:
    """Return onset (s), level (dB) and size of each part's impact."""
    trunk = _HIP_TO_TRUNK.draw(draw)
    arm = trunk + _TRUNK_TO_ARM.draw(draw)
    arm_db = _ARM_DB + draw.normal(0.0, 2.0)
    blows = [(0.0, _HIP_DB + draw.normal(0.0, 1.5), 1.3), (trunk, 0.0, 1.0), (arm, arm_db, 0.8)]
    if draw.random() < 0.5:
        blows.append((arm + draw.uniform(0.04, 0.12), arm_db + draw.normal(-5.0, 2.0), 0.7))
    return blows


def _make(part: Part) -> Source:
    modes = _FLOOR.modes_hertz(part.generator())

    def fall(draw: np.random.Generator, event: Event) -> Mono:
        parts = []
        for onset, level, size in _blows(draw):
            contact = _CONTACT_SECONDS * size * float(np.exp(0.25 * draw.standard_normal()))
            bent = modes * draw.normal(1.0, 0.02)
            parts.append((onset, level, _FLOOR.strike(draw, bent, contact)))
            parts.append((onset, level + _FLESH_DB, _FLESH.render(draw, size)))
            parts.append((onset, level + _SLAP_DB + draw.normal(0.0, 2.0), _SLAP.render(draw)))
            if size >= 1.0:
                parts.append((onset, _CLOTH_DB, _CLOTH.render(draw)))
        return with_peak_one(mix(parts))

    return WithPresence(part, Events(part, _BOUTS, fall, width=0.2), _PRESENCE_DB)


KIND = Kind(
    name="body fall",
    chinese_name="倒地",
    ucs="FGHTBf",
    group=Group.EVENT,
    english="a body falls to the floor, body falls, body falling, falling body, "
    "someone falls, person falls, fall to the floor, falls to the floor, falls down, "
    "falling down, thud, thuds, thump, thumps, heavy thud, body hits the floor, "
    "collapse, falls to the ground",
    chinese="人倒在地上, 倒地声, 摔倒, 跌倒, 倒下, 摔倒在地, 倒在地上, 扑通, 咚的一声, 闷响, "
    "摔倒声, 跌倒声, 倒在地板上, 栽倒, 栽倒在地, 扑倒, 扑倒在地, 跌倒在地, 跌落在地, 瘫倒, "
    "瘫倒在地, 昏倒, 晕倒, 晕倒在地, 昏倒在地, 倒了下去, 摔了一跤, 跌了一跤, 摔下马, 坠地声, "
    "扑通一声, 扑通倒地, 咕咚一声, 咕咚, 砰然倒地, 应声倒地, 身体倒地, 尸体倒地, 滚落在地, "
    "摔在地上, 重物落地, 一声闷响, 沉闷的撞击声, 倒地不起, 跌坐在地",
    examples=("a body falls to the floor", "人倒在地上"),
    make=_make,
    place=Place.ROOM,
    metres=(1.0, 3.0, 20.0),
    gain_db=-3.0,
    mix_db=0.0,
)
