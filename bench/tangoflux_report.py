"""The report of `tangoflux_speed`, with tables and goals."""

from typing import Any

from bench import products, report

STEP_COUNT = 50
CPU_GOALS = {"float32": 2.0, "bfloat16": 5.0, "int8": 5.0}
"""Minimum speed-up of a 10 s clip over upstream, set for an AMD EPYC of Zen 5."""

GPU_GOAL = 8.0
"""Minimum speed-up of a 30 s clip over upstream on a GPU."""

BATCH_GOAL = 2.5
FIRST_EVENT_GOAL_SECONDS = 0.1
EQUAL_GOAL = 1e-4


def page(results: dict[str, Any]) -> str:
    """Return the results as Markdown."""
    parts = [
        "Full-size random weights; both sides on the same weights, in turns. Upstream is float32. "
        f"The time of a clip is extrapolated from a few measured steps to {STEP_COUNT}, plus the "
        "start and the decode. Upstream's decode is measured once.",
        _clips_table(results["clips"]),
        _batches_table(results),
        *([products.rates_table(results["rates"])] if results["rates"] else []),
        _figures(results),
        "Goals:\n\n" + products.verdicts(_goals(results)),
    ]
    return "\n\n".join(parts)


def _clips_table(clips: list[dict[str, Any]]) -> str:
    head = [
        "clip", "", "step, s", "decode, s", f"{STEP_COUNT} steps, s", "times real time",
        "times upstream",
    ]  # fmt: skip
    rows = []
    for clip in clips:
        for side in ("upstream", "ours"):
            figures = [clip[f"{side}{part}_seconds"] for part in ("_step", "_decode", "")]
            duration_seconds = clip["duration_seconds"]
            ratio = 1.0 if side == "upstream" else clip["ratio"]
            rows.append(
                [
                    f"{duration_seconds:g} s",
                    side if side == "upstream" else f"ours, {clip['format']}",
                    *(f"{figure:.3g}" for figure in figures),
                    f"{duration_seconds / clip[f'{side}_seconds']:.3f}",
                    f"{ratio:.2f}",
                ]
            )
    return report.table(head, rows)


def _batches_table(results: dict[str, Any]) -> str:
    head = [f"sounds in flight, {results['conditions']['auto']}", "step, s", "throughput"]
    rows = [
        [f"{batch['sounds']}", f"{batch['step_seconds']:.3g}", f"{batch['throughput']:.2f}"]
        for batch in results["batches"]
    ]
    return report.table(head, rows)


def _figures(results: dict[str, Any]) -> str:
    formats = results["formats"]
    steps = {clip["format"]: clip["ours_step_seconds"] for clip in results["clips"]}
    peaks = {side: peak / 2**30 for side, peak in results["peak_bytes"].items()}
    return "\n".join(
        [
            *products.shares(steps, results["step_flops"], results["rates"]),
            *(
                f"- {name}, {figures['computation']}, against upstream, one prediction: "
                f"{figures['error']:.1e} relative"
                for name, figures in formats.items()
            ),
            "- peak memory: " + ", ".join(f"{side} {peak:.1f} GiB" for side, peak in peaks.items()),
            "- loading and warm-up: "
            + ", ".join(
                f"{name} {figures['load_and_warm_seconds']:.1f} s"
                for name, figures in formats.items()
            ),
            "- encoding a prompt: "
            + ", ".join(
                f"{name} {figures['start_seconds']:.2f} s" for name, figures in formats.items()
            ),
            "- time from the request to the first event: "
            f"{1000 * results['first_event_seconds']:.0f} ms",
        ]
    )


def _goals(results: dict[str, Any]) -> list[tuple[str, float, float]]:
    is_gpu = results["conditions"]["device"] != "cpu"
    goals = []
    for clip in results["clips"]:
        name, duration_seconds = clip["format"], clip["duration_seconds"]
        if duration_seconds == (30.0 if is_gpu else 10.0):
            times = GPU_GOAL if is_gpu else CPU_GOALS[name]
            goal = f"{duration_seconds:g} s clip in {name} at least {times:g} times upstream"
            goals.append((goal, clip["ratio"], times))
    if "float32" in results["formats"]:
        error = results["formats"]["float32"]["error"]
        goals.append(("float32 equal to upstream to 1e-4", EQUAL_GOAL / error, 1.0))
    first = results["first_event_seconds"]
    goals.append(("first event within 100 ms", FIRST_EVENT_GOAL_SECONDS / first, 1.0))
    if is_gpu:
        throughput = results["batches"][-1]["throughput"]
        goals.append((f"8 sounds at least {BATCH_GOAL:g} times one", throughput, BATCH_GOAL))
    return goals
