"""Finds the kinds that are nearest to words that were not understood.

A word may be related to kinds ("violin", 老虎), or misspelt ("thuner", 瀑步). In Chinese one wrong
character is found where the others leave no doubt.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from itertools import chain, zip_longest
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from envsound_server.engines.procedural.reading.lexicon.related import RELATED
from envsound_server.engines.procedural.reading.meaning import Role
from envsound_server.engines.procedural.reading.segmentation import words_of
from envsound_server.engines.procedural.reading.vocabulary import (
    VOCABULARY,
    Atoms,
    atoms_of,
    phrases_of,
    simplified,
)

_Kinds: TypeAlias = tuple[str, ...]

_ATOM = re.compile(r"[a-z]+(?:'[a-z]+)?|[\u4e00-\u9fff]+|[^\w\s'-]")
_MARKS = re.compile(r"[^\w\s'-]+")

_MOST_PIECES, _MOST_SPELT, _MOST_CHARACTERS = 24, 8, 32
"""Pieces, English words and Chinese characters that are tried in one call, for its duration."""

_SHORTEST_SPELT, _SHORTEST_WITH_OTHER_LETTER, _SHORTEST_WITH_TWO_ERRORS = 4, 5, 8
"""Letters of a word; nearly every shorter word is one letter from another one."""

_SHORTEST_RELATED_SPELT = 6
_SPELLINGS_KEPT = 4096
_MOST_KINDS_OF_A_PATTERN = 3
"""Kinds whose phrases may share all characters but one and still be suggested."""

_LONGEST_CHINESE = 5
"""Characters of the longest phrase that is compared."""

_ANY = "*"


class _Atom(NamedTuple):
    """An English word, a Chinese character or a mark.

    Attributes:
        text: The word, character or mark.
        starts_word: Whether a word begins with it.
    """

    text: str
    starts_word: bool


class _Match(NamedTuple):
    """Kinds for a part of the text.

    Attributes:
        start: Place of its first atom.
        end: Place after its last atom.
        kinds: Names of kinds, best first.
    """

    start: int
    end: int
    kinds: _Kinds


def nearest_kinds(words: Sequence[str], prompt: str = "", most: int = 5) -> tuple[str, ...]:
    """Return the kinds that are nearest to what was not understood.

    Args:
        words: Words and phrases that were not understood.
        prompt: The whole text; it tells which other words belong to them ("fire extinguisher").
        most: Number of kinds to return at most.

    Returns:
        Names of kinds, best first; empty where none is near.
    """
    atoms, unknown = _located(words, _plain(prompt))
    related = list(_related(atoms, unknown))
    covered = {place for match in related for place in range(match.start, match.end)}
    rest = unknown - covered
    matches = [*related, *_misspelt_english(atoms, rest), *_misspelt_chinese(atoms, rest)]
    ranked = zip_longest(*(match.kinds for match in sorted(matches)))
    return tuple(dict.fromkeys(kind for kind in chain(*ranked) if kind))[:most]


def _plain(text: str) -> str:
    return simplified(text.casefold().replace("’", "'"))


def _located(words: Sequence[str], prompt: str) -> tuple[list[_Atom], set[int]]:
    """Return the atoms of the clauses with words that were not understood, and their places.

    English words are found one by one, for other words may stand between them. A word that does not
    stand in the prompt is a clause of its own.
    """
    found = (piece for word in words for piece in _pieces(_plain(word)) if piece.isalpha())
    pieces = [*dict.fromkeys(found)][:_MOST_PIECES]
    clauses = [f" {' '.join(_pieces(clause))} " for clause in _MARKS.split(prompt)]
    needles = [piece if _is_chinese(piece) else f" {piece} " for piece in pieces]
    kept = (next((clause for clause in clauses if n in clause), n) for n in needles)
    atoms = list(_atoms(",".join(dict.fromkeys(kept))))
    unknown = {place for place, atom in enumerate(atoms) if atom.text in pieces}
    text = "".join(atom.text if _is_chinese(atom.text) else " " for atom in atoms)
    for piece in filter(_is_chinese, pieces):
        start = text.find(piece)
        unknown.update(range(start, start + len(piece)))
    return atoms, unknown


def _pieces(text: str) -> Iterator[str]:
    """Yield English words, runs of Chinese characters, and marks."""
    for piece in _ATOM.findall(text):
        yield piece.removesuffix("'s")


def _is_chinese(atom: str) -> bool:
    return "\u4e00" <= atom[0] <= "\u9fff"


def _atoms(text: str) -> Iterator[_Atom]:
    for piece in _pieces(text):
        if _is_chinese(piece):
            for word, _ in words_of(piece):
                yield from (_Atom(atom, place == 0) for place, atom in enumerate(word))
        else:
            yield _Atom(piece, True)


def _is_boundary(atoms: Sequence[_Atom], place: int) -> bool:
    return place >= len(atoms) or atoms[place].starts_word


def _related(atoms: Sequence[_Atom], unknown: AbstractSet[int]) -> Iterator[_Match]:
    """Yield the related words that have an unknown part; the longest at a place wins."""
    index = _related_index()
    longest = max(map(len, index))
    keys = [_stem(atom.text) for atom in atoms]
    place = 0
    while place < len(atoms):
        end = 0
        if not unknown.isdisjoint(range(place, place + longest)):
            end = _related_end(atoms, keys, place, longest)
        if end and not unknown.isdisjoint(range(place, end)):
            yield _Match(place, end, index[tuple(keys[place:end])])
        place = max(place + 1, end)


def _related_end(atoms: Sequence[_Atom], keys: Sequence[str], place: int, longest: int) -> int:
    """Return where the longest related phrase ends that begins at a place, or 0."""
    index = _related_index()
    for end in range(min(place + longest, len(keys)), place, -1):
        is_whole = end - place > 1 or (_is_boundary(atoms, place) and _is_boundary(atoms, end))
        if is_whole and tuple(keys[place:end]) in index:
            return end
    return 0


@cache
def _related_index() -> Mapping[Atoms, _Kinds]:
    """Return the kinds of the related phrases by the stems of their words."""
    return MappingProxyType(
        {
            tuple(_stem(atom) for atom in atoms_of(phrase)): kinds
            for words, kinds in RELATED
            for phrase in phrases_of(words)
        }
    )


def _stem(word: str) -> str:
    """Return an English word without plural and verb endings; not always a word itself."""
    if not word.isascii() or len(word) <= 3:
        return word
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and re.search("[aeiouy]", rest):
            is_doubled = rest[-1] == rest[-2] and rest[-1] not in "lsz"
            word = rest[:-1] if is_doubled else rest
            break
    word = word.removesuffix("e")
    return f"{word[:-1]}y" if word.endswith("i") else word


def _misspelt_english(atoms: Sequence[_Atom], places: AbstractSet[int]) -> Iterator[_Match]:
    """Yield the kinds of English words that are spelt nearly like unknown ones."""
    spelt = [place for place in sorted(places) if len(atoms[place].text) >= _SHORTEST_SPELT]
    for place in spelt[:_MOST_SPELT]:
        if kinds := _spelt_nearly(atoms[place].text):
            yield _Match(place, place + 1, kinds)


@lru_cache(_SPELLINGS_KEPT)
def _spelt_nearly(word: str) -> _Kinds:
    """Return the kinds of the words that are nearest to a word in the number of errors.

    A word that means anything else in the vocabulary is no misspelling.
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
    """Return whether a word may be meant by another one.

    In short words a wrong letter makes another word more often than an error (king, ring).
    """
    if sorted(word) == sorted(choice):
        return True
    if len(word) < _SHORTEST_WITH_OTHER_LETTER and len(word) == len(choice):
        return False
    if word[0] != choice[0]:
        return word[0] + choice == word or choice[0] + word == choice
    return word[-1] == choice[-1] or OSA.distance(word, choice) == 1


@cache
def _english_words() -> Mapping[str, _Kinds]:
    """Return the kinds of all English words of the tables; none for those that name no sound."""
    related = {
        phrase: kinds
        for words, kinds in RELATED
        for phrase in phrases_of(words)
        if len(phrase) >= _SHORTEST_RELATED_SPELT and " " not in phrase
    }
    words: dict[str, _Kinds] = {atoms[0]: () for atoms in VOCABULARY if len(atoms) == 1}
    sounds = {atoms[0]: kinds for atoms, kinds in _sound_phrases() if len(atoms) == 1}
    english = (words | related | sounds).items()
    return MappingProxyType({word: kinds for word, kinds in english if word.isascii()})


@cache
def _parts() -> Mapping[str, _Kinds]:
    """Return the kinds of words that stand in phrases of one kind only ("babbling")."""
    kinds_by_word: dict[str, set[_Kinds]] = {}
    for atoms, kinds in _sound_phrases():
        for word in atoms:
            kinds_by_word.setdefault(word, set()).add(kinds)
    return MappingProxyType(
        {word: next(iter(kinds)) for word, kinds in kinds_by_word.items() if len(kinds) == 1}
    )


@cache
def _english_by_length() -> Mapping[int, Sequence[str]]:
    """Return the words that an unknown word is compared with."""
    found: dict[int, list[str]] = {}
    for word in _english_words():
        found.setdefault(len(word), []).append(word)
    return MappingProxyType(found)


def _sound_phrases() -> Iterator[tuple[Atoms, _Kinds]]:
    for atoms, meaning in VOCABULARY.items():
        if meaning.role is Role.SOUND and meaning.sounds and not meaning.is_excluded:
            yield atoms, meaning.sounds


def _misspelt_chinese(atoms: Sequence[_Atom], places: AbstractSet[int]) -> Iterator[_Match]:
    """Yield the kinds of phrases that have one other character than the text at a place.

    The other character stands alone in the text, for a wrong one makes no word with its neighbours.
    """
    patterns = _chinese_patterns()
    characters = [place for place in sorted(places) if _is_chinese(atoms[place].text)]
    for place in characters[:_MOST_CHARACTERS]:
        for length in range(_LONGEST_CHINESE, 1, -1):
            starts = range(max(place - length + 1, 0), min(place, len(atoms) - length) + 1)
            windows = (_patterns_at(atoms, start, start + length) for start in starts)
            kinds = dict.fromkeys(
                kind for pattern in chain(*windows) for kind in patterns.get(pattern, ())
            )
            if kinds:
                yield _Match(place, place + 1, tuple(kinds))
                break


def _patterns_at(atoms: Sequence[_Atom], start: int, end: int) -> Iterator[str]:
    """Yield the text between two places, each with one of its characters left open.

    That is a word of one character, and no sound by itself.
    """
    if not (_is_boundary(atoms, start) and _is_boundary(atoms, end)):
        return
    text = "".join(atom.text for atom in atoms[start:end])
    for place in range(start, end):
        is_alone = _is_boundary(atoms, place) and _is_boundary(atoms, place + 1)
        if is_alone and not _is_sound(atoms[place].text):
            yield f"{text[: place - start]}{_ANY}{text[place - start + 1 :]}"


def _is_sound(phrase: str) -> bool:
    meaning = VOCABULARY.get(atoms_of(phrase))
    return meaning is not None and meaning.role is Role.SOUND


@cache
def _chinese_patterns() -> Mapping[str, _Kinds]:
    """Return the kinds of Chinese phrases by all their characters but one.

    Of two characters the other one must belong to a single kind.
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
