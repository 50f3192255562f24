"""A mechanical typewriter: type bars on the platen, the bell, the carriage return.

Measured on a recording: 4 to 5 keys a second. A lever rustles for 35 ms, the type strikes
(strongest at 2 to 4 kHz, 30 dB down after 25 ms), the carriage steps 95 ms later and the
lever comes to rest 60 ms after that, over a rattle 20 dB down.
"""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.bursts import (
    add,
    clack,
    click,
    shaped_noise,
    varied,
)
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.source import Curve, Mono, Part, Source, frames_of

_BOUTS = Bouts((22, 40), LogNormal(0.255, 0.21), LogNormal(2.4, 0.2), tail_seconds=0.2)
_STRIKE = (
    (200, -24), (320, -26), (500, -20), (800, -19), (1_270, -12), (1_600, -12), (2_000, -6),
    (3_200, 0), (4_000, 0), (6_400, -2), (10_000, -2), (16_000, -12),
)  # fmt: skip
_LEVER = ((200, -24), (500, -16), (1_200, -6), (2_400, 0), (5_000, -3), (9_000, -8), (16_000, -24))
_PLATEN = ((100, 0), (400, 0), (1_500, -8), (4_000, -20))
_TYPE_BARS = 40
_MODES_OF_A_PART = 30
_LOWEST_MODE_HERTZ, _HIGHEST_MODE_HERTZ = 450.0, 11_000.0
_DECAY_SECONDS, _NOISE_DB = 0.0115, 2.6
_PLATEN_SECONDS, _PLATEN_LEVEL = 0.0116, 0.09
_LEVER_LEVEL, _STEP_LEVEL, _BACK_LEVEL, _RATTLE_LEVEL = 0.127, 0.102, 0.168, 0.22
_BELL_HERTZ = np.array((2_340.0, 2_352.0, 4_910.0, 7_620.0))
_BELL_SECONDS = np.array((0.35, 0.3, 0.18, 0.1))
_BELL_LEVELS = np.array((0.5, 0.3, 0.25, 0.12))
_SHORTEST_LINE = 15


class _Machine:
    """The modes of the parts of one typewriter, Hz."""

    def __init__(self, draw: np.random.Generator) -> None:
        low, high = np.log(_LOWEST_MODE_HERTZ), np.log(_HIGHEST_MODE_HERTZ)
        self.bars = np.exp(draw.uniform(low, high, (_TYPE_BARS, _MODES_OF_A_PART)))
        self.frame = np.exp(draw.uniform(np.log(300.0), np.log(9_000.0), _MODES_OF_A_PART))
        self.platen = np.exp(draw.uniform(np.log(150.0), np.log(2_500.0), 16))
        self.bell = _BELL_HERTZ * draw.normal(1.0, 0.05)

    def stroke(self, draw: np.random.Generator) -> Curve:
        """Return a keystroke: the lever, the type on the platen, the carriage step, the rebound."""
        bar = self.bars[int(draw.integers(_TYPE_BARS))]
        hit = draw.uniform(0.03, 0.042)
        step = hit + draw.uniform(0.08, 0.11)
        rest = step + draw.uniform(0.05, 0.075)
        out = np.zeros(frames_of(0.5))
        rise = shaped_noise(draw, frames_of(hit), varied(draw, _LEVER, 2.5))
        add(out, 0, rise * np.linspace(0.3, 1.0, len(rise)), _LEVER_LEVEL)
        add(out, frames_of(hit), clack(draw, bar, _STRIKE, _DECAY_SECONDS, _NOISE_DB))
        platen = clack(draw, self.platen, _PLATEN, _PLATEN_SECONDS, -6.0)
        add(out, frames_of(hit), platen, _PLATEN_LEVEL)
        rattle = click(draw, varied(draw, _LEVER, 2.5), 0.02, 0.08, -6.0)
        add(out, frames_of(hit), rattle, _RATTLE_LEVEL)
        ratchet = clack(draw, self.frame, _LEVER, _DECAY_SECONDS, _NOISE_DB)
        add(out, frames_of(step), ratchet, _STEP_LEVEL * draw.uniform(0.6, 1.4))
        back = clack(draw, bar, _LEVER, _DECAY_SECONDS, _NOISE_DB)
        add(out, frames_of(rest), back, _BACK_LEVEL * draw.uniform(0.6, 1.4))
        return out

    def line_end(self, draw: np.random.Generator) -> Curve:
        """Return the bell and, after a pause, the return of the carriage to its stop."""
        out = np.zeros(frames_of(2.3))
        rung = ring(self.bell, _BELL_SECONDS, _BELL_LEVELS)
        add(out, frames_of(0.12), np.asarray(rung, np.float64))
        start, seconds = draw.uniform(0.8, 1.0), draw.uniform(0.5, 0.75)
        for onset in np.arange(0.02, seconds, 0.021) + start:
            tooth = clack(draw, self.frame, _LEVER, 0.5 * _DECAY_SECONDS, _NOISE_DB)
            add(out, frames_of(onset + draw.normal(0.0, 0.001)), tooth, draw.uniform(0.1, 0.25))
        stop = clack(draw, self.platen, _PLATEN, 2 * _PLATEN_SECONDS, -6.0)
        add(out, frames_of(start + seconds), stop, 0.8)
        stroke = self.stroke(draw)
        add(out, frames_of(start + seconds), stroke)
        return out


def _make(part: Part) -> Source:
    machine = _Machine(part.generator())

    def stroke(draw: np.random.Generator, event: Event) -> Mono:
        out = machine.stroke(draw)
        is_last = event.place_in_bout == event.bout_size - 1
        if is_last and event.bout_size >= _SHORTEST_LINE and event.seconds_left > 0.5:
            line = machine.line_end(draw)
            add(line, 0, out)
            out = line
        return np.asarray(0.25 * out, np.float32)

    return Events(part, _BOUTS, stroke, width=0.15, level_sigma_db=2.5)


KIND = Kind(
    name="typewriter",
    chinese_name="打字机",
    ucs="COMType",
    group=Group.EVENT,
    english="typewriters, old typewriter, typing on a typewriter, mechanical typewriter, "
    "typewriter typing, typewriter keys, typewriter bell, "
    "someone types on a typewriter, teletype, teleprinter",
    chinese="老式打字机, 打字机声, 机械打字机, 打字机打字, 打字机敲击声, 打字机的声音, 打字机声响, "
    "打字机嗒嗒, 打字机嗒嗒声, 打字机嗒嗒作响, 打字机哒哒, 打字机哒哒声, 打字机敲击, 打字机按键声, "
    "打字机打字声, 打字机噼啪, 打字机噼啪声, 敲打字机, 敲打打字机, 旧打字机, 古董打字机, 老打字机, "
    "老式打字机声, 老式打字机的声音, 电动打字机, 用打字机打字, 电传打字机, 打字机的敲击声, "
    "打字机的嗒嗒声",
    examples=("a typewriter", "打字机"),
    make=_make,
    place=Place.ROOM,
    metres=(0.6, 1.5, 10.0),
    mix_db=-6.0,
)
