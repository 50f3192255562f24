"""Classification of the procedural engine's sounds by an independent audio classifier.

`python -m bench.hearing` renders both example prompts of every kind on several seeds and writes
results/hearing.md and results/hearing.json. With `--kinds` it prints those kinds' rows and writes
no files. `ENVSOUND_LISTENER` names the classifier's folder (see `bench.listener`).
"""

import argparse
import multiprocessing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, TypeVar

import numpy as np
from rich.console import Console
from rich.progress import track

from bench import listener, report, texture_statistics
from bench.listener import Kind, ListenerMissing, Scores, Verdict
from bench.texture_statistics import Nearness
from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples, frame_count
from envsound_server.domain.engine import EngineRequest
from envsound_server.engines.base import Engine
from envsound_server.engines.procedural import create
from envsound_server.errors import PromptNotUnderstood

SEED_COUNT = 5
DURATION_SECONDS = 12.0
JOBS = 2

CLOSE = 1.5
"""Largest `Nearness.ratio` of a sound whose statistics count as like those of its recordings."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Hearing:
    """The classification of a kind's renders.

    Attributes:
        kind: Name of the kind.
        scores: Mean scores over the seeds, by language; None where the engine refuses the prompt.
        nearness: Nearness of the first render's statistics to the kind's recordings; None where
            it has none.
    """

    kind: str
    scores: Mapping[str, Scores | None] = field(repr=False)
    nearness: Nearness | None

    @property
    def is_refused(self) -> bool:
        """True if the engine refuses a prompt."""
        return any(scores is None for scores in self.scores.values())

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """The verdicts by language, without the refused ones."""
        return {
            language: listener.judge(self.kind, scores)
            for language, scores in self.scores.items()
            if scores is not None
        }

    @property
    def verdict(self) -> Verdict | None:
        """The verdict on all renders together, or None where a prompt is refused."""
        scores = [scores for scores in self.scores.values() if scores is not None]
        return None if self.is_refused else listener.judge(self.kind, np.mean(scores, axis=0))

    @property
    def is_heard(self) -> bool:
        """True if the kind is classified correctly in each language."""
        return not self.is_refused and all(
            listener.is_heard(self.kind, verdict) for verdict in self.verdicts.values()
        )


def main() -> None:
    """Measure, print, and for all kinds write results/hearing.md and results/hearing.json."""
    options = _options()
    try:
        chosen = chosen_kinds(options.kinds)
    except ListenerMissing as error:
        raise SystemExit(str(error)) from error
    conditions = report.conditions()
    hearings = hear_kinds(chosen, options.seeds, options.seconds, options.jobs)
    if options.kinds:
        print(_table(hearings))
        print("\n".join(map(_loudest_labels, hearings)))
        return
    text = f"{_explained(options)}\n\n{_counts(hearings)}\n\n{_table(hearings)}"
    results = {
        "conditions": conditions,
        "duration_seconds": options.seconds,
        "seed_count": options.seeds,
        "heard": [hearing.kind for hearing in hearings if hearing.is_heard],
        "kinds": {hearing.kind: _figures(hearing) for hearing in hearings},
    }
    report.publish("hearing", "Classification by an independent audio classifier", text, results)


def hear_kinds(
    kinds: Sequence[Kind], seed_count: int, duration_seconds: float, jobs: int
) -> list[Hearing]:
    """Classify all kinds, with a progress bar, in a number of processes.

    The kinds' recordings are classified first, each once.
    """
    recordings = sorted({name for kind in kinds for name in kind.recordings})
    hear = partial(hear_kind, seed_count=seed_count, duration_seconds=duration_seconds)
    with processes(min(jobs, len(kinds))) as apply:
        heard = apply(_hear_recording, recordings)
        listener.remember_recordings(progress(heard, "recordings", len(recordings)))
        return list(progress(apply(hear, kinds), "kinds", len(kinds)))


def hear_kind(
    kind: Kind,
    seed_count: int = SEED_COUNT,
    duration_seconds: float = DURATION_SECONDS,
    languages: Sequence[str] = ("english", "chinese"),
) -> Hearing:
    """Render the kind's prompts on seeds from 1 up and classify the renders.

    A prompt whose first render is bit-equal to that of an earlier prompt counts as understood
    alike, and is not rendered again.

    Raises:
        ListenerMissing: The classifier is not available.
    """
    firsts: dict[str, Samples] = {}
    scores: dict[str, Scores | None] = {}
    for language in languages:
        prompt = kind.prompts[language]
        try:
            first = render(prompt, 1, duration_seconds)
        except PromptNotUnderstood:
            scores[language] = None
            continue
        alike = [other for other, samples in firsts.items() if np.array_equal(first, samples)]
        firsts[language] = first
        if alike:
            scores[language] = scores[alike[0]]
        else:
            seeds = range(2, seed_count + 1)
            others = (render(prompt, seed, duration_seconds) for seed in seeds)
            scores[language] = np.mean([_listen(samples) for samples in (first, *others)], axis=0)
    return Hearing(kind.name, scores, _nearness(kind, next(iter(firsts.values()), None)))


def render(prompt: str, seed: int, duration_seconds: float) -> Samples:
    """Return the engine's sound for a prompt, float32 [2, frames].

    Raises:
        PromptNotUnderstood: The engine refuses the prompt.
    """
    engine = _engine()
    request = EngineRequest(prompt, frame_count(duration_seconds), seed)
    try:
        rendering = engine.start(request)
        blocks = []
        while True:
            (advance,) = engine.advance([rendering])
            if advance.block is not None:
                blocks.append(advance.block)
            if advance.finished:
                return np.concatenate(blocks, axis=1)
    except PromptNotUnderstood:
        raise
    except Exception as error:
        error.add_note(f"prompt {prompt!r}, seed {seed}")
        raise


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.hearing", description=__doc__)
    parser.add_argument("--kinds", help="only these kinds, separated by commas; no files")
    parser.add_argument(
        "--seeds", type=int, default=SEED_COUNT, help="number of seeds of each prompt"
    )
    parser.add_argument(
        "--seconds", type=float, default=DURATION_SECONDS, help="duration of each render"
    )
    parser.add_argument("--jobs", type=int, default=JOBS, help="number of processes")
    return parser.parse_args()


def chosen_kinds(names: str | None) -> list[Kind]:
    """Return the kinds of these names, separated by commas, or all kinds for no names.

    Raises:
        ListenerMissing: The classifier is not available.
        SystemExit: There is no kind of that name.
    """
    kinds = listener.kinds()
    if not names:
        return list(kinds.values())
    wanted = [name.strip() for name in names.split(",")]
    unknown = [name for name in wanted if name not in kinds]
    if unknown:
        raise SystemExit(f"unknown kind: {', '.join(unknown)}; known kinds: {', '.join(kinds)}")
    return [kinds[name] for name in wanted]


@contextmanager
def processes(count: int) -> Iterator[Any]:
    """Yield a `map` over a number of processes. A count of 1 stands for this process."""
    if count <= 1:
        yield map
        return
    # The progress bar runs a thread, and a process with threads must not be forked.
    with ProcessPoolExecutor(count, multiprocessing.get_context("spawn")) as pool:
        yield pool.map


def progress(results: Iterator[Result], what: str, count: int) -> Iterable[Result]:
    """Yield the results, with a progress bar on a terminal."""
    console = Console(stderr=True)
    return track(
        results, what, count, console=console, transient=True, disable=not console.is_terminal
    )


@cache
def _engine() -> Engine[Any]:
    engine = create({})
    engine.load()
    return engine


def _listen(samples: Samples) -> Scores:
    return listener.listen(samples, SAMPLE_RATE_HERTZ)


def _nearness(kind: Kind, samples: Samples | None) -> Nearness | None:
    if samples is None:
        return None
    return texture_statistics.nearness(samples, SAMPLE_RATE_HERTZ, kind.recordings)


def _hear_recording(name: str) -> tuple[str, Scores]:
    return name, listener.hear_recording(name)


def _explained(options: argparse.Namespace) -> str:
    return (
        f"Each kind's English and Chinese prompt, {options.seeds} seeds of {options.seconds:g} s "
        "each, classified by YAMNet. A score is the mean over a prompt's renders. A kind is "
        "classified correctly if its score is at least 0.3 and at least that of the best wrong "
        "label (the rival), for both prompts. Where recordings of the kind score lower than that, "
        "they set the threshold: at least their score, at least 0.1, and at least their lead over "
        "the rival.\n\n"
        "The distance is that of the statistics (McDermott and Simoncelli 2011) of seed 1 from the "
        f"nearest recording; two recordings of one kind are {texture_statistics.WITHIN_KIND} apart "
        f"and any two {texture_statistics.BETWEEN_KINDS} (medians). The ratio is the distance over "
        "that among the 5 s segments of the kind's recordings. Many kinds have only one recording, "
        "and then the ratio is relative to that one."
    )


def _counts(hearings: Sequence[Hearing]) -> str:
    heard = sum(hearing.is_heard for hearing in hearings)
    refused = sum(hearing.is_refused for hearing in hearings)
    near = [hearing.nearness for hearing in hearings if hearing.nearness]
    within = sum(one.distance <= texture_statistics.WITHIN_KIND for one in near)
    close = sum(one.ratio is not None and one.ratio <= CLOSE for one in near)
    return (
        f"Of {len(hearings)} kinds, {heard} are classified correctly and {refused} are refused. Of "
        f"the {len(near)} with recordings, {within} are as near to one of them as two recordings "
        f"of a kind are to each other, and {close} have a ratio of at most {CLOSE:g}."
    )


def _table(hearings: Sequence[Hearing]) -> str:
    head = ["kind", "verdict", "best label", "score", "rival", "score", "en", "zh"]
    return report.table(
        [*head, "recordings", "distance", "ratio"], [_row(hearing) for hearing in hearings]
    )


def _row(hearing: Hearing) -> list[str]:
    verdict, reference = hearing.verdict, listener.recorded(hearing.kind)
    languages = [
        "refused" if scores is None else f"{hearing.verdicts[language].score:.2f}"
        for language, scores in hearing.scores.items()
    ]
    if verdict is None:
        heard = ["refused", "", "", "", ""]
    else:
        heard = [
            "correct" if hearing.is_heard else "wrong",
            verdict.label,
            f"{verdict.score:.2f}",
            verdict.rival,
            f"{verdict.rival_score:.2f}",
        ]
    return [
        hearing.kind,
        *heard,
        *languages,
        "" if reference is None else f"{reference.score:.2f}",
        *_nearness_cells(hearing.nearness),
    ]


def _nearness_cells(nearness: Nearness | None) -> list[str]:
    if nearness is None:
        return ["", ""]
    return [f"{nearness.distance:.2f}", "" if nearness.ratio is None else f"{nearness.ratio:.2f}"]


def _loudest_labels(hearing: Hearing) -> str:
    """Return the five labels of the highest scores for the first prompt that is understood."""
    scores = next((its for its in hearing.scores.values() if its is not None), None)
    if scores is None:
        return f"{hearing.kind}: refused"
    best = np.argsort(-scores)[:5]
    heard = "; ".join(f"{listener.labels()[number]} {scores[number]:.2f}" for number in best)
    return f"{hearing.kind}: {heard}"


def _figures(hearing: Hearing) -> dict[str, Any]:
    return {
        "is_heard": hearing.is_heard,
        "is_refused": hearing.is_refused,
        "all": _verdict_figures(hearing.verdict),
        **{
            language: _verdict_figures(hearing.verdicts.get(language))
            for language in hearing.scores
        },
        "recordings": _verdict_figures(listener.recorded(hearing.kind)),
        "distance": hearing.nearness and round(hearing.nearness.distance, 3),
        "ratio": hearing.nearness and hearing.nearness.ratio and round(hearing.nearness.ratio, 2),
    }


def _verdict_figures(verdict: Verdict | None) -> dict[str, Any] | None:
    if verdict is None:
        return None
    return {
        "label": verdict.label,
        "score": round(verdict.score, 3),
        "rival": verdict.rival,
        "rival_score": round(verdict.rival_score, 3),
    }


if __name__ == "__main__":
    main()
