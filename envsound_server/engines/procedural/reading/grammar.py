"""Division of a prompt into clauses, in the order of time, each with its nouns."""

from collections.abc import Iterator, Sequence

from envsound_server.engines.procedural.reading.clauses import Clause
from envsound_server.engines.procedural.reading.meaning import Role
from envsound_server.engines.procedural.reading.naming import (
    NAMES,
    with_literal_names,
    with_subject,
)
from envsound_server.engines.procedural.reading.nouns import NounFinder
from envsound_server.engines.procedural.reading.tokens import Token

_PAUSES = frozenset({Role.PAUSE, Role.STOP})
_OPENERS = _PAUSES | {Role.LIST, Role.JOIN, Role.CONTRAST, Role.OR, Role.CHANGE, Role.THEN}
_TIMES = frozenset({
    Role.FIRST, Role.THEN, Role.SUDDENLY, Role.MEANWHILE, Role.LAST, Role.AFTER, Role.LASTING,
    Role.BEFORE,
})  # fmt: skip
_SPLITTING_TIMES = frozenset({Role.SUDDENLY, Role.LAST, Role.AFTER, Role.MEANWHILE})
_CHANGED = NAMES | {Role.DESCRIPTION, Role.DEGREE, Role.DETERMINER}


def clauses_of(tokens: Sequence[Token]) -> list[Clause]:
    """Return the clauses of a prompt, each with its nouns and their descriptions."""
    clauses = _ordered(list(_parted(tokens)))
    before: list[Token] = []
    for clause in clauses:
        named = clause.tokens
        clause.tokens = with_subject(with_literal_names(clause.tokens), before)
        NounFinder(clause).find()
        before = named or before
    return clauses


def _parted(tokens: Sequence[Token]) -> Iterator[Clause]:
    """Yield the clauses, divided at pauses, joints and changes, and before words of time."""
    clause = Clause(Role.PAUSE, 0, 0)
    for place, token in enumerate(tokens):
        opens = token.role in _OPENERS and _opens(clause, tokens, place)
        if opens or _splits(clause, tokens, place) or _is_before(clause, token):
            yield clause
            sentence = clause.sentence + (token.role is Role.STOP)
            segment = clause.segment + (token.role in _PAUSES)
            opener = Role.THEN if _is_before(clause, token) else token.role
            clause = Clause(opener, sentence, segment)
            if token.role in _SPLITTING_TIMES:
                clause.times.append(token)
        elif token.role is Role.BEFORE and not token.text.isascii():
            # Chinese: words before 之前 come later in time.
            clause.times.append(token)
            yield clause
            clause = Clause(Role.PAUSE, clause.sentence, clause.segment)
        elif token.role in _TIMES:
            clause.times.append(token)
        elif token.role not in _OPENERS:
            clause.tokens.append(token)
    yield clause


def _is_before(clause: Clause, token: Token) -> bool:
    """Return whether "before" follows a sound, so that the rest comes later in time."""
    is_english = token.role is Role.BEFORE and token.text.isascii()
    return is_english and any(known.role in NAMES for known in clause.tokens)


def _ordered(clauses: list[Clause]) -> list[Clause]:
    """Return the clauses in the order of time: "before the thunder, wind" begins with wind."""
    ordered = list(clauses)
    for number in range(len(ordered) - 1):
        clause, following = ordered[number : number + 2]
        is_named = any(token.role in NAMES for token in clause.tokens)
        if is_named and any(token.role is Role.BEFORE for token in clause.times):
            clause.times = [token for token in clause.times if token.role is not Role.BEFORE]
            following.opener, clause.opener = clause.opener, Role.THEN
            ordered[number : number + 2] = [following, clause]
    return ordered


def _opens(clause: Clause, tokens: Sequence[Token], place: int) -> bool:
    """Return whether a joint begins a clause, unlike "then" after a subject: 火车再缓缓开动."""
    if tokens[place].role is not Role.THEN:
        return _is_change(tokens, place)
    has_subject = any(token.role in NAMES for token in clause.tokens)
    rest = tokens[place + 1 :]
    is_last = not rest or rest[0].role in _OPENERS
    return not has_subject or is_last or _names_one(rest)


def _names_one(tokens: Sequence[Token]) -> bool:
    """Return whether a sound comes before the next joint."""
    for token in tokens:
        if token.role in _OPENERS:
            return False
        if token.role in NAMES:
            return True
    return False


def _is_change(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a word of change has an object: 转 may also be "turn"."""
    if tokens[place].role is not Role.CHANGE:
        return True
    follower = tokens[place + 1 : place + 2]
    return bool(follower) and follower[0].role in _CHANGED


def _splits(clause: Clause, tokens: Sequence[Token], place: int) -> bool:
    """Return whether a word of time stands between two different sounds of a clause."""
    if tokens[place].role not in _SPLITTING_TIMES:
        return False
    before = {token.meaning.sounds for token in clause.tokens if token.role in NAMES}
    for token in tokens[place + 1 :]:
        if token.role in _OPENERS:
            break
        if token.role in NAMES:
            return bool(before) and token.meaning.sounds not in before
    return False
