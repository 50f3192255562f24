"""Recognition of the words of a clause that name a sound.

Two words may name one together ("door" and "creaks"), or a verb may refer to the clause before. A
part of a picture, a comparison, a figure of speech and a repetition of another word name none.
"""

from collections.abc import Sequence

from envsound_server.engines.procedural.reading.lexicon.sound_words import FIGURES, PICTURES
from envsound_server.engines.procedural.reading.meaning import Meaning, Role
from envsound_server.engines.procedural.reading.tokens import Token
from envsound_server.engines.procedural.reading.vocabulary import ECHO_WORDS, PAIRS

NAMES = frozenset({Role.SOUND, Role.SCENE})
"""Roles of words that name something audible."""

_VERBAL = ("s", "ing", "ed")


def _paired(tokens: list[Token]) -> list[Token]:
    """Return the tokens, with a pair such as "door" and "creaks" as the name of one sound."""
    sides: dict[str, dict[bool, int]] = {}
    for index, token in enumerate(tokens):
        for pair, _, is_noun in PAIRS.get(token.text, ()):
            sides.setdefault(pair, {}).setdefault(is_noun, index)
    changed = list(tokens)
    for pair, found in sides.items():
        if len(found) < 2 or _is_joined(tokens, found[True], found[False]):
            continue
        kind = next(k for key, k, _ in PAIRS[tokens[found[True]].text] if key == pair)
        noun, verb = tokens[found[True]], tokens[found[False]]
        if changed[found[True]] is noun and changed[found[False]] is verb:
            changed[found[True]] = noun.as_name(kind)
            changed[found[False]] = verb.without_meaning()
    return changed


def with_literal_names(tokens: list[Token]) -> list[Token]:
    """Return the tokens, without the names of sounds that are not meant literally."""
    literal = _without_pictures(_without_figures(tokens))
    return _without_echoes(_without_similes(_paired(literal)))


def _without_figures(tokens: list[Token]) -> list[Token]:
    """Remove the meaning of a name before an unknown noun: "a car door", "a train of camels"."""
    changed = list(tokens)
    for index, token in enumerate(tokens):
        if token.role not in NAMES or not token.text.isascii():
            continue
        rest = tokens[index + 1 : index + 4]
        is_adjunct = bool(rest) and rest[0].role is Role.NOUN and not token.text.endswith(_VERBAL)
        if is_adjunct or (token.text in FIGURES and _counts(rest)):
            changed[index] = token.with_meaning(Meaning(Role.UNKNOWN))
    return changed


def _counts(rest: Sequence[Token]) -> bool:
    """Return whether "of" and a noun without a sound follow."""
    if not rest or rest[0].text != "of":
        return False
    roles = [t.role for t in rest[1:] if t.role not in (Role.DETERMINER, Role.ADJECTIVE)]
    if not roles or roles[0] not in (Role.NOUN, Role.UNKNOWN, Role.FILLER):
        return not roles
    # "A stream of icy water" is still a stream.
    return not (roles[0] is Role.UNKNOWN and len(roles) > 1 and roles[1] in NAMES)


def with_subject(tokens: list[Token], before: Sequence[Token]) -> list[Token]:
    """Bind a verb without a noun to the clause before: "the clock ticks, then strikes"."""
    if any(token.role in NAMES for token in tokens):
        return tokens
    nouns = {
        pair
        for token in before
        for word in _words(token.text)
        for pair, _, is_noun in PAIRS.get(word, ())
        if is_noun
    }
    changed = list(tokens)
    for index, token in enumerate(tokens):
        for pair, kind, is_noun in PAIRS.get(token.text, ()):
            if not is_noun and pair in nouns:
                changed[index] = token.as_name(kind)
                return changed
    return tokens


def _words(phrase: str) -> list[str]:
    """Return a phrase, its words, and its prefixes: 挂钟 of 挂钟滴答."""
    words = phrase.split()
    beginnings = [" ".join(words[:end]) for end in range(1, len(words))]
    if not phrase.isascii():
        beginnings = [phrase[:end] for end in range(1, len(phrase))]
    return [phrase, *words, *beginnings]


def _without_similes(tokens: list[Token]) -> list[Token]:
    """Remove the meaning of comparisons: "a voice like thunder", 瀑布如万马奔腾."""
    place = next((i for i, token in enumerate(tokens) if token.role is Role.SIMILE), 0)
    nouns = (*NAMES, Role.NOUN, Role.UNKNOWN)
    if not any(token.role in nouns for token in tokens[:place]):
        return tokens
    after = (t.without_meaning() if t.role is Role.SOUND else t for t in tokens[place:])
    return [*tokens[:place], *after]


def _without_pictures(tokens: list[Token]) -> list[Token]:
    """Remove the meaning of mere owners: "the roof of a car", "a picture of a train"."""
    changed = list(tokens)
    for index, token in enumerate(tokens):
        if token.text != "of" or not index:
            continue
        head = tokens[index - 1]
        is_part = head.role is Role.DESCRIPTION and head.meaning.description.surface is not None
        if not (is_part or head.text in PICTURES):
            continue
        for place in range(index + 1, min(index + 3, len(tokens))):
            if tokens[place].role is Role.SOUND:
                changed[place] = tokens[place].without_meaning()
    return changed


def _without_echoes(tokens: list[Token]) -> list[Token]:
    """Remove the meaning of words such as "creaking" in a clause that names the source."""
    sounds = [token for token in tokens if token.role is Role.SOUND and token.meaning.sounds]
    if all(token.text in ECHO_WORDS for token in sounds):
        return tokens
    return [
        token.without_meaning() if token.role is Role.SOUND and token.text in ECHO_WORDS else token
        for token in tokens
    ]


def _is_joined(tokens: Sequence[Token], first: int, second: int) -> bool:
    """Return whether the two already name one sound, or are separated by another."""
    low, high = sorted((first, second))
    between = any(token.role is Role.SOUND for token in tokens[low + 1 : high])
    same = tokens[first].meaning.sounds == tokens[second].meaning.sounds != ()
    return between or same
