"""Reads a prompt: from words to the layers of a scene.

`tokens` cuts it into phrases, `grammar` finds the nouns and what belongs to them, `leaving_out`
what is not wanted, `binding` what is said of each, `times` when it is heard, `scenes` what a place
sounds of. What cannot be used is kept, so that it can be told.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.layers import (
    Distance,
    Intensity,
    Layer,
    Motion,
    Pace,
    Swell,
)
from envsound_server.engines.procedural.reading.binding import bind, described, said_of
from envsound_server.engines.procedural.reading.grammar import (
    Clause,
    Mention,
    Thing,
    clauses_of,
)
from envsound_server.engines.procedural.reading.leaving_out import (
    graded,
    left_out_kinds,
    mark_left_out,
    silent_except,
)
from envsound_server.engines.procedural.reading.meaning import Description, Role
from envsound_server.engines.procedural.reading.scenes import SITUATIONS_BY_NAME, scene_layers
from envsound_server.engines.procedural.reading.situation import USUAL, Condition
from envsound_server.engines.procedural.reading.times import (
    ALL_THE_TIME,
    Span,
    settle_contradictions,
    spans_of,
)
from envsound_server.engines.procedural.reading.tokens import Token, tokens_of
from envsound_server.engines.procedural.reading.vocabulary import (
    VOCABULARY,
    YIELDS_TO,
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
    layers = [layer for layer in _layers(clauses, tokens, silent) if layer.kind not in names]
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


def _layers(
    clauses: Sequence[Clause], tokens: Sequence[Token], silent: Collection[str]
) -> list[Layer]:
    """Return the layers of all mentions, then those of the scenes."""
    spans = dict(spans_of(clauses))
    settle_contradictions(clauses, spans)
    heard = [mention for mention in _mentions(clauses) if not mention.is_left_out]
    named = _merged(_named_layers(_distinct(clauses), spans, silent))
    told = _conditions(tokens)
    is_only = any(token.role is Role.ONLY for token in tokens)
    kinds = {layer.kind for layer in named}
    behind = [
        layer
        for mention in heard
        for layer in _scene_layers(
            mention, spans[mention], told, silent, has_sounds=bool(named), is_only=is_only
        )
        if layer.kind not in kinds
    ]
    return list(_merged([*named, *behind]))


def _conditions(tokens: Iterable[Token]) -> list[Condition]:
    """Return the times, seasons and ages that a prompt tells, by name or by a scene: 夏夜."""
    told = [condition for token in tokens for condition in token.meaning.conditions]
    situations = (SITUATIONS_BY_NAME.get(token.meaning.situation) for token in tokens)
    implied = (condition for situation in situations if situation for condition in situation.usual)
    types = {type(condition) for condition in told}
    unusual = (c for c in implied if c not in USUAL and type(c) not in types)
    return list(dict.fromkeys((*told, *unusual)))


def _distinct(clauses: Iterable[Clause]) -> Iterator[Mention]:
    """Yield the sounds that are heard, without those that one clause names twice."""
    for clause in clauses:
        distinct: dict[tuple[str, ...], Mention] = {}
        for mention in clause.mentions:
            if mention.is_left_out or not mention.token.meaning.sounds:
                continue
            first = distinct.setdefault(mention.token.meaning.sounds, mention)
            if first is not mention:
                first.modifiers += mention.modifiers
        yield from _nearest(distinct)


def _nearest(mentions: Mapping[tuple[str, ...], Mention]) -> Iterator[Mention]:
    """Yield mentions without those that say less than another: "heavy steps on fallen leaves"."""
    for kinds, mention in mentions.items():
        nearer = YIELDS_TO.get(kinds[0], frozenset())
        owner = next((other for (kind, *_), other in mentions.items() if kind in nearer), None)
        if owner is None:
            yield mention
        else:
            owner.modifiers = [mention.token, *mention.modifiers, *owner.modifiers]


def _named_layers(
    mentions: Iterable[Mention], spans: Mapping[Mention, Span], silent: Collection[str]
) -> Iterator[Layer]:
    """Yield a layer a sound; what a storm implies gives way to what is said of it apart."""
    mentions = list(mentions)
    named = {
        (m.token.meaning.sounds[0], spans[m].start)
        for m in mentions
        if len(m.token.meaning.sounds) == 1
    }
    for mention in mentions:
        implies = len(mention.token.meaning.sounds) > 1
        for kind in mention.token.meaning.sounds:
            if not (implies and ((kind, spans[mention].start) in named or kind in silent)):
                yield _layer(kind, said_of(mention), spans[mention])


def _layer(kind: str, said: Description, span: Span) -> Layer:
    surfaces = KINDS[kind].surfaces
    return Layer(
        surfaces.get(said.surface, kind) if said.surface else kind,
        said.intensity or Intensity.NORMAL,
        said.distance or Distance.NORMAL,
        said.pace or Pace.NORMAL,
        said.place,
        said.motion or Motion.STILL,
        said.count,
        said.every_seconds,
        span.start,
        span.end,
        said.swell or Swell.STEADY,
        span.is_sudden,
    )


def _scene_layers(
    mention: Mention,
    span: Span,
    told: Collection[Condition],
    silent: Collection[str],
    *,
    has_sounds: bool,
    is_only: bool,
) -> Iterator[Layer]:
    """Yield the layers of a scene, unless it is only the place of a sound."""
    situation = SITUATIONS_BY_NAME.get(mention.token.meaning.situation)
    if situation is None:
        return
    if mention.is_located and has_sounds and (is_only or not situation.is_behind):
        return
    for layer in scene_layers(situation, said_of(mention), told, silent):
        if span == ALL_THE_TIME:
            yield layer
        else:
            yield replace(layer, start=span.start, end=span.end, is_sudden=span.is_sudden)


def _merged(layers: Iterable[Layer]) -> tuple[Layer, ...]:
    """Return the layers, one for each kind, distance and time."""
    merged: dict[tuple[object, ...], Layer] = {}
    for layer in layers:
        key = (layer.kind, layer.distance, layer.start, layer.end)
        other = merged.get(key)
        merged[key] = layer if other is None or other == layer else _both(other, layer)
    return tuple(merged.values())


def _both(first: Layer, second: Layer) -> Layer:
    """Return one layer of two mentions of a sound; the first counts where both say something."""
    return replace(
        first,
        intensity=second.intensity if first.intensity is Intensity.NORMAL else first.intensity,
        pace=second.pace if first.pace is Pace.NORMAL else first.pace,
        place=first.place or second.place,
        motion=second.motion if first.motion is Motion.STILL else first.motion,
        count=first.count or second.count,
        every_seconds=first.every_seconds or second.every_seconds,
        swell=second.swell if first.swell is Swell.STEADY else first.swell,
    )


def _strangers(clauses: Iterable[Clause], unused: Iterable[Token]) -> tuple[str, ...]:
    """Return what nothing is made of, a noun with all that was said of it."""
    found: dict[str, None] = {}
    for clause in clauses:
        for item in clause.items:
            if isinstance(item, Thing) and not _is_actor(item, clause):
                found[described(item)] = None
            elif isinstance(item, Mention) and _is_empty(item):
                found[item.token.text] = None
    return tuple(found | dict.fromkeys(token.text for token in unused))


def _is_actor(thing: Thing, clause: Clause) -> bool:
    """Return whether a noun only makes or takes a sound: "a man knocks on the door"."""
    is_known = all(atoms_of(word.text) in VOCABULARY for word in thing.words)
    return is_known and not thing.modifiers and bool(clause.mentions)


def _is_empty(mention: Mention) -> bool:
    meaning = mention.token.meaning
    return not (meaning.sounds or meaning.situation or mention.is_left_out)


def _unknown_share(clauses: Iterable[Clause], strangers: Collection[str]) -> float:
    known = sum(1 + len(mention.modifiers) for mention in _mentions(clauses))
    return len(strangers) / (known + len(strangers)) if strangers else 0.0
