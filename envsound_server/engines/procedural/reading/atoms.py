"""Atoms of text: lower-case English words without accents, and single Chinese characters."""

from collections.abc import Iterator
from typing import TypeAlias

from envsound_server.engines.procedural.reading.lexicon.chinese_nouns import TRADITIONAL

Atoms: TypeAlias = tuple[str, ...]
"""The atoms of a phrase, in order."""

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
    """Yield the phrases of a table's cell, with spaces for hyphens."""
    for phrase in words.split(","):
        if plain := phrase.strip():
            yield plain if plain.startswith("-") else plain.replace("-", " ")


def plural(phrase: str) -> str:
    """Return the regular plural of an English phrase's last word."""
    if phrase.endswith("y") and phrase[-2:-1] not in "aeiou":
        return f"{phrase[:-1]}ies"
    return phrase + ("es" if phrase.endswith(_IRREGULAR_PLURALS) else "s")


def with_plurals(words: str) -> Iterator[str]:
    """Yield the phrases of a table's cell, and their plurals if they are English."""
    for phrase in phrases_of(words):
        yield phrase
        if phrase.isascii() and not phrase.endswith(("s", "ing", "ed")):
            yield plural(phrase)
