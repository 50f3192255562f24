"""Breathing: noise of inhaling and exhaling.

Inhaling is higher and shorter than exhaling: noise through the formants of an open vocal
tract (A. Anikin, Behavior Research Methods 51, 2019).
"""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.events import (
    ENDLESS,
    Bouts,
    Event,
    Events,
    LogNormal,
)
from envsound_server.engines.procedural.models.voices import Utterance, utter, varied
from envsound_server.engines.procedural.source import Mono, Part, Source, decibels

_CYCLE_SECONDS = {Intensity.LIGHT: 4.0, Intensity.NORMAL: 3.2, Intensity.HEAVY: 2.1}
_OUT_DB = -1.5

_IN = Utterance(
    seconds=1.03,
    pitch_hertz=((0.0, 74.4),),
    formants_hertz=(
        ((0.0, 544.0), (1.0, 628.0)),
        ((0.0, 1150.0), (1.0, 1370.0)),
        ((0.0, 3840.0), (1.0, 4380.0)),
        ((0.0, 5180.0),),
        ((0.0, 7790.0),),
    ),
    bandwidths_hertz=(230.0, 100.0, 150.0, 390.0, 630.0),
    gains_db=(-10.3, 12.5, 3.7, -11.9, -0.7),
    level_db=((0.0, -19.9), (0.35, 0.8), (0.75, -6.6), (1.0, -22.4)),
    breath_db=((0.0, -5.7),),
    breath_tilt_db=-1.4,
    fade_seconds=0.12,
)
_OUT = Utterance(
    seconds=1.32,
    pitch_hertz=((0.0, 99.7),),
    formants_hertz=(
        ((0.0, 940.0), (1.0, 593.0)),
        ((0.0, 1340.0), (1.0, 1410.0)),
        ((0.0, 3460.0),),
        ((0.0, 3250.0),),
        ((0.0, 7120.0),),
    ),
    bandwidths_hertz=(191.0, 351.0, 319.0, 449.0, 1390.0),
    gains_db=(-4.2, 1.0, -10.5, -10.3, -9.1),
    level_db=((0.0, -12.5), (0.18, 2.0), (0.5, -11.3), (1.0, -20.4)),
    breath_db=((0.0, -7.4),),
    breath_tilt_db=2.6,
    fade_seconds=0.08,
)


def _make(part: Part) -> Source:
    cycle = _CYCLE_SECONDS[part.layer.intensity]
    gap = LogNormal(0.5 * cycle, 0.06)
    bouts = Bouts((ENDLESS, ENDLESS), gap, gap, (0.02, 0.1), 0.5, cycle=2)

    def breath(draw: np.random.Generator, event: Event) -> Mono:
        is_in = event.number % 2 == 0
        shape = varied(draw, _IN if is_in else _OUT, tract=0.03, length=0.08)
        sound = utter(draw, shape, has_voice=False)
        return sound if is_in else np.float32(decibels(_OUT_DB)) * sound

    return Events(part, bouts, breath, width=0.05, level_sigma_db=1.0)


KIND = Kind(
    name="breathing",
    chinese_name="呼吸",
    ucs="HMNBrth",
    group=Group.EVENT,
    english="breath, breaths, breathe, breathes, breathing in and out, someone breathing, "
    "sigh, sighs, sighing, inhale, exhale, wheezing",
    chinese="呼吸声, 喘息, 喘息声, 叹息, 叹气, 吸气, 呼气, 呼吸的声音, 喘气, 喘气声, 吐气, 深呼吸, "
    "叹息声, 叹气声, 长叹, 长叹一声, 叹了口气, 长吁短叹, 鼻息, 鼻息声, 呼出一口气, 舒了口气, "
    "倒吸一口凉气, 倒吸凉气, 倒抽一口凉气, 吸气声, 呼气声, 喘着气, 呼哧呼哧, 呼哧, 吁气",
    heavy="heavy breathing, panting, gasping, breathing heavily, 沉重的呼吸, 喘粗气, 气喘吁吁, "
    "大口喘气, 粗重的呼吸, 粗重的喘息, 喘粗气的声音, 大口喘息, 大口喘着气, 气喘, 喘着粗气, "
    "喘不过气, 粗气, 气喘如牛, 上气不接下气, 喘个不停, 大口呼吸, 粗喘",
    light="soft breathing, calm breathing, sleeping breath, 轻轻的呼吸, 均匀的呼吸, 平稳的呼吸, "
    "轻叹, 浅浅的呼吸, 微弱的气息",
    examples=("heavy breathing", "沉重的呼吸"),
    make=_make,
    place=Place.ROOM,
    metres=(0.2, 0.6, 6.0),
    gain_db=-3.0,
    mix_db=-8.0,
)
