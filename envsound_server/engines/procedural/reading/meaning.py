"""The meanings of the phrases of a prompt."""

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
    """The function of a phrase in a prompt, as an integer for fast hashing."""

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
    # Words that divide clauses.
    PAUSE = auto()
    STOP = auto()
    LIST = auto()
    JOIN = auto()
    CONTRAST = auto()
    OR = auto()
    CHANGE = auto()
    # Words of negation.
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
    """The description of a sound, with None for all that is open.

    Attributes:
        intensity: Its strength.
        distance: Its distance.
        pace: The rate of its events.
        surface: The surface that it falls on.
        place: The place in which it sounds.
        motion: Its motion.
        count: The number of its events.
        every_seconds: Time from one event to the next, s.
        swell: The course of its level.
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
        """Return the merged description, in which this one takes precedence."""
        if other is NO_DESCRIPTION or self is NO_DESCRIPTION:
            return self if other is NO_DESCRIPTION else other
        values = ((getattr(self, name), getattr(other, name)) for name in _DESCRIPTION_FIELDS)
        return Description(*(theirs if mine is None else mine for mine, theirs in values))


NO_DESCRIPTION = Description()
_DESCRIPTION_FIELDS = tuple(field.name for field in fields(Description))


@dataclass(frozen=True, slots=True)
class Meaning:
    """The meaning of a phrase.

    Attributes:
        role: Its function.
        sounds: Names of the kinds that it names.
        left_out: Names of the kinds to leave out with it, or empty for `sounds`.
        description: Its description of a sound.
        situation: Name of the situation that it names.
        conditions: Times of day, seasons and eras that it names.
        seconds: Length of time that it names, s.
        number: A number that is not bound yet.
        is_counted: Whether a number before it counts it: three knocks, but not three dogs.
        follows: Whether it describes the sound before it ("in the distance").
        is_excluded: Whether the phrase itself excludes its sounds ("windless").
    """

    role: Role
    sounds: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    description: Description = NO_DESCRIPTION
    situation: str = ""
    conditions: tuple[Condition, ...] = ()
    seconds: float = 0.0
    number: int = 0
    is_counted: bool = False
    follows: bool = False
    is_excluded: bool = False
