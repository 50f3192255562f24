"""Misspelt words of a prompt, and the kinds that they name.

In Chinese one wrong character is found where the others leave no doubt.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from itertools import chain
from types import MappingProxyType

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from envsound_server.engines.procedural.reading.atoms import Atoms, atoms_of, phrases_of
from envsound_server.engines.procedural.reading.lexicon.related import RELATED
from envsound_server.engines.procedural.reading.meaning import Role
from envsound_server.engines.procedural.reading.pieces import (
    Kinds,
    Match,
    PromptAtom,
    is_boundary,
    is_chinese,
)
from envsound_server.engines.procedural.reading.vocabulary import VOCABULARY

_MOST_SPELT, _MOST_CHARACTERS = 8, 32
"""English words and Chinese characters to try in one call, a limit on its duration."""

_SHORTEST_SPELT, _SHORTEST_WITH_OTHER_LETTER, _SHORTEST_WITH_TWO_ERRORS = 4, 5, 8
"""Lower limits of letters. Nearly every shorter word is one letter from another one."""

_SHORTEST_RELATED_SPELT = 6
_SPELLINGS_KEPT = 4096
_MOST_KINDS_OF_A_PATTERN = 3
"""Upper limit of the kinds of a pattern, which shares all characters but one."""

_LONGEST_CHINESE = 5
"""Upper limit of the characters of a compared phrase."""

_ANY = "*"


def misspelt_english(atoms: Sequence[PromptAtom], places: AbstractSet[int]) -> Iterator[Match]:
    """Yield the kinds of English words with a similar spelling to unknown ones."""
    spelt = [place for place in sorted(places) if len(atoms[place].text) >= _SHORTEST_SPELT]
    for place in spelt[:_MOST_SPELT]:
        if kinds := _spelt_nearly(atoms[place].text):
            yield Match(place, place + 1, kinds)


@lru_cache(_SPELLINGS_KEPT)
def _spelt_nearly(word: str) -> Kinds:
    """Return the kinds of the words with the least edit distance to a word.

    A word with another meaning in the vocabulary is not a misspelling.
    """
    if (word,) in VOCABULARY:
        return ()
    if word in _parts():
        return _parts()[word]
    most_errors = 2 if len(word) >= _SHORTEST_WITH_TWO_ERRORS else 1
    lengths = range(len(word) - most_errors, len(word) + most_errors + 1)
    choices = [choice for length in lengths for choice in _english_by_length().get(length, ())]
    found = extract(word, choices, scorer=OSA.distance, score_cutoff=most_errors, limit=None)
    likely = [(choice, int(errors)) for choice, errors, _ in found if _is_likely(word, choice)]
    nearest = [choice for choice, errors in likely if errors == likely[0][1]]
    return tuple(dict.fromkeys(kind for choice in nearest for kind in _english_words()[choice]))


def _is_likely(word: str, choice: str) -> bool:
    """Return whether a word may be a misspelling of another one.

    In short words a different letter is more often another word than an error (king, ring).
    """
    if sorted(word) == sorted(choice):
        return True
    if len(word) < _SHORTEST_WITH_OTHER_LETTER and len(word) == len(choice):
        return False
    if word[0] != choice[0]:
        return word[0] + choice == word or choice[0] + word == choice
    return word[-1] == choice[-1] or OSA.distance(word, choice) == 1


@cache
def _english_words() -> Mapping[str, Kinds]:
    """Return the kinds of all English words of the tables, or none for words without a sound."""
    related = {
        phrase: kinds
        for words, kinds in RELATED
        for phrase in phrases_of(words)
        if len(phrase) >= _SHORTEST_RELATED_SPELT and " " not in phrase
    }
    words: dict[str, Kinds] = {atoms[0]: () for atoms in VOCABULARY if len(atoms) == 1}
    sounds = {atoms[0]: kinds for atoms, kinds in _sound_phrases() if len(atoms) == 1}
    english = (words | related | sounds).items()
    return MappingProxyType({word: kinds for word, kinds in english if word.isascii()})


@cache
def _parts() -> Mapping[str, Kinds]:
    """Return the kinds of words that occur in phrases of one kind only ("babbling")."""
    kinds_by_word: dict[str, set[Kinds]] = {}
    for atoms, kinds in _sound_phrases():
        for word in atoms:
            kinds_by_word.setdefault(word, set()).add(kinds)
    return MappingProxyType(
        {word: next(iter(kinds)) for word, kinds in kinds_by_word.items() if len(kinds) == 1}
    )


@cache
def _english_by_length() -> Mapping[int, Sequence[str]]:
    """Return the words to compare with an unknown word, by length."""
    found: dict[int, list[str]] = {}
    for word in _english_words():
        found.setdefault(len(word), []).append(word)
    return MappingProxyType(found)


def _sound_phrases() -> Iterator[tuple[Atoms, Kinds]]:
    for atoms, meaning in VOCABULARY.items():
        if meaning.role is Role.SOUND and meaning.sounds and not meaning.is_excluded:
            yield atoms, meaning.sounds


def misspelt_chinese(atoms: Sequence[PromptAtom], places: AbstractSet[int]) -> Iterator[Match]:
    """Yield the kinds of phrases that differ from the text in one character.

    That character is isolated in the text, because a wrong one forms no word with its neighbours.
    """
    patterns = _chinese_patterns()
    characters = [place for place in sorted(places) if is_chinese(atoms[place].text)]
    for place in characters[:_MOST_CHARACTERS]:
        for length in range(_LONGEST_CHINESE, 1, -1):
            starts = range(max(place - length + 1, 0), min(place, len(atoms) - length) + 1)
            windows = (_patterns_at(atoms, start, start + length) for start in starts)
            kinds = dict.fromkeys(
                kind for pattern in chain(*windows) for kind in patterns.get(pattern, ())
            )
            if kinds:
                yield Match(place, place + 1, tuple(kinds))
                break


def _patterns_at(atoms: Sequence[PromptAtom], start: int, end: int) -> Iterator[str]:
    """Yield the text between two places, each time with a wildcard for one character.

    The character is a word of its own and not a sound.
    """
    if not (is_boundary(atoms, start) and is_boundary(atoms, end)):
        return
    text = "".join(atom.text for atom in atoms[start:end])
    for place in range(start, end):
        is_alone = is_boundary(atoms, place) and is_boundary(atoms, place + 1)
        if is_alone and not _is_sound(atoms[place].text):
            yield f"{text[: place - start]}{_ANY}{text[place - start + 1 :]}"


def _is_sound(phrase: str) -> bool:
    meaning = VOCABULARY.get(atoms_of(phrase))
    return meaning is not None and meaning.role is Role.SOUND


@cache
def _chinese_patterns() -> Mapping[str, Kinds]:
    """Return the kinds of Chinese phrases by their patterns with one wildcard.

    The other one of two characters must belong to a single kind.
    """
    found: dict[str, dict[str, None]] = {}
    for atoms, kinds in _sound_phrases():
        is_short = 1 < len(atoms) <= _LONGEST_CHINESE
        if atoms[0].isascii() or not is_short or len(kinds) > 1:
            continue
        for place in range(len(atoms)):
            pattern = "".join((*atoms[:place], _ANY, *atoms[place + 1 :]))
            found.setdefault(pattern, {}).update(dict.fromkeys(kinds))
    return MappingProxyType(
        {
            pattern: tuple(kinds)
            for pattern, kinds in found.items()
            if len(kinds) <= (1 if len(pattern) == 2 else _MOST_KINDS_OF_A_PATTERN)
        }
    )
