"""Cuts a prompt into known phrases and unknown words."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from envsound_server.engines.procedural.reading.counts import count_at, is_adverb
from envsound_server.engines.procedural.reading.meaning import Meaning, Role
from envsound_server.engines.procedural.reading.vocabulary import (
    LONGEST_PHRASE_ATOMS,
    VOCABULARY,
    simplified,
)

_ATOM = re.compile(
    r"[0-9]+|[a-z]+(?:'[a-z]+)?|[\u4e00-\u9fff]|[,.;:!?()\u3001\u3002\uff0c\uff1b]|\s+"
)
_POSSESSIVE = re.compile(r"'s$")


@dataclass(frozen=True, slots=True)
class Token:
    """A phrase of the prompt and what it means."""

    text: str
    meaning: Meaning


def tokens_of(prompt: str) -> list[Token]:
    """The phrases and words of a prompt, in order; the longest known phrase wins."""
    return list(_tokens(_atoms(prompt)))


def _atoms(prompt: str) -> list[str]:
    """Words, Chinese characters, and "," for whatever parts clauses (a space in Chinese too)."""
    plain = unicodedata.normalize("NFKD", prompt.casefold().replace("’", "'"))
    plain = unicodedata.normalize("NFC", re.sub(r"[\u0300-\u036f]", "", plain))
    atoms: list[str] = []
    for match in _ATOM.finditer(simplified(plain)):
        text = match[0]
        if text.isspace():
            text = " "
        atoms.append(_POSSESSIVE.sub("", text) if text[0].isascii() and text[0].isalpha() else text)
    return [
        "," if _is_pause(atoms, place) else atom
        for place, atom in enumerate(atoms)
        if atom != " " or _is_pause(atoms, place)
    ]


def _is_pause(atoms: Sequence[str], place: int) -> bool:
    if atoms[place] == " ":
        return all(
            _is_chinese(atom) for atom in (*atoms[place - 1 : place], *atoms[place + 1 :][:1])
        )
    return not atoms[place][0].isalnum()


def _is_chinese(atom: str) -> bool:
    return "\u4e00" <= atom[0] <= "\u9fff"


def _tokens(atoms: Sequence[str]) -> Iterator[Token]:
    """Matches the longest phrases; runs of unknown Chinese characters become one word."""
    place, strange = 0, ""
    while place < len(atoms):
        if counted := count_at(atoms, place):
            count, taken = counted
            text = "".join(atoms[place : place + taken])
            yield from _unknown(strange)
            yield Token(text, Meaning(Role.MODIFIER, count=count, follows=is_adverb(atoms, place)))
            place, strange = place + taken, ""
            continue
        length = _phrase_length(atoms, place)
        if not length and _is_chinese(atoms[place]):
            strange += atoms[place]
            place += 1
            continue
        yield from _unknown(strange)
        strange = ""
        yield _token(atoms[place : place + max(length, 1)])
        place += max(length, 1)
    yield from _unknown(strange)


def _unknown(text: str) -> Iterator[Token]:
    if text:
        yield Token(text, Meaning(Role.UNKNOWN))


def _phrase_length(atoms: Sequence[str], place: int) -> int:
    """Atoms in the longest phrase that begins here, or 0.

    A single character that only modifies begins a longer, unknown word where an unknown character
    follows: 小提琴 is a violin, not a light something.
    """
    for length in range(min(LONGEST_PHRASE_ATOMS, len(atoms) - place), 0, -1):
        meaning = VOCABULARY.get(tuple(atoms[place : place + length]))
        if meaning is None:
            continue
        follower = atoms[place + length : place + length + 1]
        modifies = length == 1 and _is_chinese(atoms[place]) and meaning.role is Role.MODIFIER
        if modifies and follower and _is_chinese(follower[0]):
            return length if _phrase_length(atoms, place + 1) else 0
        return length
    return 0


def _token(atoms: Sequence[str]) -> Token:
    text = ("" if _is_chinese(atoms[0]) else " ").join(atoms)
    if not text[0].isalnum():
        return Token(text, Meaning(Role.PAUSE))
    return Token(text, VOCABULARY.get(tuple(atoms), Meaning(Role.UNKNOWN)))
