"""The speed of the procedural engine relative to real time on one thread, by kind of sound.

`python -m bench` limits the numeric libraries to one thread.
"""

import time

import numpy as np

from bench import report
from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.domain.engine import EngineRequest
from envsound_server.engines.procedural import create
from envsound_server.engines.procedural.engine import ProceduralEngine

DURATION_SECONDS = 30.0
SHORT_SECONDS = 0.5
RUNS = 3
SHORT_RUNS = 9
GOAL = 50
MIX_GOAL = 20
SHORT_GOAL_MS = 15
MIXES = (
    "heavy rain on leaves with distant thunder, wind and a church bell",
    "songbirds by a stream, light wind and a dog barking",
    "campfire, crickets, an owl and ocean waves far away",
    "a murmuring crowd, dishes, footsteps on wood and a clock ticking",
)
"""Four layers each."""


def main() -> None:
    """Measure, print, and write results/procedural.md and results/procedural.json."""
    conditions = report.conditions()
    engine = create({})
    engine.load()
    sounds = [sound.name for sound in engine.description.known_sounds]
    speeds = {prompt: round(times_real_time(engine, prompt), 1) for prompt in (*sounds, *MIXES)}
    short_ms = {prompt: round(short_milliseconds(engine, prompt), 1) for prompt in sounds}
    slow = [prompt for prompt in sounds if speeds[prompt] < GOAL]
    slow += [prompt for prompt in MIXES if speeds[prompt] < MIX_GOAL]
    late = [prompt for prompt in sounds if short_ms[prompt] > SHORT_GOAL_MS]
    rows = [[p, f"{speeds[p]:.0f}", f"{short_ms[p]:.1f}" if p in short_ms else ""] for p in speeds]
    head = ["prompt", "times real time", "0.5 s of it, ms"]
    text = (
        f"{DURATION_SECONDS:g} s of each sound on one thread: processor time, the best of {RUNS} "
        f"runs. A sound of {SHORT_SECONDS:g} s: wall time, the median of {SHORT_RUNS} runs.\n\n"
        f"{report.table(head, rows)}\n\n"
        f"Median of the kinds: {np.median([speeds[p] for p in sounds]):.0f} times real time, "
        f"{np.median(list(short_ms.values())):.1f} ms.\n\n"
        f"Goal: at least {GOAL} times real time each, {MIX_GOAL} for four layers: "
        f"{_verdict(slow)}.\n"
        f"Goal: {SHORT_SECONDS:g} s in at most {SHORT_GOAL_MS} ms: {_verdict(late)}."
    )
    results = {
        "conditions": conditions,
        "duration_seconds": DURATION_SECONDS,
        "times_real_time": speeds,
        "short_milliseconds": short_ms,
        "missed": {"times_real_time": slow, "short_milliseconds": late},
    }
    report.publish("procedural", "The procedural engine against real time", text, results)


def _verdict(missed: list[str]) -> str:
    return f"not met by {', '.join(missed)}" if missed else "met by all"


def times_real_time(engine: ProceduralEngine, prompt: str) -> float:
    """Return the seconds of sound for each second of processor time, over all threads."""
    seconds = []
    for seed in range(RUNS):
        started_at = time.process_time()
        _render(engine, prompt, DURATION_SECONDS, seed)
        seconds.append(time.process_time() - started_at)
    return DURATION_SECONDS / min(seconds)


def short_milliseconds(engine: ProceduralEngine, prompt: str) -> float:
    """Return the wall time of a short sound of a warmed-up kind, ms."""
    seconds = []
    for seed in range(SHORT_RUNS):
        started_at = time.perf_counter()
        _render(engine, prompt, SHORT_SECONDS, seed)
        seconds.append(time.perf_counter() - started_at)
    return 1000 * float(np.median(seconds))


def _render(engine: ProceduralEngine, prompt: str, seconds: float, seed: int) -> None:
    rendering = engine.start(EngineRequest(prompt, round(seconds * SAMPLE_RATE_HERTZ), seed))
    while not engine.advance([rendering])[0].finished:
        pass


if __name__ == "__main__":
    main()
