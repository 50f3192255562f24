"""Binding of descriptions to sounds: by their own words, by their neighbours, by their place."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.layers import Motion, Place
from envsound_server.engines.procedural.reading.clauses import Clause, Mention, OtherNoun
from envsound_server.engines.procedural.reading.meaning import Description, Role
from envsound_server.engines.procedural.reading.tokens import Token

_BEHIND_WALLS = frozenset({Place.OUTSIDE_WINDOW, Place.THROUGH_WALL})
_INDOORS = frozenset({Place.ROOM, Place.CORRIDOR, Place.HALL, Place.CHURCH, Place.CAVE})
_OUTDOORS = frozenset({"rain", "thunder", "wind", "howling wind", "blizzard", "wind in the trees"})
_PREDICATES = frozenset({Role.COPULA, Role.DEGREE})
_JOINED = frozenset({Role.JOIN, Role.LIST})


def bind(clauses: Sequence[Clause]) -> list[Token]:
    """Bind loose descriptions, surfaces and places to their sounds, and return the unused ones."""
    unused = [*_bind_loose(clauses), *_move_surfaces(clauses)]
    _share_places(clauses)
    return unused


def description_of(mention: Mention) -> Description:
    """Return the merged descriptions of a mention, in which later words take precedence."""
    is_sound = mention.token.role is Role.SOUND
    description = mention.token.meaning.description if is_sound else Description()
    for token in mention.modifiers:
        if token.role is Role.NUMBER:
            number = Description(count=_count(mention, token))
            description = number.over(description)
        else:
            description = _without_passing(token.meaning.description, description).over(description)
    return description


def _without_passing(new: Description, description: Description) -> Description:
    """Return a description without "passing by" if the direction is already known."""
    is_known = description.motion in (Motion.LEFT_TO_RIGHT, Motion.RIGHT_TO_LEFT)
    return replace(new, motion=None) if is_known and new.motion is Motion.PASSING else new


def _count(mention: Mention, number: Token) -> int | None:
    """Return the number of its events: three knocks, 三声枪响, but not three dogs."""
    is_measured = not number.text.isascii()
    counts = mention.token.meaning.is_counted or is_measured
    return number.meaning.number or None if counts else None


def _bind_loose(clauses: Sequence[Clause]) -> Iterator[Token]:
    """Bind the descriptions of clauses without a noun to a neighbour, and yield the others.

    They refer back after a pause ("rain, heavy"), else forward ("soft, gentle rain"). They never
    contradict a description that is already there.
    """
    goes_back = False
    for number, clause in enumerate(clauses):
        if clause.items:
            goes_back = False
            continue
        is_answer = clause.opener is Role.PAUSE and not _describes_next(clauses, number)
        goes_back = goes_back or is_answer
        if not clause.loose:
            continue
        before = [item for other in clauses[:number] for item in other.items][::-1]
        after = [item for other in clauses[number + 1 :] for item in other.items]
        if any(token.role in _PREDICATES for token in clause.tokens):
            # "It is quiet", 很安静: this does not refer to later sounds.
            after = []
        owners = [*before[:1], *after[:1]] if goes_back else [*after[:1], *before[:1]]
        for token in clause.loose:
            if owners:
                owners[0].modifiers.insert(0, token)
            elif token.role is not Role.NUMBER:
                yield token


def _describes_next(clauses: Sequence[Clause], number: int) -> bool:
    """Return whether the next clause begins with another description of its noun."""
    if number + 1 >= len(clauses) or not clauses[number + 1].tokens:
        return False
    following = clauses[number + 1]
    return bool(following.items) and following.tokens[0].role is Role.DESCRIPTION


def _suits(token: Token, mention: Mention) -> bool:
    description = token.meaning.description
    if description.surface is None or description.place is not None:
        return True
    return any(
        description.surface in KINDS[sound].surfaces for sound in mention.token.meaning.sounds
    )


def _move_surfaces(clauses: Sequence[Clause]) -> Iterator[Token]:
    """Move surfaces to a sound of the sentence that has a kind for them, and yield the others."""
    for clause in clauses:
        for mention in clause.mentions:
            for token in [t for t in mention.modifiers if not _suits(t, mention)]:
                mention.modifiers.remove(token)
                owner = _fitting(token, clause, clauses)
                if owner is not None:
                    owner.modifiers.append(token)
                else:
                    yield token


def _fitting(token: Token, clause: Clause, clauses: Sequence[Clause]) -> Mention | None:
    """Return the sound of the clause, else of the joined clauses, that fits a surface."""
    if token.meaning.description.surface is None:
        return None
    near = [m for m in clause.mentions if _suits(token, m)]
    segment = [m for c in clauses if c.segment == clause.segment for m in c.mentions]
    found = near or [m for m in segment if _suits(token, m)]
    return found[-1] if found else None


def _share_places(clauses: Sequence[Clause]) -> None:
    """Apply a place to the sounds that are joined before it, or else to those after it."""
    for number, clause in enumerate(clauses):
        places = list(_places(clause))
        for token, owner in places:
            joined = [m for m in _joined_before(clauses, number) if m.token.place < token.place]
            after = [m for c in clauses[number:] if c.sentence == clause.sentence
                     for m in c.mentions if m.token.place > token.place]  # fmt: skip
            is_wall = token.meaning.description.place in _BEHIND_WALLS
            targets = joined or (after[:1] if is_wall else after)
            for mention in targets[-1:] if is_wall and joined else targets:
                if mention is not owner and _takes_place(mention, token):
                    mention.modifiers.insert(0, token)


def _places(clause: Clause) -> Iterator[tuple[Token, Mention]]:
    """Yield the words that name a place, each with its mention."""
    for mention in clause.mentions:
        if mention.is_located and not mention.is_left_out:
            yield mention.token, mention
        for token in mention.modifiers:
            if token.meaning.description.place is not None and token.role is Role.DESCRIPTION:
                yield token, mention


def _joined_before(clauses: Sequence[Clause], number: int) -> list[Mention]:
    """Return the mentions of a clause and of those joined to it by "and" before it."""
    first = number
    while first and clauses[first].opener in _JOINED:
        first -= 1
    return [mention for clause in clauses[first : number + 1] for mention in clause.mentions]


def _takes_place(mention: Mention, token: Token) -> bool:
    if mention.token.role is not Role.SOUND or mention.is_left_out:
        return False
    if any(other.meaning.description.place is not None for other in mention.modifiers):
        return False
    description = token.meaning.description
    is_outdoors = bool(_OUTDOORS & set(mention.token.meaning.sounds))
    return not (is_outdoors and description.place in _INDOORS)


def described(noun: OtherNoun) -> str:
    """Return an unknown noun, with its words in the prompt's order."""
    tokens = sorted([*noun.words, *noun.modifiers], key=lambda token: token.place)
    texts = dict.fromkeys(token.text for token in tokens)
    joint = " " if tokens[0].text.isascii() else ""
    return joint.join(texts)
