"""Nouns of a clause, known and unknown, and the assignment of words to them.

A word that describes a sound belongs to a noun: an adjective or number to the noun that follows it
("heavy rain", 三声枪响), a predicate to its subject ("the rain is heavy", 雨很大), an adverb or a
surface to the noun before it ("rain on leaves"), else to the first noun of its clause. Words that
belong to an unknown noun stay with that noun: "little girl laughing, birds".
"""

from envsound_server.engines.procedural.reading.clauses import Clause, Mention, OtherNoun
from envsound_server.engines.procedural.reading.meaning import Role
from envsound_server.engines.procedural.reading.naming import NAMES
from envsound_server.engines.procedural.reading.tokens import Token

_PLACE_ENDINGS = frozenset("下里上中内旁")
_PLACE_BEGINNINGS = ("at ", "on ", "in ", "by ", "under ", "inside ", "aboard ", "out at ")
"""Ends and beginnings of phrases that contain a preposition: 星空下, "at sea"."""
_TRANSPARENT = frozenset(
    {Role.RELATIVE, Role.ADJECTIVE, Role.DESCRIPTION, Role.DEGREE, Role.NUMBER}
)
"""Words that may stand between an adjective and its noun."""


class NounFinder:
    """A parser of one clause, which finds its nouns and the words that belong to them."""

    def __init__(self, clause: Clause) -> None:
        self._clause = clause
        self._waiting: list[Token] = []
        """Adjectives and numbers before a noun."""
        self._front: list[Token] = []
        """Adverbs and places before the first noun."""
        self._unknown: list[Token] = []
        """Unknown words that may form a noun."""
        self._verbs: list[Token] = []
        """Verbs that make no sound."""
        self._has_condition = False
        """True if a time of day or a season may have an adjective: 夜里很安静."""

    def find(self) -> None:
        """Fill the clause's `items` and `loose`."""
        for index, token in enumerate(self._clause.tokens):
            self._take(index, token)
        self._close_unknown()
        self._end()

    def _take(self, index: int, token: Token) -> None:
        role = token.role
        if role in NAMES:
            self._name(index, token)
        elif role is Role.DESCRIPTION or role is Role.NUMBER:
            self._describe(index, token)
        elif role is Role.NOUN:
            self._unknown.append(token)
            if not self._adjoins_noun(index):
                self._close_unknown()
        elif role is Role.UNKNOWN:
            self._unknown.append(token)
        elif role is Role.CONDITION:
            self._has_condition = True
            if not self._is_before_name(index):
                self._waiting.clear()
        elif role not in _TRANSPARENT:
            self._close_unknown()
            if role is Role.VERB:
                self._add_verb(token)

    def _add_verb(self, verb: Token) -> None:
        """Store a verb without a sound, together with an unknown noun before it."""
        self._verbs.append(verb)
        last = self._clause.items[-1] if self._clause.items else None
        if isinstance(last, OtherNoun) and last.words[-1].place == verb.place - 1:
            last.words.append(verb)

    def _adjoins_noun(self, index: int) -> bool:
        follower = self._clause.tokens[index + 1 : index + 2]
        return bool(follower) and follower[0].role in (Role.UNKNOWN, Role.NOUN)

    def _is_before_name(self, index: int) -> bool:
        """Return whether a sound follows, with only its own modifiers in between."""
        for token in self._clause.tokens[index + 1 :]:
            if token.role in NAMES:
                return True
            if token.role not in _TRANSPARENT and token.role is not Role.CONDITION:
                return False
        return False

    def _name(self, index: int, token: Token) -> None:
        if any(unknown.role is Role.NOUN for unknown in self._unknown):
            self._close_unknown()
        for unknown in self._unknown:
            # An unknown adjective: "tropical rain".
            self._clause.items.append(OtherNoun([unknown]))
        self._unknown = []
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
            self._close_unknown()
            # A known sound before an unknown noun: "a dog barks at a soldier in the distance".
            owners = self._clause.mentions or items
            if owners:
                owners[-1].modifiers.append(token)
            else:
                self._front.append(token)
        elif items and not self._unknown and self._is_predicate(index):
            items[-1].modifiers.append(token)
        else:
            if self._unknown and not self._is_before_name(index):
                self._close_unknown()
            self._waiting.append(token)

    def _is_predicate(self, index: int) -> bool:
        """Return whether an adjective is a predicate: "is heavy", 很大, 十二下."""
        before = [token.role for token in self._clause.tokens[:index]][-2:]
        links = {Role.COPULA, Role.DEGREE, Role.UNDOING}
        return bool(links & set(before)) and not self._is_before_name(index)

    def _close_unknown(self) -> None:
        """Complete an unknown noun with the words that wait for a noun."""
        if self._unknown:
            self._clause.items.append(OtherNoun(self._unknown, self._waiting))
            self._unknown, self._waiting = [], []

    def _end(self) -> None:
        """Assign the remaining words to the last noun, or keep them as loose."""
        left = [*self._front, *self._waiting]
        if self._clause.items:
            self._clause.items[-1].modifiers += left
        elif self._verbs:
            self._clause.items.append(OtherNoun(self._verbs, left))
        else:
            self._clause.loose = self._front if self._has_condition else left
