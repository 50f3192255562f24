"""Negation: sounds to leave out, sounds that have ended, and sounds that are weaker.

A negation applies to the sound that follows. It extends over "or" and 、, and over "and" before a
sound: "without thunder or wind", "without thunder and wind", but "no thunder and heavy rain".
After "without" it extends over a list with commas to its last "and". It ends at a preposition, a
new article, and in Chinese at the 的 before another noun: 没有风的海边 is a beach.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from envsound_server.engines.procedural.layers import Distance, Intensity, Pace
from envsound_server.engines.procedural.reading.clauses import Clause, Mention
from envsound_server.engines.procedural.reading.meaning import Description, Meaning, Role
from envsound_server.engines.procedural.reading.tokens import Token

_NAMES = (Role.SOUND, Role.SCENE)
_NEGATIONS = (Role.NEGATION, Role.LIST_NEGATION)
_AND = frozenset({"and", "as well as", "和", "与", "及", "以及", "跟"})
_ENDS_SCOPE = frozenset({
    Role.STOP, Role.ONLY, Role.CONTRAST, Role.CHANGE, Role.THEN, Role.BESIDES, Role.NOTHING,
})  # fmt: skip
_ENDS_USED_SCOPE = frozenset({
    Role.PREPOSITION, Role.DETERMINER, Role.COPULA, Role.ABSENT, Role.SUDDENLY, Role.LAST,
})  # fmt: skip
_SKIPPED = frozenset({Role.DEGREE, Role.ADJECTIVE, Role.DETERMINER, Role.FILLER, Role.COPULA})
_NOT_SO: Mapping[Intensity, Intensity] = {
    Intensity.HEAVY: Intensity.LIGHT,
    Intensity.LIGHT: Intensity.HEAVY,
    Intensity.NORMAL: Intensity.NORMAL,
}
_PLURALS = ("have ", "had ", "are ", "were ", "removed", "excluded", "omitted", "left out", "muted")


def graded(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with "not heavy" and "not too heavy" as light, 不小 as heavy."""
    changed = list(tokens)
    for index, token in enumerate(tokens):
        if token.role is not Role.UNDOING:
            continue
        for place in range(index + 1, min(index + 4, len(tokens))):
            if tokens[place].role is Role.DESCRIPTION:
                changed[place] = _undone(tokens[place])
                break
            if tokens[place].role not in _SKIPPED:
                break
    return changed


def silent_except(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens, with "silence except" as no sound of its own."""
    exceptions = [i for i, token in enumerate(tokens) if token.role is Role.EXCEPT]
    last = exceptions[-1] if exceptions else 0
    return [
        token.with_meaning(Meaning(Role.NOTHING))
        if i < last and token.meaning.sounds == ("room tone",)
        else token
        for i, token in enumerate(tokens)
    ]


def _undone(token: Token) -> Token:
    description = token.meaning.description
    undone = Description(
        intensity=description.intensity and _NOT_SO[description.intensity],
        distance=description.distance and Distance.NORMAL,
        pace=description.pace and Pace.NORMAL,
    )
    return token.with_meaning(replace(token.meaning, description=undone))


def mark_left_out(tokens: Sequence[Token], clauses: Sequence[Clause]) -> None:
    """Set `is_left_out` of every mention that the prompt asks to leave out."""
    _Scope(tokens, clauses).walk()
    for number, clause in enumerate(clauses):
        for token in clause.tokens:
            if token.role is Role.ABSENT and not ends_later(clause):
                for mention in _ended(token, number, clauses):
                    mention.is_left_out = True


def ends_later(clause: Clause) -> bool:
    """Return whether a clause states the later end of a sound: "then it has stopped"."""
    is_later = clause.opener is Role.THEN or any(token.role is Role.LAST for token in clause.times)
    return is_later and not clause.mentions


class _Scope:
    """The scope of a negation during a pass over the tokens."""

    def __init__(self, tokens: Sequence[Token], clauses: Sequence[Clause]) -> None:
        self._tokens = tokens
        self._mentions: dict[int, Mention] = {
            mention.token.place: mention for clause in clauses for mention in clause.mentions
        }
        self._negation: Role | None = None
        self._is_used = False

    def walk(self) -> None:
        """Mark the mentions within the scope of a negation."""
        for index, token in enumerate(self._tokens):
            mention = self._mentions.get(token.place)
            if mention is not None:
                mention.is_left_out = mention.token.meaning.is_excluded or bool(self._negation)
                self._is_used = self._is_used or bool(self._negation)
            else:
                self._meet(index, token)

    def _meet(self, index: int, token: Token) -> None:
        role = token.role
        if role in _NEGATIONS or (role is Role.UNDOING and self._names_next(index)):
            self._open(Role.LIST_NEGATION if role is Role.LIST_NEGATION else Role.NEGATION)
        elif role is Role.EXCEPT:
            is_only = self._is_only(index)
            self._open(None if is_only else Role.LIST_NEGATION)
        elif (
            role in _ENDS_SCOPE
            or (self._is_used and role in _ENDS_USED_SCOPE)
            or (role is Role.PAUSE and self._negation and not self._goes_on_over_comma(index))
            or (role is Role.JOIN and self._is_used and not self._goes_on_over_and(index))
            or (role is Role.RELATIVE and self._is_used and self._names_next(index))
        ):
            self._open(None)

    def _open(self, negation: Role | None) -> None:
        self._negation, self._is_used = negation, False

    def _names_next(self, index: int) -> bool:
        """Return whether a sound comes next, without a preposition or conjunction in between."""
        for token in self._tokens[index + 1 :]:
            if token.role in _NAMES:
                return True
            if token.role not in _SKIPPED:
                return False
        return False

    def _goes_on_over_and(self, index: int) -> bool:
        follower = self._tokens[index + 1 : index + 2]
        return self._tokens[index].text in _AND and bool(follower) and follower[0].role in _NAMES

    def _goes_on_over_comma(self, index: int) -> bool:
        """Return whether the comma stands in a list that ends with "or", after "without" "and"."""
        roles = [token.role for token in self._rest_of_list(index)]
        ends = {Role.OR} if self._negation is Role.NEGATION else {Role.OR, Role.JOIN}
        goes_on = bool(roles) and roles[0] in (*_NAMES, Role.OR, Role.JOIN)
        return self._is_used and goes_on and bool(ends & set(roles))

    def _rest_of_list(self, index: int) -> Iterator[Token]:
        """Yield the bare names, commas and joints that follow a comma."""
        for token in self._tokens[index + 1 :]:
            if (
                token.role in _NAMES
                or token.role in (Role.PAUSE, Role.OR)
                or (token.role is Role.JOIN and token.text in _AND)
            ):
                yield token
            else:
                return

    def _is_only(self, index: int) -> bool:
        """Return whether the sounds after "except" are the only ones."""
        if self._negation and not self._is_used:
            return True
        return any(t.role in (Role.NOTHING, Role.BESIDES) for t in self._sentence(index))

    def _sentence(self, index: int) -> Iterator[Token]:
        """Yield the tokens of the sentence in which a token stands."""
        starts = [i for i, t in enumerate(self._tokens[:index]) if t.role is Role.STOP]
        for token in self._tokens[(starts[-1] + 1 if starts else 0) :]:
            if token.role is Role.STOP:
                return
            yield token


def _ended(token: Token, number: int, clauses: Sequence[Clause]) -> Iterator[Mention]:
    """Yield the subjects of a phrase such as "has stopped": the sounds before it."""
    before = [m for m in clauses[number].mentions if m.token.place < token.place]
    earlier = [m for clause in clauses[:number] for m in clause.mentions]
    if not before:
        yield from earlier[-1:]
        return
    yield before[-1]
    opener = clauses[number].opener
    is_joined = opener is Role.JOIN and token.text.startswith(_PLURALS)
    if is_joined and len(before) == 1 and number and len(clauses[number - 1].items) == 1:
        yield from clauses[number - 1].mentions


def left_out_kinds(meaning: Meaning) -> tuple[str, ...]:
    """Return the kinds to leave out together with a phrase."""
    return meaning.left_out or meaning.sounds
