"""Phrases of the lexicon and of the kinds, with their meanings."""

from collections.abc import Iterator
from dataclasses import replace

from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.layers import Intensity
from envsound_server.engines.procedural.reading.atoms import phrases_of, with_plurals
from envsound_server.engines.procedural.reading.lexicon.chinese_nouns import (
    CHINESE_FUNCTION_WORDS,
    CHINESE_NOUNS,
)
from envsound_server.engines.procedural.reading.lexicon.chinese_other_meanings import (
    CHINESE_IDIOMS,
)
from envsound_server.engines.procedural.reading.lexicon.chinese_pairs import CHINESE_PAIRS
from envsound_server.engines.procedural.reading.lexicon.conditions import CONDITION_WORDS
from envsound_server.engines.procedural.reading.lexicon.function_words import (
    COUNTED_NOUNS,
    FUNCTION_WORDS,
)
from envsound_server.engines.procedural.reading.lexicon.groups import ENDED, FAMILIES
from envsound_server.engines.procedural.reading.lexicon.modifiers import (
    SEVERAL_SOUNDS,
)
from envsound_server.engines.procedural.reading.lexicon.nouns import (
    ENGLISH_ADJECTIVES,
    ENGLISH_NOUNS,
    ENGLISH_VERBS,
)
from envsound_server.engines.procedural.reading.lexicon.other_meanings import (
    ENGLISH_IDIOMS,
)
from envsound_server.engines.procedural.reading.lexicon.pairs import ENGLISH_PAIRS
from envsound_server.engines.procedural.reading.lexicon.sound_words import ECHOES
from envsound_server.engines.procedural.reading.meaning import Description, Meaning, Role
from envsound_server.engines.procedural.reading.situation import Condition

_COUNTED = frozenset(phrases_of(COUNTED_NOUNS))


def left_out_with(kind: str) -> tuple[str, ...]:
    """Return the kinds to leave out together with this one, including itself."""
    families = (family.split(", ") for family in FAMILIES)
    return next((tuple(family) for family in families if family[0] == kind), (kind,))


def _is_counted(phrase: str) -> bool:
    return any(word in _COUNTED or word.removesuffix("s") in _COUNTED for word in phrase.split())


def kind_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield the phrases that name kinds."""
    for kind in KINDS.values():
        cells = (
            (None, f"{kind.name}, {kind.english}, {kind.chinese_name}, {kind.chinese}"),
            (Intensity.HEAVY, kind.heavy),
            (Intensity.LIGHT, kind.light),
        )
        left_out = left_out_with(kind.name)
        for intensity, words in cells:
            for phrase in with_plurals(words):
                count = 1 if phrase.startswith("一声") or phrase.endswith("一声") else None
                description = Description(intensity=intensity, count=count)
                meaning = Meaning(Role.SOUND, (kind.name,), left_out, description)
                yield phrase, replace(meaning, is_counted=_is_counted(phrase))


def idiom_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield the idioms that name kinds."""
    for words, kind, strength in (*ENGLISH_IDIOMS, *CHINESE_IDIOMS):
        intensity = Intensity(strength) if strength else None
        description = Description(intensity=intensity)
        for phrase in phrases_of(words):
            yield phrase, Meaning(Role.SOUND, (kind,), left_out_with(kind), description=description)


def several_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield the phrases that name several kinds."""
    for kinds, intensity, words in SEVERAL_SOUNDS:
        description = Description(intensity=intensity)
        for phrase in phrases_of(words):
            yield phrase, Meaning(Role.SOUND, kinds, description=description)


def plain_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield words without a sound, in rising order of precedence."""
    roles = (
        (Role.FILLER, ECHOES),
        (Role.FILLER, CHINESE_FUNCTION_WORDS),
        (Role.NOUN, CHINESE_NOUNS),
        (Role.NOUN, ENGLISH_NOUNS),
        (Role.VERB, ENGLISH_VERBS),
        (Role.ADJECTIVE, ENGLISH_ADJECTIVES),
    )
    for role, words in roles:
        for phrase in with_plurals(words) if role is Role.NOUN else phrases_of(words):
            yield phrase, Meaning(role)
    pairs = (*ENGLISH_PAIRS, *CHINESE_PAIRS)
    yield from ((word, Meaning(Role.VERB)) for _, verbs, _ in pairs for word in phrases_of(verbs))
    yield from ((word, Meaning(Role.NOUN)) for nouns, _, _ in pairs for word in phrases_of(nouns))
    for role, words in FUNCTION_WORDS:
        yield from ((phrase, Meaning(role)) for phrase in phrases_of(words))


def condition_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield phrases of time, with all conditions of a phrase in several rows: 秋夜."""
    conditions: dict[str, tuple[Condition, ...]] = {}
    for condition, words in CONDITION_WORDS:
        for phrase in phrases_of(words):
            conditions[phrase] = (*conditions.get(phrase, ()), condition)
    for phrase, named in conditions.items():
        yield phrase, Meaning(Role.CONDITION, conditions=named)


def ended_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield the phrases that state the end of a sound."""
    for words, kinds in ENDED:
        sounds = tuple(kinds.split(", "))
        left_out = tuple(kind for sound in sounds for kind in left_out_with(sound))
        meaning = Meaning(Role.SOUND, sounds, left_out, is_excluded=True)
        yield from ((phrase, meaning) for phrase in phrases_of(words))
