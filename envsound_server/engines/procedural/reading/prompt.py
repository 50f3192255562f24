"""Interpretation of a prompt: from words to the layers of a scene.

`tokens` divides it into phrases, `grammar` into clauses with their nouns. `leaving_out` finds the
negated sounds, `binding` the description of each sound, `times` its start and end, `scenes` the
sounds of a place. Words that have no effect are kept for the report to the user.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from envsound_server.engines.procedural.layers import Layer
from envsound_server.engines.procedural.reading.atoms import atoms_of
from envsound_server.engines.procedural.reading.binding import bind, described
from envsound_server.engines.procedural.reading.clauses import Clause, Mention, OtherNoun
from envsound_server.engines.procedural.reading.grammar import clauses_of
from envsound_server.engines.procedural.reading.layering import layers_of
from envsound_server.engines.procedural.reading.leaving_out import (
    graded,
    left_out_kinds,
    mark_left_out,
    silent_except,
)
from envsound_server.engines.procedural.reading.meaning import Role
from envsound_server.engines.procedural.reading.tokens import Token, tokens_of
from envsound_server.engines.procedural.reading.vocabulary import VOCABULARY

MOST_LAYERS = 8
"""Upper limit of the sounds in a scene. More would be indistinct and slow."""

_READINGS_KEPT = 256


@dataclass(frozen=True, slots=True)
class Scene:
    """The content of a prompt.

    Attributes:
        layers: The sounds, in the prompt's order, then those of places. Empty if it names none.
        excluded: The sounds that it asks to leave out, by the names of their kinds or its words.
        unknown: Its other words with content.
        surplus: Sounds beyond `MOST_LAYERS`.
        silent: All kinds that are left out together with these.
        unknown_share: Share of unknown words among those with content, 0 to 1.
    """

    layers: tuple[Layer, ...]
    excluded: tuple[str, ...]
    unknown: tuple[str, ...]
    surplus: tuple[Layer, ...] = ()
    silent: frozenset[str] = frozenset()
    unknown_share: float = 0.0


@lru_cache(_READINGS_KEPT)
def read_prompt(prompt: str, negative_prompt: str = "") -> Scene:
    """Interpret a prompt in English, Chinese or both.

    Args:
        prompt: Any text.
        negative_prompt: Sounds to leave out, or empty.

    Returns:
        The scene. Its `layers` are empty if the prompt names no known sound.
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
    unknown = _unknown_nouns(clauses, unused)
    return Scene(
        tuple(layers[:MOST_LAYERS]),
        tuple(dict.fromkeys(name for token in (*excluded, *unwanted) for name in _names(token))),
        unknown,
        tuple(layers[MOST_LAYERS:]),
        frozenset(silent - {layer.kind for layer in layers}),
        _unknown_share(clauses, unknown),
    )


def _mentions(clauses: Iterable[Clause]) -> list[Mention]:
    return [mention for clause in clauses for mention in clause.mentions]


def _unwanted(negative_prompt: str) -> list[Token]:
    """Return the sounds and scenes that a negative prompt names."""
    tokens = tokens_of(negative_prompt) if negative_prompt else []
    return [token for token in tokens if token.role in (Role.SOUND, Role.SCENE)]


def _names(token: Token) -> tuple[str, ...]:
    return token.meaning.sounds or (token.text,)


def _unknown_nouns(clauses: Iterable[Clause], unused: Iterable[Token]) -> tuple[str, ...]:
    """Return the nouns without a sound, each with its description, and the unused words."""
    found: dict[str, None] = {}
    for clause in clauses:
        for item in clause.items:
            if isinstance(item, OtherNoun) and not _is_actor(item, clause):
                found[described(item)] = None
            elif isinstance(item, Mention) and _is_empty(item) and _is_alone(item, clause):
                found[item.token.text] = None
    return tuple(found | dict.fromkeys(token.text for token in unused))


def _is_actor(noun: OtherNoun, clause: Clause) -> bool:
    """Return whether a noun only takes part in a sound: "a man knocks on the door"."""
    is_known = all(atoms_of(word.text) in VOCABULARY for word in noun.words)
    return is_known and not noun.modifiers and bool(clause.mentions)


def _is_alone(mention: Mention, clause: Clause) -> bool:
    """Return whether it makes no sound of the clause: "people", but not "people clapping"."""
    return not any(other.token.meaning.sounds for other in clause.mentions if other is not mention)


def _is_empty(mention: Mention) -> bool:
    meaning = mention.token.meaning
    return not (meaning.sounds or meaning.situation or mention.is_left_out)


def _unknown_share(clauses: Iterable[Clause], unknown: Collection[str]) -> float:
    known = sum(1 + len(mention.modifiers) for mention in _mentions(clauses))
    return len(unknown) / (known + len(unknown)) if unknown else 0.0
