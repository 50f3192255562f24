"""A slamming door: the panel, the frame, the latch, and rattling parts."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.doors import LATCH, PANEL, RATTLE, Closing
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.impacts import with_peak_one
from envsound_server.engines.procedural.source import Mono, Part, Source

_SLAM = Closing(
    contact_seconds=0.00315,
    clack_db=8.28,
    rebound_db=-12.7,
    latch_db=0.5,
    rattle_db=-2.19,
    rattles=13,
)
_BOUTS = Bouts((1, 1), LogNormal(1.0), LogNormal(4.0, 0.4), tail_seconds=0.8)


def _make(part: Part) -> Source:
    own = part.generator()
    panel, latch, rattle = (body.modes_hertz(own) for body in (PANEL, LATCH, RATTLE))

    def slam(draw: np.random.Generator, event: Event) -> Mono:
        return with_peak_one(_SLAM.render(draw, panel, latch, rattle))

    return Events(part, _BOUTS, slam, width=0.2)


KIND = Kind(
    name="door slam",
    chinese_name="摔门",
    ucs="DOORWood",
    group=Group.EVENT,
    english="a door slams, door slams, slamming door, door slamming, slammed door, slam, slams, "
    "slamming, door banging shut, door slams shut, door slammed shut",
    chinese="摔门声, 砰地关上门, 砰的关门, 门砰地关上, 重重关门, 用力关门, 门砰的一声, 摔门而去, "
    "摔门而出, 摔上门, 摔上了门, 摔门离开, 砰地一声关上门, 砰的一声关上门, 砰地关门, 砰的一声关门, "
    "门砰地一声关上, 门砰的一声关上, 门砰地一声, 门砰然关上, 砰然关门, 砰的关上门, 猛地关上门, "
    "猛地关门, 狠狠关门, 狠狠关上门, 重重地关上门, 重重关上门, 重重的关门声, 用力关上门, "
    "用力地关上门, 使劲关门, 甩门, 甩上门, 门猛地关上, 门重重关上, 门被摔上, 门被风吹上, 摔车门, "
    "大力关门",
    examples=("a door slams", "砰地关上门"),
    make=_make,
    place=Place.ROOM,
    metres=(1.5, 4.0, 30.0),
    gain_db=-1.0,
    mix_db=3.0,
)
