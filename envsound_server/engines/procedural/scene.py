"""Play a scene: renders its layers, sets each in its place, and mixes them."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from envsound_server.audio.waveform import CHANNEL_COUNT, Samples
from envsound_server.engines.procedural.kind import Group, Kind, Member
from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.layers import Intensity, Layer, Motion, Place
from envsound_server.engines.procedural.models.noise import EqualisedNoise, spectrum
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Part, Source, decibels
from envsound_server.engines.procedural.space.convolution import Convolver
from envsound_server.engines.procedural.space.motion import Mover
from envsound_server.engines.procedural.space.places import (
    ACOUSTICS,
    FLOOR_POINTS,
    direct_response,
    response_spectra,
)

_INTENSITY_DB = {Intensity.LIGHT: -6.0, Intensity.NORMAL: 0.0, Intensity.HEAVY: 4.0}
_EVENT_OVER_BED_DB = -8.0
"""An event's peak in a mix with a bed at -23 LUFS, against full scale, dB."""

_DISTANCE_LAW = 0.6
"""Levels fall by this part of the inverse distance law, so that far layers are still heard."""


class ScenePlayer:
    """Renders a scene block by block; the same scene, seed and duration give the same samples."""

    def __init__(self, layers: Sequence[Layer], seed: int, duration_seconds: float) -> None:
        """Set up the layers.

        Args:
            layers: At least one layer.
            seed: 0 to 2**63 - 1. A layer's random streams hang on the seed and its kind alone (and
                how many of that kind went before): adding thunder to rain leaves the drops as
                they were.
            duration_seconds: Length of the whole sound, s.
        """
        parts = list(_parts(layers))
        self.has_bed = any(KINDS[layer.kind].group is Group.BED for layer in layers)
        self._rooms: dict[Place, _Room] = {}
        self._voices = []
        kinds = [layer.kind for layer, _ in parts]
        for number, (layer, mix_db) in enumerate(parts):
            key = (zlib.crc32(layer.kind.encode()), kinds[:number].count(layer.kind))
            part = Part(layer, duration_seconds, np.random.SeedSequence(seed, spawn_key=key))
            self._voices.append(_Voice(part, mix_db if len(parts) > 1 else 0.0, self.has_bed))
        self._floor = None if self.has_bed else _Floor(_loudest_floor_db(self._voices), seed)
        self._lead_in()

    def render(self) -> Samples:
        """Render the next block, float32 [2, BLOCK_FRAMES]."""
        mix = np.zeros((CHANNEL_COUNT, BLOCK_FRAMES), np.float32)
        for voice in self._voices:
            mix += self._placed(voice, voice.render())
        for room in self._rooms.values():
            mix += room.render()
        if self._floor is not None:
            mix += self._floor.render()
        return mix

    def _lead_in(self) -> None:
        """Play a block of the beds, so that they and their rooms are under way."""
        for voice in self._voices:
            if voice.is_bed:
                self._placed(voice, voice.render())
        for room in self._rooms.values():
            room.render()

    def _placed(self, voice: "_Voice", block: Samples) -> Samples:
        """Send the block into its room and return the direct sound."""
        if ACOUSTICS[voice.place].reverb_seconds:
            room = self._rooms.get(voice.place) or self._rooms.setdefault(
                voice.place, _Room(voice.place)
            )
            room.add(block, voice.send)
        return voice.direct(block)


class _Voice:
    """A layer that plays: its source, its level and the way to the listener."""

    def __init__(self, part: Part, mix_db: float, in_bed: bool) -> None:
        layer, kind = part.layer, KINDS[part.layer.kind]
        self.is_bed = kind.group is Group.BED
        self.place = kind.place if layer.place is None else layer.place
        metres, usual_metres = kind.distance_metres(layer), kind.metres[1]
        nearer_db = _DISTANCE_LAW * 20 * np.log10(usual_metres / metres)
        level_db = kind.gain_db + mix_db + _INTENSITY_DB[layer.intensity]
        if in_bed and not self.is_bed:
            level_db += _EVENT_OVER_BED_DB
        assert kind.make is not None, "a composite is played by its members"
        self._source: Source = kind.make(part)
        self._gain = np.float32(decibels(level_db + nearer_db))
        self.send = np.float32(decibels(-0.6 * nearer_db))
        spectra = direct_response(self.place, round(metres, 1))
        self._way = None if spectra is None else Convolver(spectra)
        self._mover = None
        if layer.motion is not Motion.STILL:
            self._mover = Mover(layer.motion, part.duration_seconds, kind.doppler)

    def render(self) -> Samples:
        """Render the next block at its level, before the room."""
        block = self._source.render() * self._gain
        return block if self._mover is None else self._mover.process(block)

    def direct(self, block: Samples) -> Samples:
        """Return what reaches the listener straight."""
        return block if self._way is None else self._way.process(block)


class _Room:
    """The answer of a place to all that sounds in it."""

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
    """The noise that is left in a quiet place: no recording is ever quite silent."""

    _GAIN = spectrum(FLOOR_POINTS)

    def __init__(self, floor_db: float, seed: int) -> None:
        generator = np.random.Generator(
            np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(0,)))
        )
        self._noise = EqualisedNoise(generator, coherence=0.3)
        self._gain = decibels(floor_db) * self._GAIN / np.sqrt(np.mean(self._GAIN**2))

    def render(self) -> Samples:
        return self._noise.render(self._gain)


def _loudest_floor_db(voices: Sequence[_Voice]) -> float:
    return max(ACOUSTICS[voice.place].floor_db for voice in voices)


def _parts(layers: Sequence[Layer]) -> Iterator[tuple[Layer, float]]:
    """Yield every layer and the members of composites, with their level in the mix, dB."""
    named = {layer.kind for layer in layers}
    for layer in layers:
        kind = KINDS[layer.kind]
        if kind.make is not None:
            yield layer, kind.mix_db
        # What the prompt names itself is not made a second time.
        for member in (member for member in kind.members if member.kind not in named):
            yield _member_layer(member, layer, kind), KINDS[member.kind].mix_db + member.mix_db


def _member_layer(member: Member, layer: Layer, kind: Kind) -> Layer:
    """Return the layer of a composite's part; what the prompt says of the whole goes for all."""
    return replace(
        layer,
        kind=member.kind,
        intensity=layer.intensity if member.intensity is Intensity.NORMAL else member.intensity,
        distance=member.distance if layer.distance.value == "" else layer.distance,
        place=layer.place or (None if kind.place is Place.DRY else kind.place),
        count=None,
    )
