"""Kinds of sounds: their names and words, their place in a mix, and what renders them.

A kind is one module of `kinds/` that defines `KIND`. Adding one takes that file and nothing else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from envsound_server.engines.procedural.layers import Distance, Intensity, Layer, Place, Surface
from envsound_server.engines.procedural.source import Part, Source


class Group(Enum):
    """Way in which a kind fills time."""

    BED = "bed"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Member:
    """A part of a composite kind.

    Attributes:
        kind: Name of the kind that sounds.
        mix_db: Level against that kind's own `Kind.mix_db`, dB.
        intensity: How strong; NORMAL follows the composite's own layer.
        distance: How far away.
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
        group: A bed is levelled by loudness, an event by its true peak.
        english: Phrases that name it, lower case, parted by commas. Its name is always one.
        chinese: Phrases that name it in simplified Chinese, parted by commas.
        examples: A prompt in English and one in Chinese.
        make: Builds the source of a layer; None where `members` are all of it.
        members: Other kinds that sound along with it.
        heavy: Phrases in both languages that name it and say that it is strong.
        light: Phrases in both languages that name it and say that it is weak.
        surfaces: Which kind it becomes on a surface: "rain" on LEAVES is "rain on leaves".
        place: Where it is heard if the prompt names no place.
        metres: Distance when near, as usual, and distant, m.
        gain_db: Brings the source to -23 LUFS (bed) or to peaks of 1 (event), dB.
        mix_db: Natural level in a mix against other kinds, dB; a steady rain is 0.
        doppler: Whether its pitch shifts when it moves.
        passes: Whether it comes and goes by itself, so that "passing" adds nothing.
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
        """Return how far away the layer is, m."""
        order = (Distance.NEAR, Distance.NORMAL, Distance.DISTANT)
        return self.metres[order.index(layer.distance)]
