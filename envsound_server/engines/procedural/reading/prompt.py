"""Reads a prompt: from words to the layers of a scene.

A prompt is parted into clauses at "and", "with" and punctuation. Within a clause a modifier belongs
to the next sound ("distant thunder"), one that follows ("in the distance", "on leaves") to the
sound before it. A clause without a sound goes with its neighbour ("rain, heavy"; "soft, gentle
rain"). What cannot be used is kept, so that it can be told.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TypeVar

from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.layers import (
    Distance,
    Intensity,
    Layer,
    Motion,
    Pace,
    Place,
    Surface,
)
from envsound_server.engines.procedural.reading.meaning import Meaning, Role
from envsound_server.engines.procedural.reading.tokens import Token, tokens_of

MOST_LAYERS = 8
"""Sounds in a scene; more would be mud, and would take long."""

_Word = TypeVar("_Word", bound=Enum)
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a prompt asks for.

    Attributes:
        layers: The sounds, in the prompt's order; empty where it names none.
        excluded: The sounds that it asks to leave out.
        unknown: Its other words, as far as they say something.
        surplus: Sounds beyond `MOST_LAYERS`.
    """

    layers: tuple[Layer, ...]
    excluded: tuple[str, ...]
    unknown: tuple[str, ...]
    surplus: tuple[Layer, ...] = ()


@dataclass(slots=True)
class _Mention:
    """A sound in a clause, with what was said of it."""

    meaning: Meaning
    is_excluded: bool
    modifiers: list[Token] = field(default_factory=list)


@dataclass(slots=True)
class _Clause:
    """The stretch between two joints; `opener` is the joint before it."""

    opener: Role
    items: list[_Mention | Token] = field(default_factory=list)

    @property
    def mentions(self) -> list[_Mention]:
        return [item for item in self.items if isinstance(item, _Mention)]

    @property
    def distinct_mentions(self) -> list[_Mention]:
        """Without repetitions: "distant waves on the beach" names one sound twice."""
        distinct: dict[tuple[Meaning, bool], _Mention] = {}
        for mention in self.mentions:
            first = distinct.setdefault((mention.meaning, mention.is_excluded), mention)
            if first is not mention:
                first.modifiers += mention.modifiers
        return list(distinct.values())


def read_prompt(prompt: str) -> Scene:
    """Reads a prompt in English, Chinese or both.

    Args:
        prompt: Any text.

    Returns:
        The scene; its `layers` are empty where the prompt names no known sound.
    """
    tokens = tokens_of(prompt)
    clauses = list(_clauses(tokens))
    unused = _bind(clauses)
    mentions = [mention for clause in clauses for mention in clause.distinct_mentions]
    excluded = {s: None for m in mentions if m.is_excluded for s in m.meaning.sounds}
    layers = _in_one_place(_merged(_heard(mentions, excluded)))
    unknown = dict.fromkeys(t.text for t in tokens if t.meaning.role is Role.UNKNOWN)
    unknown |= dict.fromkeys(token.text for token in unused)
    return Scene(layers[:MOST_LAYERS], tuple(excluded), tuple(unknown), layers[MOST_LAYERS:])


def _clauses(tokens: Sequence[Token]) -> Iterator[_Clause]:
    """Parts the tokens into clauses, and settles what "no", "not" and "without" leave out.

    A negation takes one sound, and goes on over "or", and over "and" where a sound comes next:
    "without thunder or wind", "without thunder and wind", but "no thunder and heavy rain".
    """
    clause = _Clause(Role.JOIN)
    negates = undoes = may_go_on = False
    for place, token in enumerate(tokens):
        role = token.meaning.role
        if role in (Role.JOIN, Role.PAUSE, Role.ALTERNATIVE):
            names_next = tokens[place + 1 : place + 2] and tokens[place + 1].meaning.sounds
            goes_on = role is Role.ALTERNATIVE or (role is Role.JOIN and bool(names_next))
            negates, undoes = (negates or may_go_on) and goes_on, False
            may_go_on = False
            yield clause
            clause = _Clause(role)
        elif role is Role.NEGATION:
            negates = True
        elif role is Role.UNDOING:
            undoes = True
        elif role is Role.SOUND:
            clause.items.append(_Mention(token.meaning, negates or undoes))
            negates, undoes, may_go_on = False, False, negates
        elif role is Role.MODIFIER and undoes:
            undoes = False
        elif role is Role.MODIFIER:
            clause.items.append(token)
    yield clause


def _bind(clauses: Sequence[_Clause]) -> list[Token]:
    """Gives each modifier to a sound; returns those that no sound can use."""
    unused: list[Token] = []
    goes_back = False
    for number, clause in enumerate(clauses):
        before = [mention for other in clauses[:number] for mention in other.mentions][::-1]
        after = [mention for other in clauses[number + 1 :] for mention in other.mentions]
        goes_back = not clause.mentions and (goes_back or clause.opener is Role.PAUSE)
        for place, item in enumerate(clause.items):
            if isinstance(item, _Mention):
                continue
            earlier = [m for m in clause.items[:place] if isinstance(m, _Mention)][::-1]
            later = [m for m in clause.items[place:] if isinstance(m, _Mention)]
            near = [*earlier, *later] if item.meaning.follows else [*later, *earlier]
            far = [*before, *after] if goes_back or clause.mentions else [*after, *before]
            candidates = [m for m in (*near, *far) if _suits(item.meaning, m)]
            if candidates:
                candidates[0].modifiers.append(item)
            else:
                unused.append(item)
    return unused


def _suits(modifier: Meaning, mention: _Mention) -> bool:
    if modifier.surface is None or modifier.place is not None:
        return True
    sounds = mention.meaning.sounds
    return any(modifier.surface in KINDS[sound].surfaces for sound in sounds)


def _heard(mentions: Iterable[_Mention], excluded: Collection[str]) -> Iterator[Layer]:
    """The layers of all mentions; what a storm implies gives way to what is said of it apart."""
    heard = [mention for mention in mentions if not mention.is_excluded]
    named = {m.meaning.sounds[0] for m in heard if len(m.meaning.sounds) == 1}
    for mention in heard:
        implies = len(mention.meaning.sounds) > 1
        for layer in _layers(mention):
            if not (implies and (layer.kind in named or layer.kind in excluded)):
                yield layer


def _layers(mention: _Mention) -> Iterator[Layer]:
    """Yield a layer for each sound of a mention; of what was said of it the last word counts."""
    said = [mention.meaning, *(token.meaning for token in mention.modifiers)]
    surface = _last(meaning.surface for meaning in said)
    for sound in mention.meaning.sounds:
        yield Layer(
            _on_surface(sound, surface),
            _last(meaning.intensity for meaning in said) or Intensity.NORMAL,
            _last(meaning.distance for meaning in said) or Distance.NORMAL,
            _last(meaning.pace for meaning in said) or Pace.NORMAL,
            _last(meaning.place for meaning in said),
            _last(meaning.motion for meaning in said) or Motion.STILL,
            _last(meaning.count for meaning in said),
        )


def _on_surface(kind: str, surface: Surface | None) -> str:
    """Return the kind that this one becomes on a surface, or itself."""
    return KINDS[kind].surfaces.get(surface, kind) if surface else kind


def _last(values: Iterable[_Value | None]) -> _Value | None:
    return next((value for value in reversed(list(values)) if value is not None), None)


def _merged(layers: Iterable[Layer]) -> tuple[Layer, ...]:
    """Return the layers, one for each kind and distance: "birds and distant birds" stay two."""
    merged: list[Layer] = []
    for layer in layers:
        for place, other in enumerate(merged):
            if (other.kind, other.distance) == (layer.kind, layer.distance):
                merged[place] = replace(
                    other,
                    intensity=_said(other.intensity, layer.intensity, Intensity.NORMAL),
                    pace=_said(other.pace, layer.pace, Pace.NORMAL),
                    place=other.place or layer.place,
                    motion=_said(other.motion, layer.motion, Motion.STILL),
                    count=other.count or layer.count,
                )
                break
        else:
            merged.append(layer)
    return tuple(merged)


_BEHIND_WALLS = frozenset({Place.OUTSIDE_WINDOW, Place.THROUGH_WALL})


def _in_one_place(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """Return the layers, all in the place that the prompt names: "steps and bells in a church"."""
    named = {layer.place for layer in layers if layer.place}
    if len(named) != 1 or named & _BEHIND_WALLS:
        return layers
    return tuple(replace(layer, place=layer.place or next(iter(named))) for layer in layers)


def _said(first: _Word, second: _Word, neutral: _Word) -> _Word:
    return first if second is neutral else second
