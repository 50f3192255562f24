"""Thunder: a near crack, claps, and a long rumble shaped by the bends of the channel.

Every broadside segment of the channel sends a clap, which arrives later and duller from farther off
(H. S. Ribner and D. Roy, "Acoustics of thunder", JASA 72(6), 1982).
"""

from dataclasses import dataclass

import numpy as np
import scipy.signal

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Distance, Intensity, Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.rolling import (
    high_pass,
    low_pass,
    shaped_noise,
    steps_of,
)
from envsound_server.engines.procedural.source import (
    STEP_RATE_HERTZ,
    Curve,
    Part,
    Source,
    decibels,
    frames_of,
)


@dataclass(frozen=True, slots=True)
class _Storm:
    """The parameters of thunder at a distance.

    Attributes:
        seconds: Length of the thunder of a flash, s.
        claps: Fewest and most claps.
        clap_hertz: Cutoff of the claps' spectrum, Hz.
        attack_seconds: Attack of a clap, s.
        crack: Level of the crack relative to the claps.
        rumble: Level of the rumble relative to the claps.
        pause: Time between flashes.
    """

    seconds: float
    claps: tuple[int, int]
    clap_hertz: float
    attack_seconds: float
    crack: float
    rumble: float
    pause: LogNormal


_STORMS = {
    Distance.NEAR: _Storm(8.0, (6, 12), 600.0, 0.012, 2.0, 0.9, LogNormal(10.0, 0.3)),
    Distance.NORMAL: _Storm(11.0, (6, 14), 440.0, 0.05, 0.13, 0.7, LogNormal(11.0, 0.3)),
    Distance.DISTANT: _Storm(13.0, (5, 10), 145.0, 0.35, 0.0, 1.0, LogNormal(11.0, 0.3)),
}
_LEVELS_DB = {Distance.NEAR: 5.0, Distance.NORMAL: 0.0, Distance.DISTANT: -4.0}
_STRENGTHS = {Intensity.LIGHT: 0.7, Intensity.NORMAL: 1.0, Intensity.HEAVY: 1.3}
_ROLL_HERTZ = 3.4
_ROLL_DEPTH = 0.6
_CLAP_GAP_SECONDS = 0.35
_CLAP_SECONDS = (0.15, 0.6)
_CLAP_ORDER = 2.75
_DARKENING = 0.12
_RUMBLE_SHARE = 0.78
_TEAR_SECONDS = 0.35
_SHOCKS_HERTZ = 50.0
_SHOCK_SECONDS = 0.006
_CRACK_HERTZ = (100.0, 4_000.0)
_DRIVE = 0.8


def _make(part: Part) -> Source:
    storm = _STORMS[part.layer.distance]
    strength = _STRENGTHS[part.layer.intensity]
    level = decibels(_LEVELS_DB[part.layer.distance])

    def flash(draw: np.random.Generator, event: Event) -> Samples:
        seconds = min(storm.seconds * strength * draw.uniform(0.8, 1.2), event.seconds_left + 0.05)
        onsets, levels = _claps(draw, storm, strength)
        roll = shaped_noise(draw, _gains(draw, storm, seconds, onsets, levels), 0.6)
        if storm.crack:
            _tear(draw, roll, storm.crack)
        fade = roll.shape[1] // 5
        if seconds < event.seconds_left:
            roll[:, -fade:] *= np.linspace(1.0, 0.0, fade, dtype=np.float32) ** 2
        roll = np.tanh(_DRIVE * roll / np.abs(roll).max()) / np.tanh(_DRIVE)
        return np.asarray(level * roll, np.float32)

    bouts = Bouts((1, 1), LogNormal(8.0), storm.pause, (0.02, 0.25), 1.5)
    return Events(part, bouts, flash, level_sigma_db=2.5)


def _claps(draw: np.random.Generator, storm: _Storm, strength: float) -> tuple[Curve, Curve]:
    """Return the times of the claps, s, and their levels."""
    count = int(strength * draw.integers(*storm.claps))
    gaps = draw.lognormal(np.log(_CLAP_GAP_SECONDS), 0.7, count)
    onsets = np.cumsum(gaps) - gaps[0]
    levels = np.exp(0.55 * draw.standard_normal(count) - onsets / 2.5)
    levels[0] = 1.0 if storm.crack else 0.4
    return onsets, levels


def _gains(
    draw: np.random.Generator, storm: _Storm, seconds: float, onsets: Curve, levels: Curve
) -> Curve:
    """Return the spectra of claps and rumble, float64 [steps, bins]."""
    steps = steps_of(seconds)
    time = np.arange(steps) / STEP_RATE_HERTZ
    rough = scipy.signal.butter(2, _ROLL_HERTZ, fs=STEP_RATE_HERTZ, output="sos")
    lumps = scipy.signal.sosfilt(rough, draw.standard_normal((2, steps + 40)))[:, 40:]
    lumps = np.exp(_ROLL_DEPTH * lumps / lumps.std())
    decays = draw.uniform(*_CLAP_SECONDS, len(onsets))
    corners = storm.clap_hertz * np.exp(
        0.3 * draw.standard_normal(len(onsets)) - _DARKENING * onsets
    )
    since = time[:, None] - onsets
    after = np.maximum(since, 0.0)
    attack = storm.attack_seconds
    envelopes = (since >= 0) * (1.0 - np.exp(-(after + 0.02) / attack)) * np.exp(-after / decays)
    gains = (envelopes * levels) @ low_pass(corners, _CLAP_ORDER) * lumps[0][:, None]
    rise = 1.0 - np.exp(-time / (0.15 + 4.0 * attack))
    rumble = storm.rumble * rise * np.exp(-time / (0.3 * storm.seconds)) * lumps[1]
    gains += 2.0 * rumble[:, None] * low_pass(_RUMBLE_SHARE * storm.clap_hertz + 40.0, 3.0)
    return np.asarray(gains * high_pass(35.0, 2.0), np.float64)


def _tear(draw: np.random.Generator, roll: Samples, crack: float) -> None:
    """Add the crack of the nearest bends: a dense succession of shocks."""
    frames = min(frames_of(_TEAR_SECONDS * 6.0), roll.shape[1])
    time = np.arange(frames) / SAMPLE_RATE_HERTZ
    rates = _SHOCKS_HERTZ * np.exp(-time / _TEAR_SECONDS)
    hits = draw.random(frames) < rates / SAMPLE_RATE_HERTZ
    hits[0] = True
    shocks = np.where(hits, np.exp(draw.standard_normal(frames)), 0.0)
    shocks[0] = 3.0
    fall = np.exp(-1.0 / (_SHOCK_SECONDS * SAMPLE_RATE_HERTZ))
    envelope = scipy.signal.lfilter([1.0], [1.0, -fall], shocks) * np.exp(-time / _TEAR_SECONDS)
    noise = 0.7 * draw.standard_normal(frames) + 0.5 * draw.standard_normal((2, frames))
    band = scipy.signal.butter(1, _CRACK_HERTZ, "bandpass", fs=SAMPLE_RATE_HERTZ, output="sos")
    torn = scipy.signal.sosfilt(band, noise) * envelope
    torn *= crack * np.abs(roll).max() / np.abs(torn).max()
    roll[:, :frames] += torn.astype(np.float32)


KIND = Kind(
    name="thunder",
    chinese_name="雷",
    ucs="THUN",
    group=Group.EVENT,
    english="thunders, thundering, thunderclap, thunderclaps, clap of thunder, "
    "claps of thunder, peal of thunder, lightning, lightning strike, "
    "thunder and lightning, thunder rolling, rolling thunder, rumble of thunder, "
    "thunder rumbling, lightning bolt, thunder rolls, thunder rumbles",
    chinese="雷声, 打雷, 雷鸣, 响雷, 雷电, 闪电, 电闪雷鸣, 隆隆雷声, 雷声隆隆, 闷雷, 雷声响起, "
    "雷声阵阵, 阵阵雷声, 雷声滚滚而来, 滚雷, 雷声轰隆, 雷声轰隆隆, 雷声轰鸣, 雷声的轰鸣, 雷声作响, "
    "雷声传来, 轰隆雷声, 轰隆的雷声, 轰隆隆的雷声, 轰隆隆的雷, 轰隆隆打雷, 轰鸣的雷声, 隆隆的雷声, "
    "隆隆雷鸣, 打雷声, 打雷的声音, 打雷闪电, 雷电声, 雷电交加, 雷鸣声, 雷鸣电闪, 雷鸣闪电, 雷响, "
    "雷响声, 闪电雷鸣, 闪电打雷, 闪电划过, 旱雷, 旱天雷, 春雷, 春雷阵阵, 夏雷, 冬雷, 秋雷, 响雷声, "
    "雷击, 闷雷声, 天雷, 电闪雷鸣声, 隐雷",
    heavy="霹雳, 霹雳声, 惊雷炸响, 惊雷阵阵, 炸雷, 炸雷响起, 焦雷, 巨雷, 狂雷, 暴雷, 雷霆大作, "
    "落雷, 惊天雷声, 惊雷",
    light="轻雷",
    examples=("a clap of thunder", "打雷"),
    make=_make,
    place=Place.FIELD,
    metres=(8.0, 10.0, 14.0),
    gain_db=-3.5,
    mix_db=4.0,
)
