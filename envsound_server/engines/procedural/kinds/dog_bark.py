"""A dog's bark: a short rough shout, in bouts.

Length, pitch and formants follow measurements of a recording (bouts of two to six barks, 0.14 s
each, 0.3 s apart) and the literature (P. Pongrácz et al., Applied Animal Behaviour Science 100,
2006).
"""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.voices import Utterance, scaled, utter, varied
from envsound_server.engines.procedural.source import Mono, Part, Source

_BOUTS = Bouts((2, 5), LogNormal(0.34, 0.22), LogNormal(1.3, 0.5), tail_seconds=0.3)
_SIZES = {
    Intensity.LIGHT: (1.5, 1.8),
    Intensity.NORMAL: (0.85, 1.25),
    Intensity.HEAVY: (0.65, 0.8),
}
"""Pitch and formants relative to a medium dog's, lowest and highest."""

_BARK = Utterance(
    seconds=0.17,
    pitch_hertz=((0.0, 302.0), (0.3, 408.0), (1.0, 316.0)),
    formants_hertz=(
        ((0.0, 555.0), (0.35, 998.0), (1.0, 616.0)),
        ((0.0, 1180.0), (0.35, 1640.0), (1.0, 1090.0)),
        ((0.0, 2570.0),),
        ((0.0, 6030.0),),
    ),
    bandwidths_hertz=(172.0, 214.0, 478.0, 1110.0),
    gains_db=(2.0, -5.9, -18.3, -21.9),
    level_db=((0.0, -11.7), (0.2, -2.3), (0.5, -3.6), (1.0, -23.2)),
    breath_db=((0.0, -18.5), (0.4, -10.9), (1.0, -11.2)),
    breath_tilt_db=-2.9,
    jitter=0.029,
    wander=0.0084,
    shimmer_db=1.7,
    subharmonic=0.15,
    attack_seconds=0.00045,
    grain_seconds=0.012,
    fade_seconds=0.02,
)


def _make(part: Part) -> Source:
    size = part.generator().uniform(*_SIZES[part.layer.intensity])

    def bark(draw: np.random.Generator, event: Event) -> Mono:
        dog = scaled(_BARK, pitch=size, tract=size)
        return utter(draw, varied(draw, dog, pitch=0.08, tract=0.05))

    return Events(part, _BOUTS, bark, width=0.3, level_sigma_db=2.0)


KIND = Kind(
    name="dog bark",
    chinese_name="狗叫",
    ucs="ANMLDog",
    group=Group.EVENT,
    english="dog barks, dog barking, dogs barking, dogs bark, barking dog, barking dogs, "
    "bark of a dog, barking, dog, dogs, puppy, puppies, hound, hounds, woof, bark, "
    "barks, pup, mongrel, terrier, woofing, yapping, watchdog, sheepdog, mutt",
    chinese="狗, 狗吠, 犬吠, 狗叫声, 狗吠声, 犬吠声, 汪汪, 汪汪叫, 狗狗, 狗叫的声音, 狗的叫声, "
    "狗吠的声音, 狗儿, 狗吠叫, 狗儿吠叫, 狗狂叫, 吠叫, 吠叫声, 吠声, 犬, 犬声, 犬叫, 汪汪声, "
    "汪汪汪, 汪汪的叫声, 汪的一声, 看门狗, 看家狗, 猎狗, 猎犬, 牧羊犬, 野狗, 流浪狗, 土狗, 黄狗, "
    "大黄狗, 黑狗, 白狗, 家犬, 警犬, 家狗, 老狗, 群狗, 狗群, 狗叫唤, 狗在叫, 柴犬, 柯基, 哈巴狗",
    heavy="big dog, large dog, guard dog, mastiff, 大狗, 恶犬, 狂吠, 大狗叫, 大犬, 狼狗, 藏獒, "
    "狂吠声, 狂吠不止, 恶狗, 疯狗, 猛犬, 犬吠不止, 狂吠不已, 狗狂吠, 巨犬, 狼犬",
    light="small dog, little dog, puppy, puppies, 幼犬, 小狗叫, 小狗吠叫, 小奶狗, 奶狗, 狗崽, "
    "狗崽子, 小型犬, 小狗",
    examples=("a dog barking in the distance", "远处狗叫"),
    make=_make,
    place=Place.STREET,
    metres=(2.0, 6.0, 60.0),
    mix_db=0.0,
)
