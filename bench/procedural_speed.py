"""How much faster than real time the procedural engine is on one thread, sound by sound.

`python -m bench` starts it with the numeric libraries held to one thread.
"""

import time

from bench import report
from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.base import EngineRequest
from envsound_server.engines.procedural import create
from envsound_server.engines.procedural.engine import ProceduralEngine

DURATION_SECONDS = 30
RUNS = 3
GOAL = 50
MIXES = (
    "heavy rain on leaves with distant thunder",
    "birds by a stream, light wind",
    "fire, crickets and ocean waves far away",
)


def main() -> None:
    """Measures, prints, and writes results/procedural.md and results/procedural.json."""
    conditions = report.conditions()
    engine = create({})
    engine.load()
    prompts = [*engine.description.known_sounds, *MIXES]
    speeds = {prompt: round(times_real_time(engine, prompt), 1) for prompt in prompts}
    slow = [prompt for prompt, speed in speeds.items() if speed < GOAL]
    verdict = f"not met by {', '.join(slow)}" if slow else "met by all"
    rows = [[prompt, f"{speed:.0f}"] for prompt, speed in speeds.items()]
    text = (
        f"{DURATION_SECONDS} s of each sound on one thread: processor time, the best of {RUNS} "
        "runs.\n\n"
        f"{report.table(['prompt', 'times real time'], rows)}\n\n"
        f"Goal: at least {GOAL} times real time each: {verdict}."
    )
    results = {
        "conditions": conditions,
        "duration_seconds": DURATION_SECONDS,
        "times_real_time": speeds,
        "goal": GOAL,
        "is_met": not slow,
    }
    report.publish("procedural", "The procedural engine against real time", text, results)


def times_real_time(engine: ProceduralEngine, prompt: str) -> float:
    """Seconds of sound for each second of processor time, over all threads there may be."""
    return DURATION_SECONDS / min(_render_seconds(engine, prompt, seed) for seed in range(RUNS))


def _render_seconds(engine: ProceduralEngine, prompt: str, seed: int) -> float:
    started_at = time.process_time()
    rendering = engine.start(EngineRequest(prompt, DURATION_SECONDS * SAMPLE_RATE_HERTZ, seed))
    while not engine.advance([rendering])[0].finished:
        pass
    return time.process_time() - started_at


if __name__ == "__main__":
    main()
