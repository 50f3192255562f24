"""Where each sound stands when it is near, at its usual place, or distant; and how loud."""

from collections.abc import Mapping
from dataclasses import replace

from envsound_server.engines.procedural.layers import Distance, Layer, Sound
from envsound_server.engines.procedural.space import Setting

_OPEN = Setting()
_OPEN_NEAR = Setting(gain_db=3.0)

_PLACES: Mapping[Sound, tuple[Setting, Setting, Setting]] = {
    Sound.RAIN: (_OPEN_NEAR, _OPEN, Setting(-2.0, 150.0, width=0.6)),
    # Its distance is in the strike itself: see `sounds.thunder`.
    Sound.THUNDER: (_OPEN, _OPEN, Setting(width=0.7)),
    Sound.WIND: (_OPEN_NEAR, _OPEN, Setting(-4.0, 300.0, width=0.6, muffle_hertz=900.0)),
    Sound.WAVES: (_OPEN_NEAR, Setting(0.0, 20.0), Setting(-2.0, 300.0, width=0.5)),
    Sound.STREAM: (_OPEN_NEAR, _OPEN, Setting(-9.0, 150.0, -8.0, 1.0, 0.4)),
    Sound.FIRE: (_OPEN_NEAR, _OPEN, Setting(-5.0, 80.0, -6.0, 0.8, 0.3, 3500.0)),
    Sound.BIRDS: (
        Setting(4.0, 5.0, -17.0, 1.0),
        Setting(0.0, 25.0, -10.0, 1.3),
        Setting(-5.0, 220.0, -1.0, 1.9, 0.5),
    ),
    Sound.CRICKETS: (
        Setting(4.0, 2.0, -20.0, 0.6),
        Setting(0.0, 15.0, -14.0, 0.8),
        Setting(-5.0, 200.0, -5.0, 1.2, 0.5),
    ),
    Sound.TRAFFIC: (
        Setting(3.0, 5.0, -18.0, 0.8),
        Setting(0.0, 20.0, -14.0, 1.0),
        Setting(-4.0, 400.0, -5.0, 1.6, 0.5, 1200.0),
    ),
    Sound.CAFE: (
        Setting(4.0, 0.0, -10.0, 0.6),
        Setting(0.0, 0.0, -4.0, 0.8),
        Setting(-9.0, 0.0, 1.0, 0.9, 0.4, 700.0),
    ),
    Sound.CLOCK: (
        Setting(3.0, 0.0, -20.0, 0.4),
        Setting(0.0, 0.0, -11.0, 0.5),
        Setting(-9.0, 0.0, 1.0, 0.8, 0.3, 1800.0),
    ),
    Sound.MACHINE: (
        _OPEN_NEAR,
        Setting(0.0, 0.0, -14.0, 0.5),
        Setting(-9.0, 0.0, -3.0, 0.7, 0.4, 500.0),
    ),
}
"""Near, usual, distant. Indoor sounds that are distant come through a doorway."""

_LEVELS_DB: Mapping[Sound, float] = {
    Sound.RAIN: 0.0,
    Sound.THUNDER: -1.0,
    Sound.WIND: -1.0,
    Sound.WAVES: 8.0,
    Sound.STREAM: 1.0,
    Sound.FIRE: 7.0,
    Sound.BIRDS: 4.0,
    Sound.CRICKETS: 6.0,
    Sound.TRAFFIC: 9.0,
    Sound.CAFE: -7.5,
    Sound.CLOCK: 5.0,
    Sound.MACHINE: 4.0,
}
"""Brings each sound at its usual place to about -22 LUFS."""

_ORDER = (Distance.NEAR, Distance.NORMAL, Distance.DISTANT)


def place_of(layer: Layer) -> Setting:
    """Where a layer stands; `gain_db` is against the sound's usual place."""
    return _PLACES[layer.sound][_ORDER.index(layer.distance)]


def levelled(layer: Layer) -> Setting:
    """Where a layer stands, at the level at which it goes into the mix."""
    place = place_of(layer)
    return replace(place, gain_db=place.gain_db + _LEVELS_DB[layer.sound])
