"""Suggestions: the kinds that are nearest to unknown words.

A word may be related to kinds ("violin", 老虎), or misspelt ("thuner", 瀑步).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import chain, zip_longest
from types import MappingProxyType

from envsound_server.engines.procedural.reading.atoms import Atoms, atoms_of, phrases_of
from envsound_server.engines.procedural.reading.lexicon.related import RELATED
from envsound_server.engines.procedural.reading.misspellings import (
    misspelt_chinese,
    misspelt_english,
)
from envsound_server.engines.procedural.reading.pieces import (
    Kinds,
    Match,
    PromptAtom,
    is_boundary,
    is_chinese,
    pieces_of,
    plain,
    prompt_atoms,
)

_MARKS = re.compile(r"[^\w\s'-]+")

_MOST_PIECES = 24
"""Pieces of unknown words to try in one call, a limit on its duration."""


def nearest_kinds(words: Sequence[str], prompt: str = "", most: int = 5) -> tuple[str, ...]:
    """Return the kinds that are nearest to unknown words.

    Args:
        words: Unknown words and phrases.
        prompt: The whole text, as the context of the words ("fire extinguisher").
        most: Upper limit of the number of kinds.

    Returns:
        Names of kinds, best first. Empty if none is near.
    """
    atoms, unknown = _located(words, plain(prompt))
    related = list(_related(atoms, unknown))
    covered = {place for match in related for place in range(match.start, match.end)}
    rest = unknown - covered
    matches = [*related, *misspelt_english(atoms, rest), *misspelt_chinese(atoms, rest)]
    ranked = zip_longest(*(match.kinds for match in sorted(matches)))
    return tuple(dict.fromkeys(kind for kind in chain(*ranked) if kind))[:most]


def _located(words: Sequence[str], prompt: str) -> tuple[list[PromptAtom], set[int]]:
    """Return the atoms of the clauses with unknown words, and the places of those words.

    English words are found one by one, because other words may separate them. A word that is not in
    the prompt is a clause of its own.
    """
    found = (piece for word in words for piece in pieces_of(plain(word)) if piece.isalpha())
    pieces = [*dict.fromkeys(found)][:_MOST_PIECES]
    clauses = [f" {' '.join(pieces_of(clause))} " for clause in _MARKS.split(prompt)]
    needles = [piece if is_chinese(piece) else f" {piece} " for piece in pieces]
    kept = (next((clause for clause in clauses if n in clause), n) for n in needles)
    atoms = list(prompt_atoms(",".join(dict.fromkeys(kept))))
    unknown = {place for place, atom in enumerate(atoms) if atom.text in pieces}
    text = "".join(atom.text if is_chinese(atom.text) else " " for atom in atoms)
    for piece in filter(is_chinese, pieces):
        start = text.find(piece)
        unknown.update(range(start, start + len(piece)))
    return atoms, unknown


def _related(atoms: Sequence[PromptAtom], unknown: AbstractSet[int]) -> Iterator[Match]:
    """Yield the longest related phrases at each place that have an unknown part."""
    index = _related_index()
    longest = max(map(len, index))
    keys = [_stem(atom.text) for atom in atoms]
    place = 0
    while place < len(atoms):
        end = 0
        if not unknown.isdisjoint(range(place, place + longest)):
            end = _related_end(atoms, keys, place, longest)
        if end and not unknown.isdisjoint(range(place, end)):
            yield Match(place, end, index[tuple(keys[place:end])])
        place = max(place + 1, end)


def _related_end(atoms: Sequence[PromptAtom], keys: Sequence[str], place: int, longest: int) -> int:
    """Return the end of the longest related phrase that begins at a place, or 0."""
    index = _related_index()
    for end in range(min(place + longest, len(keys)), place, -1):
        is_whole = end - place > 1 or (is_boundary(atoms, place) and is_boundary(atoms, end))
        if is_whole and tuple(keys[place:end]) in index:
            return end
    return 0


@cache
def _related_index() -> Mapping[Atoms, Kinds]:
    """Return the kinds of the related phrases by the stems of their words."""
    return MappingProxyType(
        {
            tuple(_stem(atom) for atom in atoms_of(phrase)): kinds
            for words, kinds in RELATED
            for phrase in phrases_of(words)
        }
    )


def _stem(word: str) -> str:
    """Return the stem of an English word, without plural and verb endings."""
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
