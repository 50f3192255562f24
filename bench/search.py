"""An evolution strategy for the constants of a kind of sound, scored by the audio classifier.

An unbounded search finds adversarial sounds: a "church bell" struck three times a second scores
high. The caller gives the ranges that physics and measurement allow, and inspects the spectrogram
of the result.

    def make(values):
        return lambda part: Knocks(part, Panel(values["hertz"], values["noise"]))

    search(
        "knock on a door",
        played("knock on a door", make),
        {"hertz": Range(80, 400, logarithmic=True), "noise": Range(0, 1)},
        seconds=120,
    )
"""

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from unittest.mock import patch

import numpy as np
import numpy.typing as npt

from bench import hearing, listener, texture_statistics
from bench.listener import Verdict
from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural import scene
from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.source import Part, Source

POOL_SIZE = 8
PARENTS = 6
FIRST_TRIES = 60
"""Number of first tries that are drawn from the whole ranges, without a start."""

FRESH_DRAWS = 0.1
"""Share of the later tries that are drawn from the whole ranges too."""

SEEDS = (0, 1, 2, 3, 4)
CHECK_SEEDS = (11, 12)
VERDICT_SEEDS = (21, 22, 23, 24)

_LEAST_STEP, _GREATEST_STEP = 0.02, 0.35
_RIVAL_WEIGHT = 0.5

Values: TypeAlias = Mapping[str, float]
Render: TypeAlias = Callable[[dict[str, float], int], npt.NDArray[np.floating[Any]]]
"""render(values, seed) -> float [channels, frames] or [frames] at 44.1 kHz."""


@dataclass(frozen=True, slots=True)
class Range:
    """The range of a value.

    Attributes:
        low: Minimum.
        high: Maximum.
        logarithmic: True for a logarithmic scale, as for frequencies and times.
    """

    low: float
    high: float
    logarithmic: bool = False

    def __post_init__(self) -> None:
        if not self.low < self.high or (self.logarithmic and self.low <= 0):
            raise ValueError(f"not a range: {self}")

    def at(self, place: float) -> float:
        """Return the value at a place from 0 (low) to 1 (high)."""
        if self.logarithmic:
            return self.low * (self.high / self.low) ** place
        return self.low + (self.high - self.low) * place

    def place(self, value: float) -> float:
        """Return the place of a value from 0 to 1. A value outside is clamped."""
        if self.logarithmic:
            place = math.log(max(value, self.low) / self.low) / math.log(self.high / self.low)
        else:
            place = (value - self.low) / (self.high - self.low)
        return min(max(place, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Judged:
    """The evaluation of some values.

    Attributes:
        worth: Objective: the score minus half the rival's, minus the weighted distance from the
            recordings.
        verdict: Verdict of the classifier.
        distance: Distance of the statistics from the nearest of the kind's recordings; None where
            it is not requested or there are no recordings.
    """

    worth: float
    verdict: Verdict
    distance: float | None

    def __str__(self) -> str:
        distance = "" if self.distance is None else f", distance {self.distance:.2f}"
        return f"{self.worth:.2f} ({self.verdict}{distance})"


@dataclass(frozen=True, slots=True)
class Found:
    """The best values of a search.

    Attributes:
        values: Rounded to 3 significant digits.
        judged: Evaluation of these rounded values, on seeds that the search did not use.
        is_heard: True if they are classified as the kind.
        tries: Number of tries.
    """

    values: dict[str, float]
    judged: Judged
    is_heard: bool
    tries: int


def search(
    kind: str,
    render: Render,
    ranges: Mapping[str, Range],
    *,
    start: Values | None = None,
    seconds: float = 120.0,
    statistics_weight: float = 0.0,
    seed: int = 1,
) -> Found:
    """Search values that are classified as the kind, and print each improvement and the best.

    A try is evaluated on one seed. Where it would enter the pool of the 8 best it is evaluated on
    two more, and counts as the worse of both. Ctrl-C ends the search early.

    Args:
        kind: Name as in `kinds.csv`.
        render: Renders the sound from the values and a seed.
        ranges: Range of each value.
        start: Initial values. Without them the first 60 tries are drawn from the ranges.
        seconds: Duration of the search, s.
        statistics_weight: Penalty for a distance of 1 from the kind's recordings, where it has
            some (see `texture_statistics.distance`); 0.3 to 1 is sensible, 0 is off.
        seed: Seed of the search itself.

    Raises:
        ListenerMissing: The classifier is not available.
        ValueError: `start` names other values than `ranges`.
    """
    if start is not None and set(start) != set(ranges):
        raise ValueError(f"start and ranges differ in {', '.join(set(start) ^ set(ranges))}")
    trial = _Trial(kind, render, ranges, statistics_weight)
    pool = _Pool(trial, np.random.default_rng(seed), start)
    began = time.monotonic()
    try:
        while pool.tries == 0 or time.monotonic() - began < seconds:
            if pool.advance():
                spent = time.monotonic() - began
                print(f"{spent:5.0f} s, {pool.tries:4d} tries: {pool.best}", flush=True)
    except KeyboardInterrupt:
        print("ended early")
    return _found(trial, pool)


def played(
    kind: str, make: Callable[[dict[str, float]], Callable[[Part], Source]], seconds: float = 6.0
) -> Render:
    """Return a `Render` that renders the engine's kind with another source.

    The place, its reverberation and the noise floor are as in a finished sound.

    Args:
        kind: A kind of the engine.
        make: Returns the substitute for the kind's own `Kind.make` from the values.
        seconds: Duration of each render, s.
    """

    def render(values: dict[str, float], seed: int) -> Samples:
        kinds = {**KINDS, kind: replace(KINDS[kind], make=make(values))}
        with patch.object(scene, "KINDS", kinds):
            return hearing.render(KINDS[kind].examples[0], seed, seconds)

    return render


def literal(values: Values) -> str:
    """Return the values as the source of a Python dictionary."""
    return "{\n" + "".join(f'    "{name}": {value!r},\n' for name, value in values.items()) + "}"


class _Trial:
    """The evaluation of values, given as places in their ranges."""

    def __init__(
        self, kind: str, render: Render, ranges: Mapping[str, Range], statistics_weight: float
    ) -> None:
        self._kind, self._render, self._ranges = kind, render, ranges
        self._recordings = listener.kinds()[kind].recordings if statistics_weight else ()
        self._statistics_weight = statistics_weight

    @property
    def kind(self) -> str:
        return self._kind

    @property
    def size(self) -> int:
        return len(self._ranges)

    def values(self, places: Sequence[float]) -> dict[str, float]:
        """Return the values at these places, rounded as in the result."""
        pairs = zip(self._ranges.items(), places, strict=True)
        return {name: float(f"{range_.at(place):.3g}") for (name, range_), place in pairs}

    def places(self, values: Values) -> npt.NDArray[np.float64]:
        return np.array([range_.place(values[name]) for name, range_ in self._ranges.items()])

    def judge(self, places: Sequence[float], seeds: Iterable[int]) -> Judged:
        renders = [self._render(self.values(places), seed) for seed in seeds]
        scores = [listener.listen(samples, SAMPLE_RATE_HERTZ) for samples in renders]
        verdict = listener.judge(self._kind, np.mean(scores, axis=0))
        worth = verdict.score - _RIVAL_WEIGHT * verdict.rival_score
        if not self._recordings:
            return Judged(worth, verdict, None)
        near = texture_statistics.nearness(renders[0], SAMPLE_RATE_HERTZ, self._recordings)
        distance = near.distance if near else 0.0
        return Judged(worth - self._statistics_weight * distance, verdict, distance)


@dataclass(frozen=True, slots=True)
class _Member:
    judged: Judged
    places: npt.NDArray[np.float64]


class _Pool:
    """The pool of the best tries so far, best first."""

    def __init__(self, trial: _Trial, generator: np.random.Generator, start: Values | None) -> None:
        self._trial, self._generator = trial, generator
        self._members: list[_Member] = []
        self._free_tries = FIRST_TRIES if start is None else 0
        self.tries = 0
        if start is not None:
            places = trial.places(start)
            self._members = [_Member(trial.judge(places, CHECK_SEEDS), places)]
            print(f"  start: {self.best}", flush=True)

    @property
    def best(self) -> Judged:
        return self._members[0].judged

    @property
    def best_places(self) -> npt.NDArray[np.float64]:
        return self._members[0].places

    def advance(self) -> bool:
        """Evaluate one try, and return True if it is the best so far."""
        places = self._draw()
        judged = self._trial.judge(places, (SEEDS[self.tries % len(SEEDS)],))
        self.tries += 1
        if len(self._members) == POOL_SIZE and judged.worth <= self._members[-1].judged.worth:
            return False
        checked = self._trial.judge(places, CHECK_SEEDS)
        member = _Member(min(judged, checked, key=lambda result: result.worth), places)
        self._members = sorted([*self._members, member], key=lambda m: -m.judged.worth)[:POOL_SIZE]
        return self._members[0] is member

    def _draw(self) -> npt.NDArray[np.float64]:
        random = self._generator
        is_free = self.tries < self._free_tries or random.random() < FRESH_DRAWS
        if not self._members or is_free:
            return random.random(self._trial.size)
        parents = self._members[:PARENTS]
        places = parents[random.integers(len(parents))].places
        if len(parents) > 2 and random.random() < 0.3:
            # Differential evolution: a step in the direction and of the width of the pool.
            one, other = random.choice(len(parents), 2, replace=False)
            places = places + random.uniform(0.3, 0.9) * (
                parents[one].places - parents[other].places
            )
        step = math.exp(random.uniform(math.log(_LEAST_STEP), math.log(_GREATEST_STEP)))
        is_moved = random.random(self._trial.size) < 0.5
        return np.clip(
            places + is_moved * step * random.standard_normal(self._trial.size), 0.0, 1.0
        )


def _found(trial: _Trial, pool: _Pool) -> Found:
    places = pool.best_places
    judged = trial.judge(places, VERDICT_SEEDS)
    found = Found(
        values=trial.values(places),
        judged=judged,
        is_heard=listener.is_heard(trial.kind, judged.verdict),
        tries=pool.tries,
    )
    heard = "correct" if found.is_heard else "WRONG"
    print(f"{trial.kind}, {found.tries} tries, on seeds 21 to 24: {heard}: {judged}")
    print(literal(found.values))
    return found
