"""Laughter: breathy bursts of falling pitch, some five a second.

After J.-A. Bachorowski, M. Smoski and M. Owren, "The acoustic features of human laughter", JASA
110, 2001.
"""

import numpy as np

from envsound_server.engines.procedural.models.babble import Speaker
from envsound_server.engines.procedural.models.voices import Track, Utterance, utter
from envsound_server.engines.procedural.source import Mono

_VOWEL_HERTZ = (680.0, 1_350.0, 2_600.0, 3_600.0)


def laugh(draw: np.random.Generator, speaker: Speaker) -> Mono:
    """Return a laugh, float32 [frames], peak 1."""
    bursts = int(draw.integers(4, 9))
    pitch = speaker.pitch_hertz * draw.uniform(1.4, 2.1)
    level: list[tuple[float, float]] = []
    breath: list[tuple[float, float]] = []
    for number in range(bursts):
        first, share = number / bursts, 1.0 / bursts
        loud = -1.2 * number + draw.normal(0.0, 1.5)
        level += [(first, loud - 20.0), (first + 0.3 * share, loud), (first + 0.6 * share, loud)]
        breath += [(first, 0.0), (first + 0.35 * share, -16.0), (first + 0.75 * share, -6.0)]
    formants: list[Track] = [
        ((0.0, speaker.tract * hertz * draw.uniform(0.92, 1.08)),) for hertz in _VOWEL_HERTZ
    ]
    return utter(
        draw,
        Utterance(
            seconds=bursts * draw.uniform(0.17, 0.23),
            pitch_hertz=((0.0, pitch), (0.3, 1.1 * pitch), (1.0, 0.7 * pitch)),
            formants_hertz=formants,
            bandwidths_hertz=(110.0, 140.0, 200.0, 320.0),
            gains_db=(0.0, -5.0, -11.0, -16.0),
            level_db=level,
            breath_db=breath,
            jitter=0.02,
            wander=0.03,
        ),
    )
