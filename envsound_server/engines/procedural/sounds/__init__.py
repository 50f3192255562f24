"""One module a sound, each with a function `source(part) -> Source`."""

from collections.abc import Callable, Mapping

from envsound_server.engines.procedural.layers import Sound
from envsound_server.engines.procedural.sounds import rain, thunder, wind
from envsound_server.engines.procedural.source import Part, Source

SOURCES: Mapping[Sound, Callable[[Part], Source]] = {
    Sound.RAIN: rain.Rain,
    Sound.THUNDER: thunder.Thunder,
    Sound.WIND: wind.Wind,
}
