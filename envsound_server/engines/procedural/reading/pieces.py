"""Words, Chinese characters and marks of a prompt, with the boundaries of words."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from envsound_server.engines.procedural.reading.atoms import simplified
from envsound_server.engines.procedural.reading.segmentation import words_of

Kinds: TypeAlias = tuple[str, ...]
"""Names of kinds, best first."""

_ATOM = re.compile(r"[a-z]+(?:'[a-z]+)?|[\u4e00-\u9fff]+|[^\w\s'-]")


class PromptAtom(NamedTuple):
    """An English word, a Chinese character or a mark.

    Attributes:
        text: The word, character or mark.
        starts_word: Whether a word begins with it.
    """

    text: str
    starts_word: bool


class Match(NamedTuple):
    """The kinds that match a part of the text.

    Attributes:
        start: Place of its first atom.
        end: Place after its last atom.
        kinds: Names of kinds, best first.
    """

    start: int
    end: int
    kinds: Kinds


def plain(text: str) -> str:
    """Return the text in lower case, in simplified characters, with straight apostrophes."""
    return simplified(text.casefold().replace("’", "'"))


def pieces_of(text: str) -> Iterator[str]:
    """Yield English words, runs of Chinese characters, and marks."""
    for piece in _ATOM.findall(text):
        yield piece.removesuffix("'s")


def is_chinese(atom: str) -> bool:
    """Return whether an atom or a run begins with a Chinese character."""
    return "\u4e00" <= atom[0] <= "\u9fff"


def prompt_atoms(text: str) -> Iterator[PromptAtom]:
    """Yield the atoms of a text, with the boundaries of its Chinese words."""
    for piece in pieces_of(text):
        if is_chinese(piece):
            for word, _ in words_of(piece):
                yield from (PromptAtom(atom, place == 0) for place, atom in enumerate(word))
        else:
            yield PromptAtom(piece, True)


def is_boundary(atoms: Sequence[PromptAtom], place: int) -> bool:
    """Return whether a word or the end of the text begins at a place."""
    return place >= len(atoms) or atoms[place].starts_word
