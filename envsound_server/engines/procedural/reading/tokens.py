"""Tokens: the known phrases and unknown words of a prompt."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from envsound_server.engines.procedural.reading.atoms import simplified
from envsound_server.engines.procedural.reading.lexicon.function_words import NO_CONTENT
from envsound_server.engines.procedural.reading.meaning import NO_DESCRIPTION, Meaning, Role
from envsound_server.engines.procedural.reading.numbers import Measure, measure_at
from envsound_server.engines.procedural.reading.phrases import left_out_with
from envsound_server.engines.procedural.reading.segmentation import words_of
from envsound_server.engines.procedural.reading.situation import Era
from envsound_server.engines.procedural.reading.vocabulary import TREE, Tree

_ATOM = re.compile(r"-free\b|[0-9]+|[a-z]+(?:'[a-z]+)?|[\u4e00-\u9fff]+|[^\w\s'\"-]|\s+|_")
_COMBINING = re.compile(r"[\u0300-\u036f]")
_MARKS = {"、": Role.LIST} | dict.fromkeys(".!?;:。！？；：…", Role.STOP)
_FIRST_MODERN_YEAR, _YEARS = 1910, range(500, 2200)
_ENDINGS = ("声音", "声", "夜", "里", "中", "上", "外", "天", "边", "时")
"""Endings of compounds that keep the meaning of their parts: 风雪夜, 雨声中."""

_UNKNOWN_ROLES = {"n": Role.NOUN, "s": Role.NOUN, "t": Role.NOUN, "v": Role.VERB, "i": Role.NOUN}
"""Roles of unknown Chinese words, by their part of speech."""


class Token(NamedTuple):
    """A phrase of the prompt and its meaning.

    Attributes:
        text: The phrase.
        meaning: Its meaning.
        place: Its index among the tokens, from 0.
        role: Its function.
    """

    text: str
    meaning: Meaning
    place: int
    role: Role

    def with_meaning(self, meaning: Meaning) -> "Token":
        """Return the same word with another meaning."""
        return Token(self.text, meaning, self.place, meaning.role)

    def as_name(self, kind: str) -> "Token":
        """Return the same word as the name of a kind."""
        is_same = self.meaning.sounds == (kind,)
        description = self.meaning.description if is_same else NO_DESCRIPTION
        left_out = left_out_with(kind)
        return self.with_meaning(
            Meaning(Role.SOUND, (kind,), left_out, description=description, is_counted=True)
        )

    def without_meaning(self) -> "Token":
        """Return the same word without a meaning."""
        return self.with_meaning(Meaning(Role.FILLER))


@dataclass(slots=True)
class _Atoms:
    """The atoms of a prompt.

    Attributes:
        texts: Words, Chinese characters and marks.
        word_ends: For each atom the end of the word that begins there, or 0 within a word.
        tags: For each atom the part of speech of the Chinese word that begins there, or "".
    """

    texts: list[str] = field(default_factory=list)
    word_ends: list[int] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    def add(self, word: Sequence[str], tag: str = "") -> None:
        end = len(self.texts) + len(word)
        self.texts += word
        self.word_ends += [end, *[0] * (len(word) - 1)]
        self.tags += [tag] * len(word)

    def is_boundary(self, place: int) -> bool:
        return place >= len(self.texts) or self.word_ends[place] > 0


def tokens_of(prompt: str) -> list[Token]:
    """Return the longest known phrases and the words of a prompt, in order."""
    atoms = _atoms(prompt)
    found = _tokens(atoms)
    return [
        Token(text, meaning, place, meaning.role) for place, (text, meaning) in enumerate(found)
    ]


def _plain(prompt: str) -> str:
    """Return the prompt in lower case, without accents, in simplified characters."""
    text = unicodedata.normalize("NFKD", prompt.casefold().replace("’", "'"))
    return simplified(unicodedata.normalize("NFC", _COMBINING.sub("", text)))


def _atoms(prompt: str) -> _Atoms:
    atoms = _Atoms()
    is_after_chinese = False
    pieces = [match[0] for match in _ATOM.finditer(_plain(prompt))]
    for place, piece in enumerate(pieces):
        is_chinese = "\u4e00" <= piece[0] <= "\u9fff"
        if is_chinese:
            for word, tag in words_of(piece):
                atoms.add(word, tag)
        elif piece.isspace():
            # A space separates clauses in Chinese only.
            if is_after_chinese and _begins_chinese(pieces[place + 1 : place + 2]):
                atoms.add([","])
            continue
        elif piece[0].isalnum() or piece == "-free":
            atoms.add([piece.removesuffix("'s")])
        elif piece in _MARKS or atoms.texts[-1:] != [","]:
            atoms.add([piece if piece in _MARKS else ","])
        is_after_chinese = is_chinese
    return atoms


def _begins_chinese(pieces: Sequence[str]) -> bool:
    return bool(pieces) and "\u4e00" <= pieces[0][0] <= "\u9fff"


def _tokens(atoms: _Atoms) -> Iterator[tuple[str, Meaning]]:
    place = 0
    while place < len(atoms.texts):
        phrase = _phrase_at(atoms, place)
        measure = measure_at(atoms.texts, place)
        if measure and _is_measured(atoms, place, measure, phrase):
            phrase = measure
        if phrase is None:
            end = atoms.word_ends[place] or _word_end(atoms, place)
            yield from _word(atoms, place, end)
            place = end
            continue
        yield _text(atoms.texts[place : place + phrase.atom_count]), phrase.meaning
        place += phrase.atom_count


def _is_measured(atoms: _Atoms, place: int, measure: Measure, phrase: Measure | None) -> bool:
    """Return whether a number replaces a phrase, as longer or as its count: 一声枪响."""
    if phrase is None or measure.atom_count > phrase.atom_count:
        return True
    rest = "".join(atoms.texts[place + measure.atom_count : place + phrase.atom_count])
    return bool(rest) and not rest.isascii() and bool(_cover(rest))


def _word_end(atoms: _Atoms, place: int) -> int:
    """Return the end of the word that contains an atom."""
    end = place + 1
    while not atoms.is_boundary(end):
        end += 1
    return end


def _phrase_at(atoms: _Atoms, place: int) -> Measure | None:
    """Return the longest phrase that begins at an atom and ends with a word."""
    texts, word_ends = atoms.texts, atoms.word_ends
    node: Tree | None = TREE.get(texts[place])
    if node is None or not word_ends[place]:
        return None
    longest, end, count = None, place + 1, len(texts)
    while node is not None:
        if "" in node and (end == count or word_ends[end]):
            longest = Measure(node[""], end - place)
        node = node.get(texts[end]) if end < count else None
        end += 1
    return longest


def _word(atoms: _Atoms, place: int, end: int) -> Iterator[tuple[str, Meaning]]:
    """Yield an unknown word, or the known parts of a Chinese compound."""
    text, tag = _text(atoms.texts[place:end]), atoms.tags[place]
    if text in _MARKS:
        yield text, Meaning(_MARKS[text])
    elif not text[0].isalnum() and text != "-free":
        yield text, Meaning(Role.PAUSE)
    elif text.isdecimal() and int(text[:6]) in _YEARS:
        era = Era.MODERN if int(text) >= _FIRST_MODERN_YEAR else Era.HISTORICAL
        yield text, Meaning(Role.CONDITION, conditions=(era,))
    elif end - place > 1 and (parts := _parts(text)):
        yield from parts
    elif tag and (tag[0] in NO_CONTENT or tag in NO_CONTENT):
        yield text, Meaning(Role.FILLER)
    else:
        yield text, Meaning(_UNKNOWN_ROLES.get(tag[:1], Role.UNKNOWN))


def _parts(word: str) -> list[tuple[str, Meaning]]:
    """Return the known parts of a compound with a sound or scene, or none."""
    whole = word
    endings = []
    for ending in _ENDINGS:
        if word.endswith(ending) and word != ending:
            word, endings = word.removesuffix(ending), [(ending, Meaning(Role.FILLER))]
            break
    for text, tail in ((whole, []), (word, endings)):
        parts = _cover(text)
        if parts and any(m.role in _NAMING_ROLES for _, m in parts):
            return [*parts, *tail]
    return []


_NAMING_ROLES = frozenset({Role.SOUND, Role.SCENE, Role.CONDITION})
_PART_ROLES = frozenset({Role.SOUND, Role.SCENE, Role.CONDITION, Role.DESCRIPTION})


@lru_cache(1024)
def _cover(text: str) -> Sequence[tuple[str, Meaning]]:
    """Return known phrases that cover the text completely, or none."""
    if not text:
        return []
    node, found = TREE, []
    for length, atom in enumerate(text, 1):
        if atom not in node:
            break
        node = node[atom]
        is_filler = length > 1 and "" in node and node[""].role is Role.FILLER
        if is_filler or ("" in node and node[""].role in _PART_ROLES):
            found.append((text[:length], node[""]))
    for head, meaning in reversed(found):
        if head == text:
            return [(head, meaning)]
        if rest := _cover(text[len(head) :]):
            return [(head, meaning), *rest]
    return []


def _text(atoms: Sequence[str]) -> str:
    return ("" if "\u4e00" <= atoms[0] <= "\u9fff" else " ").join(atoms)
