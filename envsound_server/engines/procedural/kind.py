"""Kinds of sounds: their names, their phrases, their place in a mix, and their renderers.

A kind is one module of `kinds/` that defines `KIND`. A new kind needs no other file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from envsound_server.engines.procedural.layers import Distance, Intensity, Layer, Place, Surface
from envsound_server.engines.procedural.source import Part, Source


class Group(Enum):
    """The temporal structure of a kind."""

    BED = "bed"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Member:
    """A part of a composite kind.

    Attributes:
        kind: Name of the kind.
        mix_db: Level relative to that kind's own `Kind.mix_db`, dB.
        intensity: Its strength. NORMAL follows the composite's own layer.
        distance: Its distance.
    """

    kind: str
    mix_db: float = 0.0
    intensity: Intensity = Intensity.NORMAL
    distance: Distance = Distance.NORMAL


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of environment sound.

    Attributes:
        name: English name, lower case, unique: "dog bark".
        chinese_name: Its name in simplified Chinese.
        ucs: CatID in the Universal Category System.
        group: Whether it is a bed, levelled by loudness, or an event, levelled by true peak.
        english: Phrases that name it, lower case, separated by commas, besides its name.
        chinese: Phrases that name it in simplified Chinese, separated by commas.
        examples: A prompt in English and one in Chinese.
        make: Factory of a layer's source, or None for a kind that consists of `members`.
        members: Other kinds that belong to it.
        heavy: Phrases in both languages for a strong one.
        light: Phrases in both languages for a weak one.
        surfaces: Kinds that replace it on a surface: "rain" on LEAVES is "rain on leaves".
        place: Its acoustics if the prompt names no place.
        metres: Distance when near, usual, and distant, m.
        gain_db: Gain of the source to -23 LUFS (bed) or to peaks of 1 (event), dB.
        mix_db: Natural level in a mix relative to a steady rain, dB.
        doppler: Whether its motion shifts the pitch.
        passes: Whether it passes by itself, so that "passing" has no effect.
    """

    name: str
    chinese_name: str
    ucs: str
    group: Group
    english: str
    chinese: str
    examples: tuple[str, str]
    make: Callable[[Part], Source] | None = None
    members: tuple[Member, ...] = ()
    heavy: str = ""
    light: str = ""
    surfaces: Mapping[Surface, str] = field(default_factory=dict)
    place: Place = Place.DRY
    metres: tuple[float, float, float] = (1.5, 6.0, 80.0)
    gain_db: float = 0.0
    mix_db: float = 0.0
    doppler: bool = False
    passes: bool = False

    def distance_metres(self, layer: Layer) -> float:
        """Return the distance of a layer, m."""
        order = (Distance.NEAR, Distance.NORMAL, Distance.DISTANT)
        return self.metres[order.index(layer.distance)]
