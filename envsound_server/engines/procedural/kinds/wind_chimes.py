"""Wind chimes: metal tubes and a clapper that the breeze moves."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.source import Mono, Part, Source

_TUBE_RATIOS = np.array((1.0, 2.756, 5.404, 8.933))
"""Bending modes of a free tube (N. Fletcher, T. Rossing, "The Physics of Musical Instruments")."""

_SCALE = 2.0 ** (np.array((0.0, 2.0, 4.0, 7.0, 9.0, 12.0, 14.0)) / 12)
_LOWEST_HERTZ = (900.0, 1_500.0)
_BOUTS = {
    Intensity.LIGHT: Bouts((2, 6), LogNormal(0.3, 0.8), LogNormal(2.5, 0.5)),
    Intensity.NORMAL: Bouts((5, 18), LogNormal(0.16, 0.8), LogNormal(1.1, 0.5)),
    Intensity.HEAVY: Bouts((15, 50), LogNormal(0.08, 0.8), LogNormal(0.5, 0.5)),
}


def _make(part: Part) -> Source:
    made = part.generator()
    tubes = made.uniform(*_LOWEST_HERTZ) * _SCALE * np.exp(0.01 * made.standard_normal(7))
    decays = 1.4 * (tubes / tubes[0]) ** -0.8 * made.uniform(0.8, 1.2, 7)

    def stroke(draw: np.random.Generator, event: Event) -> Mono:
        number = int(draw.integers(7))
        modes = tubes[number] * _TUBE_RATIOS * np.array((1.0, 1.0, 0.99, 0.98))
        modes = np.concatenate((modes, modes[:2] * 1.0015))
        lasts = decays[number] * (modes / modes[0]) ** -0.9
        force = float(np.exp(0.5 * draw.standard_normal()))
        gains = (modes / modes[0]) ** (-0.6 / force) * np.exp(0.4 * draw.standard_normal(6))
        phases = draw.uniform(0.0, 2 * np.pi, 6)
        struck = ring(modes, lasts, gains, phases, 1.1 * event.seconds_left + 0.02)
        return np.asarray(min(force, 1.6) * 0.6 * struck / np.abs(struck).max(), np.float32)

    return Events(part, _BOUTS[part.layer.intensity], stroke, width=0.5)


KIND = Kind(
    name="wind chimes",
    chinese_name="风铃",
    ucs="OBJMisc",
    group=Group.EVENT,
    english="wind chime, windchime, windchimes, chimes, chime, wind bells, wind bell, "
    "chimes in the wind, wind chimes tinkling, wind chimes in a breeze, "
    "wind chimes in the wind, wind chimes in the breeze, wind chimes in a gentle breeze",
    chinese="风铃声, 风吹风铃, 微风吹动风铃, 风铃叮当, 檐铃, 风吹动风铃, 风铃响, 风铃响动, "
    "风铃响起, 风铃轻响, 风铃作响, 风铃叮咚, 风铃叮当声, 风铃叮当响, 风铃叮当作响, 风铃叮铃, "
    "风铃的声音, 风铃摇曳, 风铃摇动, 风铃摇响, 风铃清脆, 风铃清响, 风铃晃动, 风吹过风铃, "
    "风吹响风铃, 吹动风铃, 吹响风铃, 微风吹过风铃, 清风吹动风铃, 檐铃声, 檐铃叮当, 檐铃轻响, "
    "屋檐下的风铃, 窗边的风铃, 檐下风铃, 檐角铜铃, 檐角的铜铃, 檐角风铃, 清脆的风铃, 清脆的风铃声, "
    "铁马叮当, 贝壳风铃, 竹风铃",
    examples=("wind chimes in a breeze", "风铃"),
    make=_make,
    place=Place.FIELD,
    metres=(1.0, 3.0, 25.0),
    gain_db=-9.0,
    mix_db=-7.0,
)
