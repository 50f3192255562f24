"""Looks up what phrases mean.

Phrases are keyed by their atoms: an atom is a lower-case English word without accents, or one
Chinese character. The longest phrase wins, so "traffic light" is no traffic and 火车 no fire.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.layers import Intensity
from envsound_server.engines.procedural.reading.meaning import Meaning, Role
from envsound_server.engines.procedural.reading.words import (
    MODIFIER_WORDS,
    OTHER_WORDS,
    SEVERAL_SOUNDS,
)

_TRADITIONAL = str.maketrans(
    "聲風鳥細遠處強輕溫靜電閃濤灘邊澗爐燒鳴蟲車馬館廳談話時鐘錶機調運轉樹葉鐵頂戶緩熱鬧無沒與傳來劇駛過響隨"
    "雜還從這個幾請聽環壓變發動轟剎",
    "声风鸟细远处强轻温静电闪涛滩边涧炉烧鸣虫车马馆厅谈话时钟表机调运转树叶铁顶户缓热闹无没与传来剧驶过响随"
    "杂还从这个几请听环压变发动轰刹",
)


def simplified(text: str) -> str:
    """`text` with the vocabulary's traditional characters written as simplified ones."""
    return text.translate(_TRADITIONAL)


def atoms_of(phrase: str) -> tuple[str, ...]:
    """The atoms of a vocabulary phrase."""
    if not phrase.isascii():
        return tuple(phrase)
    return tuple(word.removesuffix("'s") for word in phrase.replace("-", " ").split())


def _phrases(words: str) -> Iterable[tuple[str, ...]]:
    return (atoms_of(phrase.strip()) for phrase in words.split(",") if phrase.strip())


def _kind_words() -> Iterator[tuple[tuple[str, ...], Intensity | None, str]]:
    """Yield the phrases of every kind, with how strong it is by that name."""
    for kind in KINDS.values():
        yield (
            (kind.name,),
            None,
            ",".join((kind.name, kind.english, kind.chinese_name, kind.chinese)),
        )
        yield (kind.name,), Intensity.HEAVY, kind.heavy
        yield (kind.name,), Intensity.LIGHT, kind.light


def _vocabulary() -> dict[tuple[str, ...], Meaning]:
    vocabulary: dict[tuple[str, ...], Meaning] = {}
    for role, words in OTHER_WORDS:
        vocabulary |= dict.fromkeys(_phrases(words), Meaning(role))
    for meaning, words in MODIFIER_WORDS:
        vocabulary |= dict.fromkeys(_phrases(words), meaning)
    for sounds, intensity, words in (*_kind_words(), *SEVERAL_SOUNDS):
        named = Meaning(Role.SOUND, sounds, intensity)
        vocabulary |= dict.fromkeys(_phrases(words), named)
    return vocabulary


VOCABULARY: Mapping[tuple[str, ...], Meaning] = MappingProxyType(_vocabulary())
"""Phrase, as a tuple of atoms, to its meaning."""

LONGEST_PHRASE_ATOMS = max(len(phrase) for phrase in VOCABULARY)
