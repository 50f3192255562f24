"""Makes layers of the places and situations that a prompt names."""

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
    """Return all kinds that may be heard in a situation; none for an empty name."""
    situation = SITUATIONS_BY_NAME.get(situation_name)
    if situation is None:
        return frozenset()
    members = (situation.always, *situation.during.values())
    return frozenset(member.kind for part in members for member in part)


def conditions_of(situation: Situation, told: Collection[Condition]) -> tuple[Condition, ...]:
    """Return the conditions that hold in a situation, those that the prompt tells first."""
    types = {type(condition) for condition in told}
    return (*told, *(usual for usual in situation.usual if type(usual) not in types))


def scene_layers(
    situation: Situation,
    said: Description,
    told: Collection[Condition],
    left_out: Collection[str] = (),
) -> Iterator[Layer]:
    """Yield what is heard in a situation.

    Args:
        situation: The place or situation.
        said: What the prompt says of all of it; an intensity or a distance goes for the members
            that have none of their own.
        told: Time of day, season and era, as far as the prompt tells them.
        left_out: Kinds that are not to be heard.
    """
    conditions = conditions_of(situation, told)
    silent = {kind for c in conditions for kind in NOT_HEARD_DURING.get(c, ())} | set(left_out)
    members = [*situation.always]
    for condition in conditions:
        members += situation.during.get(condition, ())
    heard = {member.kind: member for member in reversed(members) if member.kind not in silent}
    for member in reversed(heard.values()):
        yield _layer(member, situation, said)


def _layer(member: Member, situation: Situation, said: Description) -> Layer:
    is_plain = member.intensity is Intensity.NORMAL
    is_placed = member.distance is Distance.NORMAL
    return Layer(
        member.kind,
        said.intensity or Intensity.NORMAL if is_plain else member.intensity,
        said.distance or Distance.NORMAL if is_placed else member.distance,
        place=situation.place,
        level_db=member.mix_db,
    )
