"""A knock on a wooden door: knuckles, and the resonances of panel and frame."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.impacts import Body, Burst, mix, with_peak_one
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.source import Mono, Part, Source

_PANEL = Body(
    158.0, 2_350.0, 50, 0.0127, decay_exponent=0.558, level_exponent=1.11, spacing=1.23, spread=0.2
)
_KNUCKLES = Burst(153.0, 1_200.0, 0.0015, attack_seconds=0.0002)
_CONTACT_SECONDS = 0.00105
_KNUCKLES_DB = -9.43
_BOUTS = Bouts((2, 4), LogNormal(0.297, 0.1), LogNormal(2.2, 0.35), tail_seconds=0.3)
_PRESENCE_DB = -54.0


def _make(part: Part) -> Source:
    modes = _PANEL.modes_hertz(part.generator())

    def knock(draw: np.random.Generator, event: Event) -> Mono:
        contact = _CONTACT_SECONDS * float(np.exp(0.2 * draw.standard_normal()))
        panel = _PANEL.strike(draw, modes * draw.normal(1.0, 0.01), contact)
        knuckles_db = _KNUCKLES_DB + float(draw.normal(0.0, 2.0))
        return with_peak_one(mix(((0.0, 0.0, panel), (0.0, knuckles_db, _KNUCKLES.render(draw)))))

    return WithPresence(part, Events(part, _BOUTS, knock, width=0.15), _PRESENCE_DB)


KIND = Kind(
    name="knock on a door",
    chinese_name="敲门",
    ucs="DOORKnck",
    group=Group.EVENT,
    english="knocks on a door, knocking on a door, knock, knocks, knocking, "
    "knock at the door, knocks at the door, knocking at the door, someone knocking, "
    "door knock, rapping on a door, knocks on a wooden door, "
    "knocking on a wooden door, knock on the door, knocks on the door, "
    "knocking on the door, knock on a wooden door, rapping at the door, "
    "banging on the door, pounding on the door, taps on the door, rap on the door, "
    "raps on the door, door knocker",
    chinese="敲门声, 叩门, 叩门声, 有人敲门, 拍门, 砸门, 敲门的声音, 敲门响, 敲了敲门, 敲门声响起, "
    "敲了三下门, 敲房门, 敲大门, 敲木门, 敲铁门, 敲着门, 敲响房门, 敲响了门, 敲响门, 敲响了房门, "
    "敲起了门, 敲窗, 敲窗声, 敲窗户, 敲玻璃窗, 叩响房门, 叩响门环, 叩响木门, 叩门环, 扣门, 门环, "
    "门环声, 门环响, 拍门声, 拍打房门, 拍打大门, 拍打木门, 砸门声, 咚咚敲门, 咚咚的敲门声, "
    "咚咚咚的敲门声, 笃笃的敲门声, 笃笃敲门, 笃笃声, 砰砰敲门, 砰砰的敲门声, 门被敲响, 擂门, 捶门",
    examples=("three knocks on a wooden door", "敲门声"),
    heavy="pounding on a door, banging on a door, pounding on the door, banging on the door, "
    "用力敲门, 猛敲门, 狂敲门, 拼命敲门, 拼命砸门, 猛砸门, 大力敲门",
    light="gentle knock, soft knocking, 轻轻敲门, 轻敲门, 轻敲房门, 轻叩房门, 轻叩门, "
    "怯生生的敲门声",
    make=_make,
    place=Place.ROOM,
    metres=(0.8, 3.0, 20.0),
    gain_db=-3.0,
    mix_db=0.0,
)
