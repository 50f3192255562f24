"""What a phrase of a prompt can mean."""

from dataclasses import dataclass, fields
from enum import IntEnum, auto

from envsound_server.engines.procedural.layers import (
    Distance,
    Intensity,
    Motion,
    Pace,
    Place,
    Surface,
    Swell,
)
from envsound_server.engines.procedural.reading.situation import Condition


class Role(IntEnum):
    """What a phrase does in a prompt; of integers, for they hash fastest."""

    # Words with content.
    SOUND = auto()
    SCENE = auto()
    CONDITION = auto()
    DESCRIPTION = auto()
    NUMBER = auto()
    NOUN = auto()
    VERB = auto()
    ADJECTIVE = auto()
    UNKNOWN = auto()
    # Words that bind others.
    FILLER = auto()
    DETERMINER = auto()
    PREPOSITION = auto()
    COPULA = auto()
    DEGREE = auto()
    LOCATIVE = auto()
    RELATIVE = auto()
    SIMILE = auto()
    # Words that part clauses.
    PAUSE = auto()
    STOP = auto()
    LIST = auto()
    JOIN = auto()
    CONTRAST = auto()
    OR = auto()
    CHANGE = auto()
    # Words that leave out.
    NEGATION = auto()
    LIST_NEGATION = auto()
    UNDOING = auto()
    EXCEPT = auto()
    ONLY = auto()
    BESIDES = auto()
    NOTHING = auto()
    ABSENT = auto()
    # Words that order in time.
    FIRST = auto()
    THEN = auto()
    SUDDENLY = auto()
    MEANWHILE = auto()
    LAST = auto()
    AFTER = auto()
    BEFORE = auto()
    LASTING = auto()
    ENDING = auto()


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of a sound; None where nothing is said.

    Attributes:
        intensity: How strong it is.
        distance: How far away it is.
        pace: How fast it is.
        surface: What it falls on.
        place: Where it is heard.
        motion: How it moves.
        count: How many events there are.
        every_seconds: Time from one event to the next, s.
        swell: How its level goes.
    """

    intensity: Intensity | None = None
    distance: Distance | None = None
    pace: Pace | None = None
    surface: Surface | None = None
    place: Place | None = None
    motion: Motion | None = None
    count: int | None = None
    every_seconds: float | None = None
    swell: Swell | None = None

    def over(self, other: "Description") -> "Description":
        """Return both; where both say something, this one counts."""
        if other is NOTHING_SAID or self is NOTHING_SAID:
            return self if other is NOTHING_SAID else other
        values = ((getattr(self, name), getattr(other, name)) for name in _SAYINGS)
        return Description(*(theirs if mine is None else mine for mine, theirs in values))


NOTHING_SAID = Description()
_SAYINGS = tuple(field.name for field in fields(Description))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase means.

    Attributes:
        role: What it does.
        sounds: Names of the kinds that it names.
        left_out: Names of the kinds that go when it is left out; empty for `sounds`.
        said: What it says of a sound.
        situation: Name of the situation that it names.
        conditions: Times of day, seasons and eras that it names.
        seconds: Length of time that it names, s.
        number: A number that is not bound to anything yet.
        is_counted: Whether a number before it counts it: three knocks, but not three dogs.
        follows: Whether it speaks of the sound before it ("in the distance").
        is_excluded: Whether the phrase itself leaves its sounds out ("windless").
    """

    role: Role
    sounds: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    said: Description = NOTHING_SAID
    situation: str = ""
    conditions: tuple[Condition, ...] = ()
    seconds: float = 0.0
    number: int = 0
    is_counted: bool = False
    follows: bool = False
    is_excluded: bool = False
