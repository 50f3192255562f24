"""When each sound begins and ends: first, then, suddenly, after five seconds, at the end.

The clauses of a prompt fall into stages, one for each "then". The stages share the sound evenly. A
bed goes on from its stage to the end, unless it was said to be "at first"; events end with their
stage. What changes into something else (小雨转大雨) fades while the other begins.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from envsound_server.engines.procedural.kind import Group
from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.layers import END, START, Moment
from envsound_server.engines.procedural.reading.grammar import Clause, Mention
from envsound_server.engines.procedural.reading.leaving_out import ends_later
from envsound_server.engines.procedural.reading.meaning import Role

_OVERLAP = 0.05
_LAST_STAGE = 0.7
"""Where "at the end" begins if only one stage is before it, as a part of the whole sound."""

_STEPS = frozenset({Role.THEN, Role.LAST, Role.CHANGE})


@dataclass(frozen=True, slots=True)
class Span:
    """Time of a sound.

    Attributes:
        start: When it begins.
        end: When it is over.
        is_sudden: Whether it begins at once.
    """

    start: Moment = START
    end: Moment = END
    is_sudden: bool = False


ALL_THE_TIME = Span()


@dataclass(slots=True)
class _Stage:
    """A stretch of time that some clauses share.

    Attributes:
        clauses: Their numbers.
        opener: What it begins with.
        is_first: Whether it was said to be the first of several.
        start_seconds: When it begins, if the prompt tells, s.
    """

    clauses: list[int] = field(default_factory=list)
    opener: Role | None = None
    is_first: bool = False
    start_seconds: float | None = None


def spans_of(clauses: Sequence[Clause]) -> Mapping[Mention, Span]:
    """Return when each mention sounds; mentions that are not told are heard all the time."""
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
    """Return whether the next stage matters to a clause: a change is of the sound before it."""
    if following is None:
        return False
    return following.opener is not Role.CHANGE or following.clauses[0] == index + 1


def _stages(clauses: Sequence[Clause]) -> list[_Stage]:
    """Part the clauses into stages."""
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
    """Move words of time that stand alone to the clause after them: "suddenly, glass breaks"."""
    for clause, following in pairwise(clauses):
        if not (clause.items or clause.loose):
            following.times = [*clause.times, *following.times]
            clause.times = []


def _step(clause: Clause) -> Role | None:
    """Return the word with which a clause begins a new stage, or None."""
    roles = {clause.opener, *(token.role for token in clause.times)}
    if Role.SUDDENLY in roles and clause.items and Role.MEANWHILE not in roles:
        return Role.SUDDENLY
    return next((role for role in _STEPS if role in roles), None)


def _starts(stages: Sequence[_Stage]) -> list[Moment]:
    """Return when each stage begins."""
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
    """End a sound where the prompt says that it stops: "the rain stops", "then it stops"."""
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
    """Settle what is both named and left out: "a street with no traffic", "rain, then no rain".

    What is left out in the same stage is not heard; what is left out later ends then.
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
