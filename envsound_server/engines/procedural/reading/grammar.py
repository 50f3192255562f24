"""Parts a prompt into clauses, and finds the nouns of each, known and unknown.

A word that tells how something sounds belongs to a noun: an adjective or number to the noun that
follows it ("heavy rain", 三声枪响), a predicate to its subject ("the rain is heavy", 雨很大), an
adverb or a surface to the noun before it ("rain on leaves"), else to the first of its clause. What
belongs to an unknown noun stays with that noun: "little girl laughing, birds".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from envsound_server.engines.procedural.reading.meaning import Role
from envsound_server.engines.procedural.reading.naming import NAMES, heard, with_subject
from envsound_server.engines.procedural.reading.tokens import Token

_PAUSES = frozenset({Role.PAUSE, Role.STOP})
_OPENERS = _PAUSES | {Role.LIST, Role.JOIN, Role.CONTRAST, Role.OR, Role.CHANGE, Role.THEN}
_TIMES = frozenset({
    Role.FIRST, Role.THEN, Role.SUDDENLY, Role.MEANWHILE, Role.LAST, Role.AFTER, Role.LASTING,
    Role.BEFORE,
})  # fmt: skip
_SPLITTING_TIMES = frozenset({Role.SUDDENLY, Role.LAST, Role.AFTER, Role.MEANWHILE})
_CHANGED = NAMES | {Role.DESCRIPTION, Role.DEGREE, Role.DETERMINER}
_PLACE_ENDINGS = frozenset("下里上中内旁")
_PLACE_BEGINNINGS = ("at ", "on ", "in ", "by ", "under ", "inside ", "aboard ", "out at ")
"""Ends and beginnings of phrases that say "in" themselves: 星空下, "at sea"."""
_TRANSPARENT = frozenset(
    {Role.RELATIVE, Role.ADJECTIVE, Role.DESCRIPTION, Role.DEGREE, Role.NUMBER}
)
"""Words that may stand between an adjective and its noun."""


@dataclass(slots=True, eq=False)
class Mention:
    """A sound, a scene or a group of sounds that a clause names.

    Attributes:
        token: The phrase that names it.
        modifiers: What is said of it.
        is_left_out: Whether the prompt does not want it.
        is_located: Whether a scene is told as the place of something ("in a forest").
    """

    token: Token
    modifiers: list[Token] = field(default_factory=list)
    is_left_out: bool = False
    is_located: bool = False


@dataclass(slots=True, eq=False)
class Thing:
    """A noun that makes no sound of ours, with what was said of it.

    Attributes:
        words: Its words.
        modifiers: What is said of it.
    """

    words: list[Token]
    modifiers: list[Token] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Clause:
    """A stretch between two joints.

    Attributes:
        opener: The joint before it.
        sentence: Counts sentences, from 0.
        segment: Counts what pauses part, from 0.
        tokens: Its words.
        items: Its nouns, in order.
        loose: Descriptions in a clause without a noun.
        times: Its words of time.
    """

    opener: Role
    sentence: int
    segment: int
    tokens: list[Token] = field(default_factory=list)
    items: list[Mention | Thing] = field(default_factory=list)
    loose: list[Token] = field(default_factory=list)
    times: list[Token] = field(default_factory=list)

    @property
    def mentions(self) -> list[Mention]:
        """Return what it names of sounds and scenes."""
        return [item for item in self.items if isinstance(item, Mention)]


def clauses_of(tokens: Sequence[Token]) -> list[Clause]:
    """Return the clauses of a prompt, each with its nouns and what belongs to them."""
    clauses = _ordered(list(_parted(tokens)))
    before: list[Token] = []
    for clause in clauses:
        named = clause.tokens
        clause.tokens = with_subject(heard(clause.tokens), before)
        _Nouns(clause).find()
        before = named or before
    return clauses


def _parted(tokens: Sequence[Token]) -> Iterator[Clause]:
    """Part the tokens at pauses, joints and changes, and before words of time."""
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
            # Chinese: what stands before 之前 comes later.
            clause.times.append(token)
            yield clause
            clause = Clause(Role.PAUSE, clause.sentence, clause.segment)
        elif token.role in _TIMES:
            clause.times.append(token)
        elif token.role not in _OPENERS:
            clause.tokens.append(token)
    yield clause


def _is_before(clause: Clause, token: Token) -> bool:
    """Return whether "before" stands after a sound, so that what follows comes later."""
    is_english = token.role is Role.BEFORE and token.text.isascii()
    return is_english and any(known.role in NAMES for known in clause.tokens)


def _ordered(clauses: list[Clause]) -> list[Clause]:
    """Return the clauses in the order of time: "before the thunder, wind" is wind first."""
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
    """Return whether a joint begins a clause; "then" after a subject does not: 火车再缓缓开动."""
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
    """Return whether a word of change has something to change into: 转 may also be "turn"."""
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


class _Nouns:
    """Finds the nouns of one clause and gives them the words that belong to them."""

    def __init__(self, clause: Clause) -> None:
        self._clause = clause
        self._waiting: list[Token] = []
        """Adjectives and numbers before a noun."""
        self._front: list[Token] = []
        """Adverbs and places before the first noun."""
        self._strangers: list[Token] = []
        """Unknown words that may be a noun."""
        self._verbs: list[Token] = []
        """Verbs that make no sound."""
        self._has_condition = False
        """Whether a time of day or a season may own an adjective: 夜里很安静."""

    def find(self) -> None:
        """Fill the clause's `items` and `loose`."""
        for index, token in enumerate(self._clause.tokens):
            self._take(index, token)
        self._close_strangers()
        self._end()

    def _take(self, index: int, token: Token) -> None:
        role = token.role
        if role in NAMES:
            self._name(index, token)
        elif role is Role.DESCRIPTION or role is Role.NUMBER:
            self._describe(index, token)
        elif role is Role.NOUN:
            self._strangers.append(token)
            if not self._adjoins_thing(index):
                self._close_strangers()
        elif role is Role.UNKNOWN:
            self._strangers.append(token)
        elif role is Role.CONDITION:
            self._has_condition = True
            if not self._is_before_name(index):
                self._waiting.clear()
        elif role not in _TRANSPARENT:
            self._close_strangers()
            if role is Role.VERB:
                self._act(token)

    def _act(self, verb: Token) -> None:
        """Keep a verb that makes no sound, with the unknown noun before it if there is one."""
        self._verbs.append(verb)
        last = self._clause.items[-1] if self._clause.items else None
        if isinstance(last, Thing) and last.words[-1].place == verb.place - 1:
            last.words.append(verb)

    def _adjoins_thing(self, index: int) -> bool:
        follower = self._clause.tokens[index + 1 : index + 2]
        return bool(follower) and follower[0].role in (Role.UNKNOWN, Role.NOUN)

    def _is_before_name(self, index: int) -> bool:
        """Return whether only words that bind to it stand between here and a sound."""
        for token in self._clause.tokens[index + 1 :]:
            if token.role in NAMES:
                return True
            if token.role not in _TRANSPARENT and token.role is not Role.CONDITION:
                return False
        return False

    def _name(self, index: int, token: Token) -> None:
        if any(stranger.role is Role.NOUN for stranger in self._strangers):
            self._close_strangers()
        for stranger in self._strangers:
            # An unknown adjective: "tropical rain".
            self._clause.items.append(Thing([stranger]))
        self._strangers = []
        mention = Mention(token, is_located=self._is_located(index))
        mention.modifiers = [*self._front, *self._waiting]
        self._front, self._waiting = [], []
        self._clause.items.append(mention)

    def _is_located(self, index: int) -> bool:
        """Return whether a scene is the place of something: "in a forest", 森林里, 森林的鸟."""
        if self._clause.tokens[index].role is not Role.SCENE:
            return False
        rest = self._clause.tokens[index + 1 :]
        text = self._clause.tokens[index].text
        if text[-1] in _PLACE_ENDINGS or text.startswith(_PLACE_BEGINNINGS):
            return True
        if rest and rest[0].role in (Role.LOCATIVE, Role.RELATIVE):
            return True
        for token in rest:
            if token.role is Role.SOUND:
                return True
            if token.role is Role.PREPOSITION and token.text.isascii():
                break
        skipped = (Role.DETERMINER, Role.DESCRIPTION, Role.ADJECTIVE, Role.CONDITION, Role.UNKNOWN)
        for token in self._clause.tokens[:index][::-1]:
            if token.role not in skipped:
                return token.role is Role.PREPOSITION
        return False

    def _describe(self, index: int, token: Token) -> None:
        items = self._clause.items
        if token.meaning.follows:
            self._close_strangers()
            # A known sound before an unknown noun: "a dog barks at a soldier in the distance".
            owners = self._clause.mentions or items
            if owners:
                owners[-1].modifiers.append(token)
            else:
                self._front.append(token)
        elif items and not self._strangers and self._is_predicate(index):
            items[-1].modifiers.append(token)
        else:
            if self._strangers and not self._is_before_name(index):
                self._close_strangers()
            self._waiting.append(token)

    def _is_predicate(self, index: int) -> bool:
        """Return whether an adjective speaks of its subject: "is heavy", 很大, 十二下."""
        before = [token.role for token in self._clause.tokens[:index]][-2:]
        says = {Role.COPULA, Role.DEGREE, Role.UNDOING}
        return bool(says & set(before)) and not self._is_before_name(index)

    def _close_strangers(self) -> None:
        """End a noun that is not known; what waits for a noun is its own."""
        if self._strangers:
            self._clause.items.append(Thing(self._strangers, self._waiting))
            self._strangers, self._waiting = [], []

    def _end(self) -> None:
        """Give what still waits to the last noun, or keep it as loose."""
        left = [*self._front, *self._waiting]
        if self._clause.items:
            self._clause.items[-1].modifiers += left
        elif self._verbs:
            self._clause.items.append(Thing(self._verbs, left))
        else:
            self._clause.loose = self._front if self._has_condition else left
