"""Layers of the sounds and scenes that a prompt names, with their descriptions."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.layers import (
    Distance,
    Intensity,
    Layer,
    Motion,
    Pace,
    Swell,
)
from envsound_server.engines.procedural.reading.atoms import phrases_of
from envsound_server.engines.procedural.reading.binding import description_of
from envsound_server.engines.procedural.reading.clauses import Clause, Mention
from envsound_server.engines.procedural.reading.lexicon.sound_words import CONTEXTS, COUNTED_AS
from envsound_server.engines.procedural.reading.meaning import Description, Role
from envsound_server.engines.procedural.reading.scenes import (
    SITUATIONS_BY_NAME,
    kinds_of,
    scene_layers,
)
from envsound_server.engines.procedural.reading.situation import USUAL, Condition
from envsound_server.engines.procedural.reading.times import (
    ALL_THE_TIME,
    Span,
    settle_contradictions,
    spans_of,
)
from envsound_server.engines.procedural.reading.tokens import Token
from envsound_server.engines.procedural.reading.vocabulary import YIELDS_TO

_BEHIND_DB = -8.0
"""Level of a scene behind the named sounds, relative to the scene alone, dB."""


def layers_of(
    clauses: Sequence[Clause], tokens: Sequence[Token], silent: Collection[str]
) -> list[Layer]:
    """Return the layers of all mentions, then those of the scenes.

    Args:
        clauses: The clauses, with the modifiers of each sound.
        tokens: All of the prompt's words.
        silent: Kinds that are left out.
    """
    spans = dict(spans_of(clauses))
    settle_contradictions(clauses, spans)
    wanted = [m for clause in clauses for m in clause.mentions if not m.is_left_out]
    _settle_context(wanted)
    named = _merged(_named_layers(_distinct(clauses), spans, silent))
    stated = _conditions(tokens)
    is_only = any(token.role is Role.ONLY for token in tokens)
    kinds = {layer.kind for layer in named}
    behind = [
        layer
        for mention in wanted
        for layer in _scene_layers(
            mention, spans[mention], stated, silent, has_sounds=bool(named), is_only=is_only
        )
        if layer.kind not in kinds
    ]
    return list(_merged([*named, *behind]))


def _settle_context(wanted: Sequence[Mention]) -> None:
    """Resolve ambiguous names, such as a bell or a horn, by the context: 深山古寺，钟声悠扬."""
    around = {kind for m in wanted for kind in m.token.meaning.sounds}
    around |= {kind for m in wanted for kind in kinds_of(m.token.meaning.situation)}
    for kind, deciding, other, clear in CONTEXTS:
        if not around.intersection(phrases_of(deciding)):
            continue
        for mention in wanted:
            is_clear = any(part in mention.token.text for part in phrases_of(clear))
            if mention.token.meaning.sounds == (kind,) and not is_clear:
                mention.token = mention.token.as_name(other)


def _conditions(tokens: Iterable[Token]) -> list[Condition]:
    """Return the times, seasons and eras of a prompt, by name or by a scene: 夏夜."""
    stated = [condition for token in tokens for condition in token.meaning.conditions]
    situations = (SITUATIONS_BY_NAME.get(token.meaning.situation) for token in tokens)
    implied = (condition for situation in situations if situation for condition in situation.usual)
    types = {type(condition) for condition in stated}
    unusual = (c for c in implied if c not in USUAL and type(c) not in types)
    return list(dict.fromkeys((*stated, *unusual)))


def _distinct(clauses: Iterable[Clause]) -> Iterator[Mention]:
    """Yield the sounds to play, without repetitions within a clause."""
    for clause in clauses:
        distinct: dict[tuple[str, ...], Mention] = {}
        for mention in clause.mentions:
            if mention.is_left_out or not mention.token.meaning.sounds:
                continue
            first = distinct.setdefault(mention.token.meaning.sounds, mention)
            if first is not mention:
                first.modifiers += [mention.token, *mention.modifiers]
        yield from _nearest(distinct)


def _nearest(mentions: Mapping[tuple[str, ...], Mention]) -> Iterator[Mention]:
    """Yield mentions without the less specific ones: "heavy steps on fallen leaves"."""
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
    """Yield a layer per sound, in which named sounds replace those that a storm implies."""
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
                yield _layer(kind, description_of(mention), spans[mention])


def _layer(kind: str, description: Description, span: Span) -> Layer:
    # "Once every ten seconds" is not a single event.
    count = None if description.count == 1 and description.every_seconds else description.count
    kind = COUNTED_AS.get(kind, kind) if count else kind
    surfaces = KINDS[kind].surfaces
    passes = KINDS[kind].passes and description.motion is Motion.PASSING
    return Layer(
        surfaces.get(description.surface, kind) if description.surface else kind,
        description.intensity or Intensity.NORMAL,
        description.distance or Distance.NORMAL,
        description.pace or Pace.NORMAL,
        description.place,
        Motion.STILL if passes else description.motion or Motion.STILL,
        count,
        description.every_seconds,
        span.start,
        span.end,
        description.swell or Swell.STEADY,
        span.is_sudden,
    )


def _scene_layers(
    mention: Mention,
    span: Span,
    stated: Collection[Condition],
    silent: Collection[str],
    *,
    has_sounds: bool,
    is_only: bool,
) -> Iterator[Layer]:
    """Yield the layers of a scene that is more than the place of a sound."""
    situation = SITUATIONS_BY_NAME.get(mention.token.meaning.situation)
    if situation is None:
        return
    if mention.is_located and has_sounds and (is_only or not situation.is_behind):
        return
    for layer in scene_layers(situation, description_of(mention), stated, silent):
        if has_sounds:
            layer = replace(layer, level_db=layer.level_db + _BEHIND_DB)
        if span == ALL_THE_TIME:
            yield layer
        else:
            yield replace(layer, start=span.start, end=span.end, is_sudden=span.is_sudden)


def _merged(layers: Iterable[Layer]) -> tuple[Layer, ...]:
    """Return the layers, merged by kind, distance and time."""
    merged: dict[tuple[object, ...], Layer] = {}
    for layer in layers:
        key = (layer.kind, layer.distance, layer.start, layer.end)
        other = merged.get(key)
        merged[key] = layer if other is None or other == layer else _both(other, layer)
    return tuple(merged.values())


def _both(first: Layer, second: Layer) -> Layer:
    """Return the merged layer of two mentions of a sound, in which the first takes precedence."""
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
