"""Looks up what phrases mean.

Phrases are keyed by their atoms: an atom is a lower-case English word without accents, or one
Chinese character. They stand in a tree by their first, second, ... atom, so that the longest phrase
at a place is found in one walk.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeAlias

from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.layers import Intensity, Place, Surface
from envsound_server.engines.procedural.reading.lexicon.chinese_nouns import (
    CHINESE_FUNCTION_WORDS,
    CHINESE_NOUNS,
    TRADITIONAL,
)
from envsound_server.engines.procedural.reading.lexicon.chinese_other_meanings import (
    CHINESE_IDIOMS,
    CHINESE_OTHER_MEANINGS,
)
from envsound_server.engines.procedural.reading.lexicon.chinese_pairs import CHINESE_PAIRS
from envsound_server.engines.procedural.reading.lexicon.conditions import CONDITION_WORDS
from envsound_server.engines.procedural.reading.lexicon.function_words import (
    COUNTED_NOUNS,
    FUNCTION_WORDS,
)
from envsound_server.engines.procedural.reading.lexicon.groups import ENDED, FAMILIES, GROUPS
from envsound_server.engines.procedural.reading.lexicon.modifiers import (
    MODIFIER_WORDS,
    SEVERAL_SOUNDS,
)
from envsound_server.engines.procedural.reading.lexicon.nouns import (
    ENGLISH_ADJECTIVES,
    ENGLISH_NOUNS,
    ENGLISH_VERBS,
)
from envsound_server.engines.procedural.reading.lexicon.other_meanings import (
    ENGLISH_IDIOMS,
    ENGLISH_OTHER_MEANINGS,
)
from envsound_server.engines.procedural.reading.lexicon.pairs import ENGLISH_PAIRS
from envsound_server.engines.procedural.reading.lexicon.places import SITUATIONS
from envsound_server.engines.procedural.reading.lexicon.sound_words import ECHOES, YIELDING
from envsound_server.engines.procedural.reading.meaning import Description, Meaning, Role
from envsound_server.engines.procedural.reading.situation import USUAL, Condition

Atoms: TypeAlias = tuple[str, ...]
Tree: TypeAlias = dict[str, Any]

_TRADITIONAL = str.maketrans(*TRADITIONAL)
_IRREGULAR_PLURALS = ("s", "x", "z", "ch", "sh")


def simplified(text: str) -> str:
    """Return `text` with traditional characters written as simplified ones."""
    return text.translate(_TRADITIONAL)


def atoms_of(phrase: str) -> Atoms:
    """Return the atoms of a vocabulary phrase."""
    if not phrase.isascii():
        return tuple(phrase)
    return tuple(word.removesuffix("'s") or word for word in phrase.split())


def phrases_of(words: str) -> Iterator[str]:
    """Yield the phrases of a table's cell, hyphens as spaces."""
    for phrase in words.split(","):
        if plain := phrase.strip():
            yield plain if plain.startswith("-") else plain.replace("-", " ")


def plural(phrase: str) -> str:
    """Return the regular plural of an English phrase's last word."""
    if phrase.endswith("y") and phrase[-2:-1] not in "aeiou":
        return f"{phrase[:-1]}ies"
    return phrase + ("es" if phrase.endswith(_IRREGULAR_PLURALS) else "s")


def _with_plurals(words: str) -> Iterator[str]:
    for phrase in phrases_of(words):
        yield phrase
        if phrase.isascii() and not phrase.endswith(("s", "ing", "ed")):
            yield plural(phrase)


def _is_counted(phrase: str) -> bool:
    return any(word in _COUNTED or word.removesuffix("s") in _COUNTED for word in phrase.split())


_PLACE_KINDS = frozenset(
    (kind,)
    for kind in (
        "car passing", "cheering", "city traffic", "cow", "dark drone", "hammering", "machine hum",
        "market", "restaurant", "river", "sheep", "ship", "stream", "tavern", "washing machine",
    )
)  # fmt: skip
"""Kinds whose phrases give way to a situation's."""

_STONE_PLACES = frozenset({Place.CHURCH, Place.CAVE, Place.CORRIDOR})
"""Places with a floor of stone, as steps are concerned."""

_PLACE_ENDINGS = frozenset("下里上中内旁边")
_COUNTED = frozenset(phrases_of(COUNTED_NOUNS))


def left_out_with(kind: str) -> tuple[str, ...]:
    """Return the kinds that go when this one is left out, itself among them."""
    families = (family.split(", ") for family in FAMILIES)
    return next((tuple(family) for family in families if family[0] == kind), (kind,))


def _kind_phrases() -> Iterator[tuple[str, Meaning]]:
    for kind in KINDS.values():
        cells = (
            (None, f"{kind.name}, {kind.english}, {kind.chinese_name}, {kind.chinese}"),
            (Intensity.HEAVY, kind.heavy),
            (Intensity.LIGHT, kind.light),
        )
        left_out = left_out_with(kind.name)
        for intensity, words in cells:
            for phrase in _with_plurals(words):
                count = 1 if phrase.startswith("一声") or phrase.endswith("一声") else None
                said = Description(intensity=intensity, count=count)
                is_counted = _is_counted(phrase)
                yield (
                    phrase,
                    Meaning(Role.SOUND, (kind.name,), left_out, said=said, is_counted=is_counted),
                )


def _idiom_phrases() -> Iterator[tuple[str, Meaning]]:
    for words, kind, strength in (*ENGLISH_IDIOMS, *CHINESE_IDIOMS):
        intensity = Intensity(strength) if strength else None
        said = Description(intensity=intensity)
        for phrase in phrases_of(words):
            yield phrase, Meaning(Role.SOUND, (kind,), left_out_with(kind), said=said)


def _several_phrases() -> Iterator[tuple[str, Meaning]]:
    for kinds, intensity, words in SEVERAL_SOUNDS:
        said = Description(intensity=intensity)
        for phrase in phrases_of(words):
            yield phrase, Meaning(Role.SOUND, kinds, said=said)


def _plain_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield words without a sound, the weakest first."""
    roles = (
        (Role.FILLER, ECHOES),
        (Role.FILLER, CHINESE_FUNCTION_WORDS),
        (Role.NOUN, CHINESE_NOUNS),
        (Role.NOUN, ENGLISH_NOUNS),
        (Role.VERB, ENGLISH_VERBS),
        (Role.ADJECTIVE, ENGLISH_ADJECTIVES),
    )
    for role, words in roles:
        for phrase in _with_plurals(words) if role is Role.NOUN else phrases_of(words):
            yield phrase, Meaning(role)
    pairs = (*ENGLISH_PAIRS, *CHINESE_PAIRS)
    yield from ((word, Meaning(Role.VERB)) for _, verbs, _ in pairs for word in phrases_of(verbs))
    yield from ((word, Meaning(Role.NOUN)) for nouns, _, _ in pairs for word in phrases_of(nouns))
    for role, words in FUNCTION_WORDS:
        yield from ((phrase, Meaning(role)) for phrase in phrases_of(words))


def _condition_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield phrases of time; one of several rows names all of them: 秋夜."""
    conditions: dict[str, tuple[Condition, ...]] = {}
    for condition, words in CONDITION_WORDS:
        for phrase in phrases_of(words):
            conditions[phrase] = (*conditions.get(phrase, ()), condition)
    for phrase, named in conditions.items():
        yield phrase, Meaning(Role.CONDITION, conditions=named)


def _added_groups(vocabulary: dict[Atoms, Meaning]) -> None:
    """Tell words of groups what goes with them when they are left out."""
    for words, kinds in GROUPS:
        left_out = tuple(kind for kind in kinds.split(", ") if kind)
        for phrase in phrases_of(words):
            known = vocabulary.get(atoms_of(phrase))
            if known is not None and known.role is Role.SOUND:
                vocabulary[atoms_of(phrase)] = replace(known, left_out=left_out)
            else:
                vocabulary[atoms_of(phrase)] = Meaning(Role.SOUND, left_out=left_out)


def _removed_compounds(vocabulary: dict[Atoms, Meaning]) -> None:
    """Remove phrases that a description and a shorter phrase say: "siren passing"."""
    for atoms, meaning in list(vocabulary.items()):
        if meaning.role is not Role.SOUND:
            continue
        least = 1 if atoms[0].isascii() else 2
        for cut in range(least, len(atoms) - least + 1):
            halves = [vocabulary.get(atoms[:cut]), vocabulary.get(atoms[cut:])]
            sounds = [half for half in halves if half and half.sounds == meaning.sounds]
            said = [half for half in halves if half and half.role is Role.DESCRIPTION]
            if sounds and said and not (said[0].said.place or said[0].said.surface):
                del vocabulary[atoms]
                break


def _is_place(known: Meaning) -> bool:
    """Return whether a phrase of a kind rather names a place where it is heard."""
    return known.sounds[:1] in _PLACE_KINDS


def _added_situations(vocabulary: dict[Atoms, Meaning]) -> None:
    """Add phrases that no kind has; "church" stays an acoustics as well."""
    for situation in SITUATIONS:
        # A time is no place: the crickets of a summer night are wherever they usually are.
        is_time = bool(set(situation.usual) - set(USUAL))
        surface = Surface.STONE if situation.place in _STONE_PLACES else None
        place = Description() if is_time else Description(surface=surface, place=situation.place)
        words = f"{situation.name}, {situation.english}, {situation.chinese}"
        own_names = (situation.name, situation.chinese.partition(",")[0])
        for phrase in _with_plurals(words):
            atoms = atoms_of(phrase)
            known = vocabulary.get(atoms)
            if _names_a_sound(vocabulary, atoms, is_own_name=phrase in own_names):
                continue
            said = known.said.over(place) if known and known.role is Role.DESCRIPTION else place
            vocabulary[atoms] = Meaning(
                Role.SCENE, said=said, situation=situation.name, follows=True
            )


def _names_a_sound(vocabulary: Mapping[Atoms, Meaning], atoms: Atoms, *, is_own_name: bool) -> bool:
    """Return whether a phrase is a kind's, also with a word of place: "by a stream", 篝火旁."""
    binding = (Role.PREPOSITION, Role.DETERMINER)
    start = 0
    while start < len(atoms) and atoms[0].isascii():
        word = vocabulary.get(atoms[start : start + 1])
        if word is None or word.role not in binding:
            break
        start += 1
    end = len(atoms) - (atoms[-1] in _PLACE_ENDINGS and not atoms[0].isascii())
    if is_own_name and (start, end) != (0, len(atoms)):
        # A situation's own name counts: "at sea", 海上.
        return False
    known = vocabulary.get(atoms[start:end])
    is_place = known is not None and known == vocabulary.get(atoms) and _is_place(known)
    return known is not None and known.role is Role.SOUND and not is_place


def _added_absences(vocabulary: dict[Atoms, Meaning]) -> None:
    """Add "windless", "rainless" and the like."""
    for atoms, meaning in list(vocabulary.items()):
        if meaning.role is Role.SOUND and len(atoms) == 1 and atoms[0].isascii():
            word = (f"{atoms[0]}less",)
            vocabulary.setdefault(word, replace(meaning, is_excluded=True))


def _ended_phrases() -> Iterator[tuple[str, Meaning]]:
    for words, kinds in ENDED:
        sounds = tuple(kinds.split(", "))
        left_out = tuple(kind for sound in sounds for kind in left_out_with(sound))
        meaning = Meaning(Role.SOUND, sounds, left_out, is_excluded=True)
        yield from ((phrase, meaning) for phrase in phrases_of(words))


def _vocabulary() -> dict[Atoms, Meaning]:
    vocabulary: dict[Atoms, Meaning] = {}
    for phrase, meaning in _plain_phrases():
        vocabulary[atoms_of(phrase)] = meaning
    for meaning, words in MODIFIER_WORDS:
        vocabulary |= {atoms_of(phrase): meaning for phrase in phrases_of(words)}
    for phrase, meaning in (*_condition_phrases(), *_kind_phrases(), *_several_phrases()):
        vocabulary[atoms_of(phrase)] = meaning
    _removed_compounds(vocabulary)
    _added_situations(vocabulary)
    _added_groups(vocabulary)
    _added_absences(vocabulary)
    for phrase in phrases_of(f"{ENGLISH_OTHER_MEANINGS}, {CHINESE_OTHER_MEANINGS}"):
        known = vocabulary.get(atoms_of(phrase))
        if known is None or known.role is not Role.SCENE:
            vocabulary[atoms_of(phrase)] = Meaning(Role.UNKNOWN)
    for phrase, meaning in (*_idiom_phrases(), *_ended_phrases()):
        vocabulary[atoms_of(phrase)] = meaning
    return vocabulary


def _tree(vocabulary: Mapping[Atoms, Meaning]) -> Tree:
    root: Tree = {}
    for atoms, meaning in vocabulary.items():
        node = root
        for atom in atoms:
            node = node.setdefault(atom, {})
        node[""] = meaning
    return root


def _pairs() -> dict[str, list[tuple[str, str, bool]]]:
    """Return for each word of a pair: the pair's key, its kind, and whether it is the noun."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for number, (nouns, verbs, kind) in enumerate((*ENGLISH_PAIRS, *CHINESE_PAIRS)):
        for words, is_noun in ((nouns, True), (verbs, False)):
            for phrase in phrases_of(words):
                found.setdefault(phrase, []).append((f"{number}", kind, is_noun))
    return found


VOCABULARY: Mapping[Atoms, Meaning] = MappingProxyType(_vocabulary())
"""Phrase, as a tuple of atoms, to its meaning."""

TREE: Tree = _tree(VOCABULARY)
"""The vocabulary by first, second, ... atom; a phrase's meaning is at the key ""."""

PAIRS: Mapping[str, Iterable[tuple[str, str, bool]]] = MappingProxyType(_pairs())
"""Words that name a kind together with another word of the same clause."""


ECHO_WORDS = frozenset(phrases_of(ECHOES))
"""Words for a sound as such; see `lexicon.sound_words`."""

YIELDS_TO: Mapping[str, frozenset[str]] = MappingProxyType(
    {kind: frozenset(nearer.split(", ")) for kind, nearer in YIELDING}
)
"""Kinds that say nothing beside a nearer kind of the same clause, and those kinds."""
