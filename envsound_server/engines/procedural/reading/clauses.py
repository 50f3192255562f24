"""Clauses of a prompt, and the nouns that they contain."""

from dataclasses import dataclass, field

from envsound_server.engines.procedural.reading.meaning import Role
from envsound_server.engines.procedural.reading.tokens import Token


@dataclass(slots=True, eq=False)
class Mention:
    """A sound, a scene or a group of sounds that a clause names.

    Attributes:
        token: The phrase that names it.
        modifiers: Words that describe it.
        is_left_out: Whether the prompt asks to leave it out.
        is_located: Whether a scene is the place of something ("in a forest").
    """

    token: Token
    modifiers: list[Token] = field(default_factory=list)
    is_left_out: bool = False
    is_located: bool = False


@dataclass(slots=True, eq=False)
class OtherNoun:
    """A noun without a known sound, and the words that describe it.

    Attributes:
        words: Its words.
        modifiers: Words that describe it.
    """

    words: list[Token]
    modifiers: list[Token] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Clause:
    """A part of the prompt between two joints.

    Attributes:
        opener: The joint before it.
        sentence: Number of its sentence, from 0.
        segment: Number of its segment between pauses, from 0.
        tokens: Its words.
        items: Its nouns, in order.
        loose: Descriptions in a clause without a noun.
        times: Its words of time.
    """

    opener: Role
    sentence: int
    segment: int
    tokens: list[Token] = field(default_factory=list)
    items: list[Mention | OtherNoun] = field(default_factory=list)
    loose: list[Token] = field(default_factory=list)
    times: list[Token] = field(default_factory=list)

    @property
    def mentions(self) -> list[Mention]:
        """The sounds and scenes that it names."""
        return [item for item in self.items if isinstance(item, Mention)]
