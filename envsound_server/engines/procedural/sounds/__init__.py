"""The sounds, one module each."""

from collections.abc import Callable, Mapping

from envsound_server.engines.procedural.layers import Sound
from envsound_server.engines.procedural.sounds.birds import Birds
from envsound_server.engines.procedural.sounds.cafe import Cafe
from envsound_server.engines.procedural.sounds.clock import Clock
from envsound_server.engines.procedural.sounds.crickets import Crickets
from envsound_server.engines.procedural.sounds.fire import Fire
from envsound_server.engines.procedural.sounds.machine import Machine
from envsound_server.engines.procedural.sounds.rain import Rain
from envsound_server.engines.procedural.sounds.stream import Stream
from envsound_server.engines.procedural.sounds.thunder import Thunder
from envsound_server.engines.procedural.sounds.traffic import Traffic
from envsound_server.engines.procedural.sounds.waves import Waves
from envsound_server.engines.procedural.sounds.wind import Wind
from envsound_server.engines.procedural.source import Part, Source

SOURCES: Mapping[Sound, Callable[[Part], Source]] = {
    Sound.RAIN: Rain,
    Sound.THUNDER: Thunder,
    Sound.WIND: Wind,
    Sound.WAVES: Waves,
    Sound.STREAM: Stream,
    Sound.FIRE: Fire,
    Sound.BIRDS: Birds,
    Sound.CRICKETS: Crickets,
    Sound.TRAFFIC: Traffic,
    Sound.CAFE: Cafe,
    Sound.CLOCK: Clock,
    Sound.MACHINE: Machine,
}
"""What renders each sound."""
