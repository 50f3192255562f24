"""The vocabulary: phrases and their meanings.

Phrases are keyed by their atoms: an atom is a lower-case English word without accents, or one
Chinese character. They form a trie, so that the longest phrase at a place is found in one pass.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeAlias

from envsound_server.engines.procedural.layers import Place, Surface
from envsound_server.engines.procedural.reading.atoms import (
    Atoms,
    atoms_of,
    phrases_of,
    with_plurals,
)
from envsound_server.engines.procedural.reading.lexicon.chinese_other_meanings import (
    CHINESE_OTHER_MEANINGS,
)
from envsound_server.engines.procedural.reading.lexicon.chinese_pairs import CHINESE_PAIRS
from envsound_server.engines.procedural.reading.lexicon.groups import GROUPS
from envsound_server.engines.procedural.reading.lexicon.modifiers import (
    MODIFIER_WORDS,
)
from envsound_server.engines.procedural.reading.lexicon.other_meanings import (
    ENGLISH_OTHER_MEANINGS,
)
from envsound_server.engines.procedural.reading.lexicon.pairs import ENGLISH_PAIRS
from envsound_server.engines.procedural.reading.lexicon.places import SITUATIONS
from envsound_server.engines.procedural.reading.lexicon.sound_words import ECHOES, YIELDING
from envsound_server.engines.procedural.reading.meaning import Description, Meaning, Role
from envsound_server.engines.procedural.reading.phrases import (
    condition_phrases,
    ended_phrases,
    idiom_phrases,
    kind_phrases,
    plain_phrases,
    several_phrases,
)
from envsound_server.engines.procedural.reading.situation import USUAL

Tree: TypeAlias = dict[str, Any]

_PLACE_KINDS = frozenset(
    (kind,)
    for kind in (
        "car passing", "cheering", "city traffic", "cow", "dark drone", "hammering", "machine hum",
        "market", "restaurant", "river", "sheep", "ship", "stream", "tavern", "washing machine",
    )
)  # fmt: skip
"""Kinds whose phrases a situation's phrases replace."""

_STONE_PLACES = frozenset({Place.CHURCH, Place.CAVE, Place.CORRIDOR})
"""Places with a floor of stone, which affects steps."""

_PLACE_ENDINGS = frozenset("下里上中内旁边")


def _add_groups(vocabulary: dict[Atoms, Meaning]) -> None:
    """Add the words of groups, with the kinds to leave out together with them."""
    for words, kinds in GROUPS:
        left_out = tuple(kind for kind in kinds.split(", ") if kind)
        for phrase in phrases_of(words):
            known = vocabulary.get(atoms_of(phrase))
            if known is not None and known.role is Role.SOUND:
                vocabulary[atoms_of(phrase)] = replace(known, left_out=left_out)
            else:
                vocabulary[atoms_of(phrase)] = Meaning(Role.SOUND, left_out=left_out)


def _remove_compounds(vocabulary: dict[Atoms, Meaning]) -> None:
    """Remove phrases that consist of a description and a shorter phrase: "siren passing"."""
    for atoms, meaning in list(vocabulary.items()):
        if meaning.role is not Role.SOUND:
            continue
        least = 1 if atoms[0].isascii() else 2
        for cut in range(least, len(atoms) - least + 1):
            halves = [vocabulary.get(atoms[:cut]), vocabulary.get(atoms[cut:])]
            sounds = [half for half in halves if half and half.sounds == meaning.sounds]
            words = [half for half in halves if half and half.role is Role.DESCRIPTION]
            if sounds and words and not _is_located(words[0].description):
                del vocabulary[atoms]
                break


def _is_located(description: Description) -> bool:
    return bool(description.place or description.surface)


def _is_place(known: Meaning) -> bool:
    """Return whether a phrase of a kind primarily names a place."""
    return known.sounds[:1] in _PLACE_KINDS


def _add_situations(vocabulary: dict[Atoms, Meaning]) -> None:
    """Add the phrases of situations that no kind has, with their acoustics ("church")."""
    for situation in SITUATIONS:
        # A time is not a place: the crickets of a summer night keep their usual acoustics.
        is_time = bool(set(situation.usual) - set(USUAL))
        surface = Surface.STONE if situation.place in _STONE_PLACES else None
        place = Description() if is_time else Description(surface=surface, place=situation.place)
        words = f"{situation.name}, {situation.english}, {situation.chinese}"
        own_names = (situation.name, situation.chinese.partition(",")[0])
        for phrase in with_plurals(words):
            atoms = atoms_of(phrase)
            known = vocabulary.get(atoms)
            if _names_a_sound(vocabulary, atoms, is_own_name=phrase in own_names):
                continue
            description = place
            if known and known.role is Role.DESCRIPTION:
                description = known.description.over(place)
            vocabulary[atoms] = Meaning(
                Role.SCENE, description=description, situation=situation.name, follows=True
            )


def _names_a_sound(vocabulary: Mapping[Atoms, Meaning], atoms: Atoms, *, is_own_name: bool) -> bool:
    """Return whether a phrase names a kind, also with a preposition: "by a stream", 篝火旁."""
    binding = (Role.PREPOSITION, Role.DETERMINER)
    start = 0
    while start < len(atoms) and atoms[0].isascii():
        word = vocabulary.get(atoms[start : start + 1])
        if word is None or word.role not in binding:
            break
        start += 1
    end = len(atoms) - (atoms[-1] in _PLACE_ENDINGS and not atoms[0].isascii())
    if is_own_name and (start, end) != (0, len(atoms)):
        # A situation's own name takes precedence: "at sea", 海上.
        return False
    known = vocabulary.get(atoms[start:end])
    is_place = known is not None and known == vocabulary.get(atoms) and _is_place(known)
    return known is not None and known.role is Role.SOUND and not is_place


def _add_absences(vocabulary: dict[Atoms, Meaning]) -> None:
    """Add "windless", "rainless" and the like."""
    for atoms, meaning in list(vocabulary.items()):
        if meaning.role is Role.SOUND and len(atoms) == 1 and atoms[0].isascii():
            word = (f"{atoms[0]}less",)
            vocabulary.setdefault(word, replace(meaning, is_excluded=True))


def _vocabulary() -> dict[Atoms, Meaning]:
    vocabulary: dict[Atoms, Meaning] = {}
    for phrase, meaning in plain_phrases():
        vocabulary[atoms_of(phrase)] = meaning
    for meaning, words in MODIFIER_WORDS:
        vocabulary |= {atoms_of(phrase): meaning for phrase in phrases_of(words)}
    for phrase, meaning in (*condition_phrases(), *kind_phrases(), *several_phrases()):
        vocabulary[atoms_of(phrase)] = meaning
    _remove_compounds(vocabulary)
    _add_situations(vocabulary)
    _add_groups(vocabulary)
    _add_absences(vocabulary)
    for phrase in phrases_of(f"{ENGLISH_OTHER_MEANINGS}, {CHINESE_OTHER_MEANINGS}"):
        known = vocabulary.get(atoms_of(phrase))
        if known is None or known.role is not Role.SCENE:
            vocabulary[atoms_of(phrase)] = Meaning(Role.UNKNOWN)
    for phrase, meaning in (*idiom_phrases(), *ended_phrases()):
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
    """Return the pairs of each word: the pair's key, its kind, and whether it is the noun."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for number, (nouns, verbs, kind) in enumerate((*ENGLISH_PAIRS, *CHINESE_PAIRS)):
        for words, is_noun in ((nouns, True), (verbs, False)):
            for phrase in phrases_of(words):
                found.setdefault(phrase, []).append((f"{number}", kind, is_noun))
    return found


VOCABULARY: Mapping[Atoms, Meaning] = MappingProxyType(_vocabulary())
"""Phrase, as a tuple of atoms, to its meaning."""

TREE: Tree = _tree(VOCABULARY)
"""The vocabulary by first, second, ... atom. A phrase's meaning has the key ""."""

PAIRS: Mapping[str, Iterable[tuple[str, str, bool]]] = MappingProxyType(_pairs())
"""Words that name a kind together with another word of the same clause."""


ECHO_WORDS = frozenset(phrases_of(ECHOES))
"""Words for a sound as such (see `lexicon.sound_words`)."""

YIELDS_TO: Mapping[str, frozenset[str]] = MappingProxyType(
    {kind: frozenset(nearer.split(", ")) for kind, nearer in YIELDING}
)
"""Less specific kinds, and the more specific kinds that replace them in a clause."""
