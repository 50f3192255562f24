"""The time in which the procedural engine reads a prompt of 1,000 characters.

`python -m bench.prompt_reading`. The cache of readings is bypassed.
"""

import time

from bench import report
from envsound_server.engines.procedural.reading.prompt import read_prompt

LENGTH = 1_000
RUNS = 100
GOAL_MS = 2.0

PROMPTS = {
    "English": "heavy rain on leaves with distant thunder and a dog barking, then silence; ",
    "English, unknown words": "qwertz uiop asdf ghjkl yxcvb ",
    "Chinese": "远处有狗叫，雨打在屋檐上，江南雨巷里马蹄声声，更夫敲三更。",
    "Marks alone": "(",
}


def main() -> None:
    """Measure, print, and write results/prompt_reading.md and results/prompt_reading.json."""
    conditions = report.conditions()
    times_ms = {name: round(milliseconds(filled(text)), 2) for name, text in PROMPTS.items()}
    missed = [name for name, value in times_ms.items() if value > GOAL_MS]
    rows = [[name, f"{value:.2f}"] for name, value in times_ms.items()]
    verdict = "met" if not missed else f"missed by {', '.join(missed)}"
    text = (
        f"{LENGTH} characters, wall time, the best of {RUNS} runs.\n\n"
        f"{report.table(['prompt', 'ms'], rows)}\n\n"
        f"Goal: at most {GOAL_MS} ms each: {verdict}."
    )
    results = {"conditions": conditions, "milliseconds": times_ms, "missed": missed}
    report.publish("prompt_reading", "Reading a prompt", text, results)


def filled(text: str) -> str:
    """Return the text, repeated up to the measured length."""
    return (text * LENGTH)[:LENGTH]


def milliseconds(prompt: str) -> float:
    """Return the shortest time of a reading, ms."""
    read = read_prompt.__wrapped__
    read(prompt)
    seconds = []
    for _ in range(RUNS):
        started_at = time.perf_counter()
        read(prompt)
        seconds.append(time.perf_counter() - started_at)
    return 1_000 * min(seconds)


if __name__ == "__main__":
    main()
