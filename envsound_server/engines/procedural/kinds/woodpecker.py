"""A woodpecker: drum rolls on a trunk, sharp calls in between, distant other birds.

Measured on a recording: about ten strokes at 18 a second, the trunk rings at 1.5 kHz (20 ms) with
weaker modes to 5 kHz. The roll quickens slightly and dies away: D. J. Dodenhoff,
R. D. Stark and E. V. Johnson, "Do woodpecker drums encode information for species recognition?",
Condor 103 (2001).
"""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.kind import Group, Kind, Member
from envsound_server.engines.procedural.layers import Distance, Place
from envsound_server.engines.procedural.models.calls import Tone, Tract, call
from envsound_server.engines.procedural.models.events import Bouts, Event, LogNormal
from envsound_server.engines.procedural.models.flock import Caller, Flock
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.source import Mono, Part, Source, frames_of

_ROLLS = Bouts((1, 1), LogNormal(2.8, 0.2), LogNormal(2.8, 0.35), tail_seconds=0.7)
_CALLS = Bouts((2, 6), LogNormal(0.42, 0.2), LogNormal(2.6, 0.4), tail_seconds=0.2)
_MODES_HERTZ = np.array(
    (640.0, 930.0, 1_270.0, 1_520.0, 1_690.0, 2_350.0, 3_150.0, 4_300.0, 5_900.0)
)
_MODE_LEVELS = np.array((0.25, 0.3, 0.5, 1.0, 0.7, 0.45, 0.35, 0.25, 0.15))
_CALL_TRACT = Tract(
    ((2_300.0, 700.0, 0.0), (4_000.0, 1_500.0, -6.0)), tilt_db=-3.0, low_cut_hertz=1_200.0
)
_CALL_TONE = Tone(jitter=0.01, shimmer=0.1, breath=0.2)


def _make(part: Part) -> Source:
    draw = part.generator()
    trunk = draw.normal(1.0, 0.08) * _MODES_HERTZ * draw.normal(1.0, 0.03, len(_MODES_HERTZ))
    rate_hertz, strokes = draw.uniform(16.0, 20.0), int(draw.integers(9, 14))
    pitch = draw.uniform(1_500.0, 1_900.0)

    def roll(draw: np.random.Generator, event: Event) -> Mono:
        count = strokes + int(draw.integers(-1, 2))
        gaps = np.linspace(1.08, 0.94, count) / rate_hertz * draw.normal(1.0, 0.02, count)
        onsets = np.cumsum(gaps) - gaps[0]
        levels = np.interp(np.arange(count) / count, (0.0, 0.25, 0.6, 1.0), (0.7, 1.0, 0.9, 0.4))
        out = np.zeros(frames_of(onsets[-1] + 0.25), np.float32)
        for onset, level in zip(onsets, levels * draw.uniform(0.85, 1.0, count), strict=True):
            if onset >= event.seconds_left:
                break
            stroke, start = _stroke(draw, trunk), int(onset * SAMPLE_RATE_HERTZ)
            stroke = stroke[: len(out) - start]
            out[start : start + len(stroke)] += level * stroke
        return out

    def kick(draw: np.random.Generator, event: Event) -> Mono:
        knots = pitch * draw.normal(1.0, 0.03) * np.array((0.85, 1.15, 1.0, 0.75))
        seconds = draw.uniform(0.05, 0.08)
        return call(draw, seconds, knots, (0.0, 1.0, 0.6, 0.0), _CALL_TRACT, _CALL_TONE)

    place = draw.uniform(-0.5, 0.5)
    callers = [Caller(_ROLLS, roll, place, 0.0, 0.2), Caller(_CALLS, kick, -place, -9.0, 0.3)]
    return Flock(part, callers)


def _stroke(draw: np.random.Generator, trunk: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Mono:
    """Return one stroke of the beak, peak 1."""
    decays = 0.018 * (trunk / trunk[0]) ** -0.7 * draw.uniform(0.85, 1.15, len(trunk))
    gains = _MODE_LEVELS * np.exp(0.25 * draw.standard_normal(len(trunk)))
    struck = ring(trunk * draw.normal(1.0, 0.004, len(trunk)), decays, gains)
    click = draw.standard_normal(120) * np.exp(-np.arange(120) / 25.0)
    struck[:120] += 0.25 * click.astype(np.float32)
    return np.asarray(struck / np.abs(struck).max(), np.float32)


KIND = Kind(
    name="woodpecker",
    chinese_name="啄木鸟",
    ucs="BIRDSong",
    group=Group.EVENT,
    english="woodpeckers, woodpecker drumming, woodpecker pecking, woodpecker knocking, "
    "woodpeckers drumming, bird pecking wood, pecking on a tree, woodpecker tapping",
    chinese="啄木鸟啄木, 啄木鸟敲树, 啄木, 啄木声, 啄木鸟叫, 啄木鸟声, 啄木鸟啄木声, "
    "啄木鸟啄木的声音, 啄木鸟敲木头, 啄木鸟敲击, 啄木鸟敲击声, 啄木鸟敲击树干, 啄木鸟敲打树干, "
    "啄木鸟敲树干, 啄木鸟啄树, 啄木鸟啄树干, 啄木鸟啄树的声音, 啄木鸟的声音, 啄木鸟的敲击声, "
    "啄木鸟笃笃, 啄木鸟笃笃声, 啄木鸟哒哒, 啄木鸟鸣叫, 啄木鸟在啄树, 啄木鸟在敲树, 啄树声, 啄树干, "
    "啄木头",
    examples=("a woodpecker drumming", "啄木鸟"),
    make=_make,
    members=(Member("songbirds", -8.0, distance=Distance.DISTANT),),
    place=Place.FOREST,
    metres=(4.0, 12.0, 80.0),
    gain_db=-1.0,
    mix_db=-3.0,
)
