"""Layers of the places and situations that a prompt names."""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from envsound_server.engines.procedural.kind import Member
from envsound_server.engines.procedural.layers import Distance, Intensity, Layer
from envsound_server.engines.procedural.reading.lexicon.places import (
    NOT_HEARD_DURING,
    SITUATIONS,
)
from envsound_server.engines.procedural.reading.meaning import Description
from envsound_server.engines.procedural.reading.situation import Condition, Situation

SITUATIONS_BY_NAME: Mapping[str, Situation] = MappingProxyType({s.name: s for s in SITUATIONS})


def kinds_of(situation_name: str) -> frozenset[str]:
    """Return all kinds of sounds of a situation, or none for an empty name."""
    situation = SITUATIONS_BY_NAME.get(situation_name)
    if situation is None:
        return frozenset()
    members = (situation.always, *situation.during.values())
    return frozenset(member.kind for part in members for member in part)


def conditions_of(situation: Situation, stated: Collection[Condition]) -> tuple[Condition, ...]:
    """Return the conditions that apply in a situation, those of the prompt first."""
    types = {type(condition) for condition in stated}
    return (*stated, *(usual for usual in situation.usual if type(usual) not in types))


def scene_layers(
    situation: Situation,
    description: Description,
    stated: Collection[Condition],
    left_out: Collection[str] = (),
) -> Iterator[Layer]:
    """Yield the layers of a situation.

    Args:
        situation: The place or situation.
        description: The prompt's description of the whole. An intensity or a distance applies to
            the members that have none of their own.
        stated: Time of day, season and era, as far as the prompt states them.
        left_out: Kinds to leave out.
    """
    conditions = conditions_of(situation, stated)
    silent = {kind for c in conditions for kind in NOT_HEARD_DURING.get(c, ())} | set(left_out)
    members = [*situation.always]
    for condition in conditions:
        members += situation.during.get(condition, ())
    audible = {member.kind: member for member in reversed(members) if member.kind not in silent}
    for member in reversed(audible.values()):
        yield _layer(member, situation, description)


def _layer(member: Member, situation: Situation, description: Description) -> Layer:
    is_plain = member.intensity is Intensity.NORMAL
    is_placed = member.distance is Distance.NORMAL
    return Layer(
        member.kind,
        description.intensity or Intensity.NORMAL if is_plain else member.intensity,
        description.distance or Distance.NORMAL if is_placed else member.distance,
        place=situation.place,
        level_db=member.mix_db,
    )
