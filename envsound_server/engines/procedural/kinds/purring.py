"""A purring cat: laryngeal pulses, inhaling and exhaling.

Rates and levels were measured on a recording: 22 to 27 pulses a second, a loud and a soft breath of
1.2 s each, most power from 100 to 450 Hz, and below 100 Hz the steady rumble of the body.
"""

from dataclasses import replace

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.beds import NoiseBed
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.voices import Utterance, utter, varied
from envsound_server.engines.procedural.source import Mono, Part, Source, decibels

_BREATH = LogNormal(1.27, 0.05)
_BOUTS = Bouts((1_000_000, 1_000_000), _BREATH, _BREATH, (0.0, 0.02), -1.0)
_BODY = ((40, 0), (90, 2), (300, -30), (800, -40), (3_000, -40), (8_000, -31))
_BODY_DB = -23.5

_LOUD = Utterance(
    seconds=1.44,
    pitch_hertz=((0.0, 22.4), (0.3, 22.6), (1.0, 22.0)),
    formants_hertz=(
        ((0.0, 164.0),),
        ((0.0, 223.0),),
        ((0.0, 263.0),),
        ((0.0, 825.0),),
        ((0.0, 3390.0),),
        ((0.0, 7180.0),),
    ),
    bandwidths_hertz=(68.0, 60.0, 171.0, 80.0, 748.0, 2630.0),
    gains_db=(-4.7, -4.9, -6.8, -11.4, -22.1, -13.0),
    level_db=((0.0, -13.7), (0.15, -7.0), (0.25, 3.5), (0.5, -6.5), (1.0, -9.9)),
    breath_db=((0.0, -13.4), (0.25, -16.1), (0.6, -11.3), (1.0, -19.2)),
    breath_tilt_db=-1.7,
    jitter=0.068,
    wander=0.025,
    shimmer_db=2.0,
    attack_seconds=0.0022,
    grain_seconds=0.03,
    fade_seconds=0.06,
)
_SOFT = replace(_LOUD, gains_db=(1.7, -3.9, -7.1, -20.8, -26.6, -21.3))
_SOFT_DB = -5.0


class _Cat:
    """A `Source`: purring breaths over the rumble of the body."""

    def __init__(self, part: Part) -> None:
        self._breaths = Events(part, _BOUTS, _breath, width=0.25, level_sigma_db=1.0)
        self._body = NoiseBed(part, _BODY, depth_db=1.0, coherence=0.0)

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        return self._breaths.render() + np.float32(decibels(_BODY_DB)) * self._body.render()


def _breath(draw: np.random.Generator, event: Event) -> Mono:
    """Return a breath, alternately loud and soft."""
    is_loud = event.number % 2 == 0
    spoken = varied(draw, _LOUD if is_loud else _SOFT, pitch=0.03, tract=0.04, length=0.04)
    sound = utter(draw, spoken)
    return sound if is_loud else np.float32(decibels(_SOFT_DB)) * sound


def _make(part: Part) -> Source:
    return _Cat(part)


KIND = Kind(
    name="purring",
    chinese_name="猫呼噜",
    ucs="ANMLCat",
    group=Group.BED,
    english="purr, purrs, cat purr, cat purrs, cat purring, purring cat, cats purring, "
    "contented cat",
    chinese="猫打呼噜, 猫咪打呼噜, 猫咪呼噜, 呼噜声, 猫的呼噜声, 猫呼噜声, 猫咪呼噜声, 猫咪打呼, "
    "猫咪的呼噜声, 猫咪的呼噜, 猫的呼噜, 猫打呼, 猫打呼噜声, 猫咕噜, 猫咕噜声, 猫发出呼噜声, "
    "猫咪发出呼噜声, 小猫打呼噜, 小猫呼噜, 小猫的呼噜声, 呼噜呼噜的猫, 打呼噜的猫, 打呼噜的猫咪, "
    "猫在打呼噜, 猫咪在打呼噜, 猫呼噜呼噜",
    examples=("a cat purring", "猫打呼噜"),
    make=_make,
    metres=(0.2, 0.5, 4.0),
    gain_db=0.0,
    mix_db=-8.0,
)
