"""A heartbeat through a stethoscope: two dull thuds, "lub" and "dub".

First sound 0.1 s long at 30 to 60 Hz, second one shorter and higher, 0.3 s later: A. Leatham,
"Auscultation of the Heart and Phonocardiography", 1975.
"""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity
from envsound_server.engines.procedural.models.events import Event, Events, steady
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.source import Mono, Part, Source, frames_of

_PERIODS_SECONDS = {Intensity.LIGHT: 1.0, Intensity.NORMAL: 0.86, Intensity.HEAVY: 0.62}
_FIRST_HERTZ = np.array((34.0, 47.0, 66.0, 92.0, 130.0))
_SECOND_HERTZ = np.array((44.0, 61.0, 85.0, 120.0, 170.0))
_GAINS = np.array((0.8, 1.0, 0.6, 0.3, 0.12))


def _make(part: Part) -> Source:
    period = _PERIODS_SECONDS[part.layer.intensity]

    def beat(draw: np.random.Generator, event: Event) -> Mono:
        first = _thud(draw, _FIRST_HERTZ, 0.035)
        second = 0.7 * _thud(draw, _SECOND_HERTZ, 0.025)
        at = frames_of(0.31 * period**0.5 * draw.normal(1.0, 0.015))
        sound = np.zeros(max(len(first), at + len(second)), np.float32)
        sound[: len(first)] += first
        sound[at : at + len(second)] += second
        return sound

    return Events(part, steady(period, 0.03), beat, width=0.02, level_sigma_db=0.7)


def _thud(draw: np.random.Generator, modes: np.ndarray, decay: float) -> Mono:
    frequencies = modes * draw.normal(1.0, 0.02, len(modes))
    decays = decay * (modes / modes[0]) ** -0.3 * draw.uniform(0.85, 1.15, len(modes))
    gains = _GAINS * np.exp(0.2 * draw.standard_normal(len(modes)))
    thud = ring(frequencies, decays, gains, draw.normal(0.0, 0.5, len(modes)))
    rise = frames_of(0.012)
    thud[:rise] *= np.sin(np.linspace(0.0, np.pi / 2, rise, dtype=np.float32)) ** 2
    return np.asarray(thud / np.abs(thud).max(), np.float32)


KIND = Kind(
    name="heartbeat",
    chinese_name="心跳",
    ucs="HMNHart",
    group=Group.EVENT,
    english="heartbeats, heart beat, heart beats, heart beating, beating heart, heart, pulse",
    chinese="心跳声, 心脏跳动, 心脏, 心搏, 心跳的声音, 心跳怦怦, 怦怦心跳, 怦怦的心跳, "
    "怦怦的心跳声, 怦怦跳, 怦怦直跳, 砰砰的心跳, 咚咚的心跳, 扑通扑通, 扑通扑通的心跳, 心扑通扑通, "
    "心脏声, 心脏跳动声, 心脏的跳动, 心脏跳动的声音, 心脏怦怦跳, 心怦怦跳, 心怦怦直跳, 怦怦, "
    "怦怦声, 心音, 心搏声, 胎心, 脉搏, 脉搏声, 脉搏跳动, 心在跳, 平稳的心跳",
    heavy="pounding heart, racing heart, racing heartbeat, pounding heartbeat, 狂跳的心, "
    "狂跳的心脏, 心脏狂跳, 心狂跳, 心跳得厉害, 心跳狂乱, 心跳加速, 心跳如鼓, 心跳如擂鼓",
    examples=("a heartbeat", "心跳声"),
    make=_make,
    metres=(0.1, 0.3, 2.0),
    mix_db=-4.0,
)
