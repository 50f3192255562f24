"""Requirements of every place and situation under all conditions."""

from collections.abc import Iterator
from itertools import product

import pytest

from envsound_server.engines.procedural.kind import Member
from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.reading.lexicon.conditions import CONDITION_WORDS
from envsound_server.engines.procedural.reading.lexicon.places import (
    NOT_HEARD_DURING,
    SITUATIONS,
)
from envsound_server.engines.procedural.reading.prompt import read_prompt
from envsound_server.engines.procedural.reading.situation import (
    Condition,
    Era,
    Season,
    Situation,
    TimeOfDay,
)

MOST_KINDS = 5
CONDITIONS: tuple[Condition, ...] = (*TimeOfDay, *Season, *Era)
MOMENTS: tuple[tuple[Condition, ...], ...] = tuple(
    tuple(condition for condition in moment if condition is not None)
    for moment in product(TimeOfDay, (None, *Season), Era)
)
"""All times of day, without and with a season, in every era."""

every_situation = pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s.name)


def heard(situation: Situation, moment: tuple[Condition, ...]) -> list[Member]:
    silent = frozenset().union(*(NOT_HEARD_DURING[condition] for condition in moment))
    named = [m for condition in moment for m in situation.during.get(condition, ())]
    return [m for m in (*situation.always, *named) if m.kind not in silent]


def phrases(text: str) -> list[str]:
    return [phrase.strip() for phrase in text.split(",")]


def situation_phrases(situation: Situation) -> Iterator[str]:
    yield situation.name
    yield from phrases(situation.english)
    yield from phrases(situation.chinese)


def test_there_are_enough() -> None:
    assert len(SITUATIONS) >= 110


@every_situation
def test_names_kinds_that_there_are(situation: Situation) -> None:
    for member in (*situation.always, *(m for part in situation.during.values() for m in part)):
        assert member.kind in KINDS


@every_situation
def test_is_never_silent_nor_crowded(situation: Situation) -> None:
    for moment in MOMENTS:
        kinds = [member.kind for member in heard(situation, moment)]
        assert 1 <= len(kinds) <= MOST_KINDS, (moment, kinds)
        assert len(kinds) == len(set(kinds)), (moment, kinds)


@every_situation
def test_holds_no_modern_kind_in_a_historical_era(situation: Situation) -> None:
    modern = NOT_HEARD_DURING[Era.HISTORICAL]
    for moment in MOMENTS:
        if Era.HISTORICAL in moment:
            for member in heard(situation, moment):
                parts = {member.kind, *(m.kind for m in KINDS[member.kind].members)}
                assert not parts & modern, (moment, member)


@every_situation
def test_has_no_inaudible_member(situation: Situation) -> None:
    audible = {id(member) for moment in MOMENTS for member in heard(situation, moment)}
    for condition, members in situation.during.items():
        assert members, condition
        assert all(id(member) in audible for member in members), condition
        assert not NOT_HEARD_DURING[condition] & {m.kind for m in members}, condition


@every_situation
def test_is_usual_at_one_time_in_one_era(situation: Situation) -> None:
    types = [type(condition) for condition in situation.usual]
    assert types.count(TimeOfDay) == types.count(Era) == 1
    assert types.count(Season) <= 1


@every_situation
def test_levels_leave_its_parts_natural(situation: Situation) -> None:
    for member in (*situation.always, *(m for part in situation.during.values() for m in part)):
        assert -10.0 <= member.mix_db <= 3.0, member


def test_names_and_phrases_are_unique() -> None:
    owners: dict[str, str] = {}
    for situation in SITUATIONS:
        for phrase in situation_phrases(situation):
            assert phrase, situation.name
            assert phrase == phrase.lower()
            plain = phrase.replace("-", " ")
            assert plain not in owners, (plain, situation.name, owners[plain])
            owners[plain] = situation.name
    for _, text in CONDITION_WORDS:
        assert not owners.keys() & set(phrases(text))


@every_situation
def test_every_phrase_is_understood(situation: Situation) -> None:
    for phrase in situation_phrases(situation):
        scene = read_prompt(phrase)
        assert scene.layers, phrase
        assert scene.unknown == (), phrase


def test_each_language_has_its_own_phrases() -> None:
    for situation in SITUATIONS:
        assert all(phrase.isascii() for phrase in phrases(situation.english)), situation.name
        assert not any(phrase.isascii() for phrase in phrases(situation.chinese)), situation.name


def test_conditions_are_complete() -> None:
    assert set(NOT_HEARD_DURING) == set(CONDITIONS)
    assert {condition for condition, _ in CONDITION_WORDS} == set(CONDITIONS)
    assert all(NOT_HEARD_DURING[condition] <= set(KINDS) for condition in CONDITIONS)
