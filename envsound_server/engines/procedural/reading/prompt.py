"""Reads a prompt: from words to the layers of a scene.

`tokens` cuts it into phrases, `grammar` finds the nouns and what belongs to them, `leaving_out`
what is not wanted, `binding` what is said of each, `times` when it is heard, `scenes` what a place
sounds of. What cannot be used is kept, so that it can be told.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from envsound_server.engines.procedural.layers import Layer
from envsound_server.engines.procedural.reading.binding import bind, described
from envsound_server.engines.procedural.reading.grammar import (
    Clause,
    Mention,
    Thing,
    clauses_of,
)
from envsound_server.engines.procedural.reading.layering import layers_of
from envsound_server.engines.procedural.reading.leaving_out import (
    graded,
    left_out_kinds,
    mark_left_out,
    silent_except,
)
from envsound_server.engines.procedural.reading.meaning import Role
from envsound_server.engines.procedural.reading.tokens import Token, tokens_of
from envsound_server.engines.procedural.reading.vocabulary import (
    VOCABULARY,
    atoms_of,
)

MOST_LAYERS = 8
"""Sounds in a scene; more would be mud, and would take long."""

_READINGS_KEPT = 256


@dataclass(frozen=True, slots=True)
class Scene:
    """What a prompt asks for.

    Attributes:
        layers: The sounds, in the prompt's order, then those of places; empty where it names none.
        excluded: The sounds that it asks to leave out, by the names of their kinds or its words.
        unknown: Its other words, as far as they say something.
        surplus: Sounds beyond `MOST_LAYERS`.
        silent: All kinds that go with what is left out.
        unknown_share: Part of the words with content that is not known, 0 to 1.
    """

    layers: tuple[Layer, ...]
    excluded: tuple[str, ...]
    unknown: tuple[str, ...]
    surplus: tuple[Layer, ...] = ()
    silent: frozenset[str] = frozenset()
    unknown_share: float = 0.0


@lru_cache(_READINGS_KEPT)
def read_prompt(prompt: str, negative_prompt: str = "") -> Scene:
    """Read a prompt in English, Chinese or both.

    Args:
        prompt: Any text.
        negative_prompt: What is not to be heard; may be empty.

    Returns:
        The scene; its `layers` are empty where the prompt names no known sound.
    """
    tokens = silent_except(graded(tokens_of(prompt)))
    clauses = clauses_of(tokens)
    mark_left_out(tokens, clauses)
    unused = bind(clauses)
    unwanted = _unwanted(negative_prompt)
    excluded = [m.token for m in _mentions(clauses) if m.is_left_out]
    silent = {kind for token in (*excluded, *unwanted) for kind in left_out_kinds(token.meaning)}
    names = {kind for token in unwanted for kind in token.meaning.sounds}
    layers = [layer for layer in layers_of(clauses, tokens, silent) if layer.kind not in names]
    strangers = _strangers(clauses, unused)
    return Scene(
        tuple(layers[:MOST_LAYERS]),
        tuple(dict.fromkeys(name for token in (*excluded, *unwanted) for name in _names(token))),
        strangers,
        tuple(layers[MOST_LAYERS:]),
        frozenset(silent - {layer.kind for layer in layers}),
        _unknown_share(clauses, strangers),
    )


def _mentions(clauses: Iterable[Clause]) -> list[Mention]:
    return [mention for clause in clauses for mention in clause.mentions]


def _unwanted(negative_prompt: str) -> list[Token]:
    """Return the sounds and scenes that a negative prompt names."""
    tokens = tokens_of(negative_prompt) if negative_prompt else []
    return [token for token in tokens if token.role in (Role.SOUND, Role.SCENE)]


def _names(token: Token) -> tuple[str, ...]:
    return token.meaning.sounds or (token.text,)


def _strangers(clauses: Iterable[Clause], unused: Iterable[Token]) -> tuple[str, ...]:
    """Return what nothing is made of, a noun with all that was said of it."""
    found: dict[str, None] = {}
    for clause in clauses:
        for item in clause.items:
            if isinstance(item, Thing) and not _is_actor(item, clause):
                found[described(item)] = None
            elif isinstance(item, Mention) and _is_empty(item) and _is_alone(item, clause):
                found[item.token.text] = None
    return tuple(found | dict.fromkeys(token.text for token in unused))


def _is_actor(thing: Thing, clause: Clause) -> bool:
    """Return whether a noun only makes or takes a sound: "a man knocks on the door"."""
    is_known = all(atoms_of(word.text) in VOCABULARY for word in thing.words)
    return is_known and not thing.modifiers and bool(clause.mentions)


def _is_alone(mention: Mention, clause: Clause) -> bool:
    """Return whether no sound of the clause is made by it: "people", but not "people clapping"."""
    return not any(other.token.meaning.sounds for other in clause.mentions if other is not mention)


def _is_empty(mention: Mention) -> bool:
    meaning = mention.token.meaning
    return not (meaning.sounds or meaning.situation or mention.is_left_out)


def _unknown_share(clauses: Iterable[Clause], strangers: Collection[str]) -> float:
    known = sum(1 + len(mention.modifiers) for mention in _mentions(clauses))
    return len(strangers) / (known + len(strangers)) if strangers else 0.0
