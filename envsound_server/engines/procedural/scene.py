"""Rendering of a scene: its layers, their acoustics, and the mix."""

import zlib
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

import numpy as np

from envsound_server.audio.waveform import CHANNEL_COUNT, Samples
from envsound_server.engines.procedural.kind import Group, Kind, Member
from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.layers import (
    END,
    START,
    Intensity,
    Layer,
    Motion,
    Place,
)
from envsound_server.engines.procedural.models.noise import EqualisedNoise, spectrum
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Part, decibels
from envsound_server.engines.procedural.space.convolution import Convolver
from envsound_server.engines.procedural.space.motion import Mover
from envsound_server.engines.procedural.space.places import (
    ACOUSTICS,
    FLOOR_POINTS,
    direct_response,
    response_spectra,
)
from envsound_server.engines.procedural.timing import Delayed, Envelope, time_span

_INTENSITY_DB = {Intensity.LIGHT: -6.0, Intensity.NORMAL: 0.0, Intensity.HEAVY: 4.0}
_EVENT_OVER_BED_DB = -8.0
"""An event's peak in a mix with a bed at -23 LUFS, dBFS."""

_DISTANCE_LAW = 0.6
"""Part of the inverse distance law that levels follow, so that far layers stay audible."""


class ScenePlayer:
    """A renderer of a scene, block by block.

    The same scene, seed and duration give the same samples.
    """

    def __init__(
        self,
        layers: Sequence[Layer],
        seed: int,
        duration_seconds: float,
        left_out: Set[str] = frozenset(),
    ) -> None:
        """Set up the layers.

        Args:
            layers: At least one layer.
            seed: 0 to 2**63 - 1. A layer's random streams depend only on the seed, its kind and
                the number of earlier layers of that kind: thunder added to rain does not change
                the drops.
            duration_seconds: Length of the whole sound, s.
            left_out: Names of kinds to omit also as members of composites.
        """
        parts = list(_parts(layers, left_out))
        self.has_bed = any(KINDS[layer.kind].group is Group.BED for layer in layers)
        self._rooms: dict[Place, _Room] = {}
        self._voices = []
        kinds = [layer.kind for layer, _ in parts]
        for number, (layer, mix_db) in enumerate(parts):
            key = (zlib.crc32(layer.kind.encode()), kinds[:number].count(layer.kind))
            root = np.random.SeedSequence(seed, spawn_key=key)
            level_db = layer.level_db + (mix_db if len(parts) > 1 else 0.0)
            self._voices.append(_Voice(layer, duration_seconds, root, level_db, self.has_bed))
        self._frame = 0
        self._floor = self._floor_under(layers, seed)
        self._lead_in()

    def render(self) -> Samples:
        """Render the next block, float32 [2, BLOCK_FRAMES]."""
        mix = np.zeros((CHANNEL_COUNT, BLOCK_FRAMES), np.float32)
        for voice in self._voices:
            if voice.is_due(self._frame):
                mix += self._placed(voice, voice.render(self._frame))
        for room in self._rooms.values():
            mix += room.render()
        if self._floor is not None:
            mix += self._floor.render()
        self._frame += BLOCK_FRAMES
        self._voices = [voice for voice in self._voices if not voice.is_over(self._frame)]
        return mix

    def _floor_under(self, layers: Sequence[Layer], seed: int) -> "_Floor | None":
        """Return the ambient noise of the place, or None if a bed masks it throughout."""
        beds = [layer for layer in layers if KINDS[layer.kind].group is Group.BED]
        if any((layer.start, layer.end) == (START, END) for layer in beds):
            return None
        floor_db = max((ACOUSTICS[v.place].floor_db for v in self._voices), default=-120.0)
        return _Floor(floor_db + (_EVENT_OVER_BED_DB if beds else 0.0), seed)

    def _lead_in(self) -> None:
        """Render a lead-in block of the first beds, so that they and their rooms are settled."""
        for voice in self._voices:
            if voice.is_under_way:
                self._placed(voice, voice.render(-BLOCK_FRAMES))
        for room in self._rooms.values():
            room.render()

    def _placed(self, voice: "_Voice", block: Samples) -> Samples:
        """Send the block to the reverberation of its place and return the direct sound."""
        if ACOUSTICS[voice.place].reverb_seconds:
            room = self._rooms.get(voice.place) or self._rooms.setdefault(
                voice.place, _Room(voice.place)
            )
            room.add(block, voice.send)
        return voice.direct(block)


class _Voice:
    """A sounding layer: its source, its level and its path to the listener."""

    def __init__(
        self,
        layer: Layer,
        duration_seconds: float,
        root: np.random.SeedSequence,
        mix_db: float,
        in_bed: bool,
    ) -> None:
        kind, span = KINDS[layer.kind], time_span(layer, duration_seconds)
        is_bed = kind.group is Group.BED
        self.place = kind.place if layer.place is None else layer.place
        metres, usual_metres = kind.distance_metres(layer), kind.metres[1]
        nearer_db = _DISTANCE_LAW * 20 * np.log10(usual_metres / metres)
        level_db = kind.gain_db + mix_db + _INTENSITY_DB[layer.intensity]
        if in_bed and not is_bed:
            level_db += _EVENT_OVER_BED_DB
        played = replace(layer, every_seconds=None) if is_bed else layer
        part = Part(played, span.seconds, root, span.fade_in_seconds, span.ring_seconds)
        self._sound = Delayed(
            _Levelled(part, decibels(level_db + nearer_db)),
            span.start_frame % BLOCK_FRAMES,
            has_lead_in=is_bed and span.start_frame > 0,
        )
        self.is_under_way = is_bed and span.start_frame == 0
        self._first_frame = span.start_frame - span.start_frame % BLOCK_FRAMES
        self._last_frame = (span.end_frame if is_bed else span.silent_frame) + BLOCK_FRAMES
        self._envelope = Envelope(span, layer.swell, is_bed)
        self.send = np.float32(decibels(-0.6 * nearer_db))
        spectra = direct_response(self.place, round(metres, 1))
        self._way = None if spectra is None else Convolver(spectra)

    def is_due(self, frame: int) -> bool:
        """Return whether it has begun in the block that begins at a frame of the sound."""
        return frame >= self._first_frame

    def is_over(self, frame: int) -> bool:
        """Return whether it is silent from a frame of the sound on."""
        return frame >= self._last_frame

    def render(self, frame: int) -> Samples:
        """Render the block that begins at a frame of the sound, at its level, before the room."""
        block, gains = self._sound.render(), self._envelope.gains(frame)
        return block if gains is None else block * gains

    def direct(self, block: Samples) -> Samples:
        """Return the direct sound at the listener."""
        return block if self._way is None else self._way.process(block)


class _Levelled:
    """A `Source`: a kind's sound with its level and motion."""

    def __init__(self, part: Part, gain: float) -> None:
        kind, motion = KINDS[part.layer.kind], part.layer.motion
        assert kind.make is not None, "a composite is played by its members"
        self._source = kind.make(part)
        self._gain = np.float32(gain)
        self._mover = None
        if motion is not Motion.STILL:
            self._mover = Mover(motion, part.duration_seconds, kind.doppler)

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        block = self._source.render() * self._gain
        return block if self._mover is None else self._mover.process(block)


class _Room:
    """The reverberation of a place for all its sounds."""

    def __init__(self, place: Place) -> None:
        spectra = response_spectra(place)
        assert spectra is not None, "only a place with a tail is a room"
        self._convolver = Convolver(spectra)
        self._input = np.zeros(BLOCK_FRAMES, np.float32)

    def add(self, block: Samples, send: np.float32) -> None:
        self._input += send * block.mean(axis=0)

    def render(self) -> Samples:
        wet = self._convolver.process(self._input)
        self._input = np.zeros(BLOCK_FRAMES, np.float32)
        return wet


class _Floor:
    """The noise floor of a quiet place: no recording is perfectly silent."""

    _GAIN = spectrum(FLOOR_POINTS)

    def __init__(self, floor_db: float, seed: int) -> None:
        generator = np.random.Generator(
            np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(0,)))
        )
        self._noise = EqualisedNoise(generator, coherence=0.3)
        self._gain = decibels(floor_db) * self._GAIN / np.sqrt(np.mean(self._GAIN**2))

    def render(self) -> Samples:
        return self._noise.render(self._gain)


def _parts(layers: Sequence[Layer], left_out: Set[str]) -> Iterator[tuple[Layer, float]]:
    """Yield every layer and the members of composites, with their level in the mix, dB."""
    unmade = left_out | {layer.kind for layer in layers}
    for layer in layers:
        kind = KINDS[layer.kind]
        if kind.make is not None:
            yield layer, kind.mix_db
        # Members that the prompt names are not rendered twice.
        for member in (member for member in kind.members if member.kind not in unmade):
            yield _member_layer(member, layer, kind), KINDS[member.kind].mix_db + member.mix_db


def _member_layer(member: Member, layer: Layer, kind: Kind) -> Layer:
    """Return the layer of a composite's member, with the description of the whole."""
    return replace(
        layer,
        kind=member.kind,
        intensity=layer.intensity if member.intensity is Intensity.NORMAL else member.intensity,
        distance=member.distance if layer.distance.value == "" else layer.distance,
        place=layer.place or (None if kind.place is Place.DRY else kind.place),
        count=None,
        every_seconds=None,
    )
