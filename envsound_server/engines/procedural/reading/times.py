"""Start and end of each sound: first, then, suddenly, after five seconds, at the end.

The clauses of a prompt form stages, one for each "then". The stages divide the sound evenly. A bed
continues from its stage to the end, unless the prompt limits it to "at first". Events end with
their stage. A sound that changes into another (小雨转大雨) fades while the other begins.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from envsound_server.engines.procedural.kind import Group
from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.layers import END, START, Moment
from envsound_server.engines.procedural.reading.clauses import Clause, Mention
from envsound_server.engines.procedural.reading.leaving_out import ends_later
from envsound_server.engines.procedural.reading.meaning import Role

_OVERLAP = 0.05
_LAST_STAGE = 0.7
"""Start of "at the end" after a single stage, as a part of the whole sound."""

_STEPS = frozenset({Role.THEN, Role.LAST, Role.CHANGE})


@dataclass(frozen=True, slots=True)
class Span:
    """The time of a sound.

    Attributes:
        start: Its start.
        end: Its end.
        is_sudden: Whether it begins without a fade.
    """

    start: Moment = START
    end: Moment = END
    is_sudden: bool = False


ALL_THE_TIME = Span()


@dataclass(slots=True)
class _Stage:
    """A period that some clauses share.

    Attributes:
        clauses: Numbers of the clauses.
        opener: Role of the word that begins it.
        is_first: Whether the prompt names it as the first of several.
        start_seconds: Its start, if the prompt states it, s.
    """

    clauses: list[int] = field(default_factory=list)
    opener: Role | None = None
    is_first: bool = False
    start_seconds: float | None = None


def spans_of(clauses: Sequence[Clause]) -> Mapping[Mention, Span]:
    """Return the time of each mention. The default is the whole sound."""
    stages = _stages(clauses)
    starts = _starts(stages)
    spans: dict[Mention, Span] = {}
    for number, stage in enumerate(stages):
        end = starts[number + 1] if number + 1 < len(stages) else END
        following = stages[number + 1] if number + 1 < len(stages) else None
        for index in stage.clauses:
            is_changed = _is_changed(index, following)
            for mention in clauses[index].mentions:
                until = following if is_changed else None
                spans[mention] = _span(mention, clauses[index], stage, starts[number], end, until)
    _end_what_stops(clauses, stages, starts, spans)
    return spans


def _is_changed(index: int, following: _Stage | None) -> bool:
    """Return whether the next stage affects a clause: a change replaces the sound before it."""
    if following is None:
        return False
    return following.opener is not Role.CHANGE or following.clauses[0] == index + 1


def _stages(clauses: Sequence[Clause]) -> list[_Stage]:
    """Return the stages of the clauses."""
    stages = [_Stage()]
    is_begun = False
    _carry_times(clauses)
    for number, clause in enumerate(clauses):
        seconds = next((t.meaning.seconds for t in clause.times if t.role is Role.AFTER), None)
        opener = _step(clause) if is_begun else None
        if seconds is not None:
            stages.append(_Stage(opener=Role.AFTER, start_seconds=seconds))
        elif opener is not None:
            stages.append(_Stage(opener=opener))
        is_aside = stages[-1].opener is Role.CHANGE and clause.opener is Role.PAUSE
        stages[0 if is_aside and not clause.times else -1].clauses.append(number)
        is_begun = is_begun or bool(clause.items)
        stages[-1].is_first |= any(token.role is Role.FIRST for token in clause.times)
    return [stage for stage in stages if stage.clauses]


def _carry_times(clauses: Sequence[Clause]) -> None:
    """Move isolated words of time to the next clause: "suddenly, glass breaks"."""
    for clause, following in pairwise(clauses):
        if not (clause.items or clause.loose):
            following.times = [*clause.times, *following.times]
            clause.times = []


def _step(clause: Clause) -> Role | None:
    """Return the role of the word with which a clause begins a new stage, or None."""
    roles = {clause.opener, *(token.role for token in clause.times)}
    if Role.SUDDENLY in roles and clause.items and Role.MEANWHILE not in roles:
        return Role.SUDDENLY
    return next((role for role in _STEPS if role in roles), None)


def _starts(stages: Sequence[_Stage]) -> list[Moment]:
    """Return the start of each stage."""
    starts: list[Moment] = []
    for number, stage in enumerate(stages):
        if stage.start_seconds is not None:
            before = starts[-1] if stage.opener is Role.AFTER and number > 1 else START
            starts.append(Moment(before.fraction, before.seconds + stage.start_seconds))
        elif stage.opener is Role.LAST and len(stages) == 2:
            starts.append(Moment(_LAST_STAGE))
        else:
            starts.append(Moment(round(number / len(stages), 3)))
    return starts


def _span(
    mention: Mention,
    clause: Clause,
    stage: _Stage,
    start: Moment,
    stage_end: Moment,
    following: _Stage | None,
) -> Span:
    if not clause.times and following is None and start == START and not stage.is_first:
        return ALL_THE_TIME
    roles = {token.role for token in clause.times}
    is_sudden = Role.SUDDENLY in roles
    lasting = next((t.meaning.seconds for t in clause.times if t.role is Role.LASTING), None)
    if lasting is not None:
        return Span(start, Moment(start.fraction, start.seconds + lasting), is_sudden)
    changes = following is not None and following.opener is Role.CHANGE
    if following is None:
        end = Moment(0.5) if stage.is_first and start == START else END
    elif changes:
        end = Moment(min(stage_end.fraction + 2 * _OVERLAP, 1.0), stage_end.seconds)
    elif stage.is_first or _is_event(mention):
        end = stage_end
    else:
        end = END
    return Span(start, end, is_sudden)


def _is_event(mention: Mention) -> bool:
    sounds = mention.token.meaning.sounds
    return bool(sounds) and all(KINDS[sound].group is Group.EVENT for sound in sounds)


def _end_what_stops(
    clauses: Sequence[Clause],
    stages: Sequence[_Stage],
    starts: Sequence[Moment],
    spans: dict[Mention, Span],
) -> None:
    """End a sound at the time of its stated end: "the rain stops", "then it stops"."""
    for number, stage in enumerate(stages):
        for index in stage.clauses:
            for token in clauses[index].tokens:
                is_end = token.role is Role.ABSENT and ends_later(clauses[index])
                if not (is_end or token.role is Role.ENDING):
                    continue
                before = [m for m in spans if m.token.place < token.place]
                if not before:
                    continue
                subject = max(before, key=lambda mention: mention.token.place)
                span = spans[subject]
                is_later = starts[number] > span.start
                end = starts[number] if is_later else Moment((span.start.fraction + 1) / 2)
                spans[subject] = Span(span.start, end, span.is_sudden)


def settle_contradictions(clauses: Sequence[Clause], spans: dict[Mention, Span]) -> None:
    """Resolve sounds both named and negated: "a street with no traffic", "rain, then no rain".

    A negation in the same stage removes the sound. A later one ends it then.
    """
    mentions = [mention for clause in clauses for mention in clause.mentions]
    for unwanted in (mention for mention in mentions if mention.is_left_out):
        for mention in mentions:
            if mention.is_left_out or _named(mention) != _named(unwanted) or not _named(mention):
                continue
            span, start = spans[mention], spans[unwanted].start
            if start > span.start:
                spans[mention] = Span(span.start, start, span.is_sudden)
            else:
                mention.is_left_out = mention.token.text != unwanted.token.text


def _named(mention: Mention) -> tuple[str, ...]:
    return mention.token.meaning.sounds
