"""A benchmark of the stable_audio engine against diffusers' pipeline, on the same random weights.

Random weights of full size take as long as released ones. Both sides generate whole clips in turns,
and the fastest run of each counts, so that other load on the machine affects both alike.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import torch

from bench import products, report
from bench.processes import first_event_seconds
from bench.stable_audio_sides import STEP_COUNT, Diffusers, Ours
from envsound_server.engines.inference.products import choose_computation
from envsound_server.engines.stable_audio.weights.fabrication import make_test_checkpoint
from envsound_server.engines.weights.record import RECORD_FILE

MODEL = "stable-audio-3-small-sfx"
DURATIONS_SECONDS = (10.0, 30.0)
SOUND_COUNTS = (1, 2, 4, 8)
TURNS = 2
GOAL_SECONDS = {"float32": 20.0, "bfloat16": 10.0}
"""For 30 s of sound on two cores of an EPYC Zen 5. Other machines have the ratio as their goal."""

RATIO_GOAL = 1.5
LOAD_GOAL_SECONDS = 5.0
MEMORY_GOAL = 1.3
FIRST_EVENT_GOAL_SECONDS = 0.1

_DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16}


def main() -> None:
    """Measure, print, and write results/stable_audio_cpu.*."""
    results = measure(_full_checkpoint())
    report.publish("stable_audio_cpu", "Stable Audio 3 against diffusers", _text(results), results)


def measure(folder: Path) -> dict[str, Any]:
    """Return all measurements: seconds, bytes, operations a second."""
    formats = products.formats_here()
    automatic = choose_computation("auto", torch.device("cpu")).format
    clips, steps, loads = [], {}, {}
    exact = Ours(folder, "float32").latents(10.0)
    errors, batches = {}, []
    for name in formats:
        ours = Ours(folder, name)
        loads[name] = ours.load_seconds
        theirs = Diffusers(folder, _DTYPES[name]) if name in _DTYPES else None
        clips += [_clip(name, theirs, ours, seconds) for seconds in DURATIONS_SECONDS]
        del theirs
        steps[name] = ours.step_seconds(1, 30.0)
        errors[name] = float((ours.latents(10.0) - exact).norm() / exact.norm())
        if name == automatic:
            batches = _batches(ours)
    return {
        "conditions": report.conditions()
        | {"torch": torch.__version__, "threads": torch.get_num_threads(), "auto": automatic},
        "clips": clips,
        "batches": batches,
        "step_flops": _step_flops(folder),
        "step_seconds": steps,
        "errors": errors,
        "load_seconds": loads,
        "first_event_seconds": first_event_seconds("stable_audio", folder, "cpu"),
        "rates": products.rates(),
        "weight_bytes": sum(path.stat().st_size for path in folder.glob("*/*.safetensors")),
        "peak_bytes": {
            f"{side} {name}": _peak_bytes(side, name, folder)
            for side, name in (("diffusers", "float32"), *(("ours", name) for name in formats))
        },
    }


def _full_checkpoint() -> Path:
    named = os.environ.get("ENVSOUND_BENCH_STABLE_AUDIO")
    folder = Path(named or Path(tempfile.gettempdir()) / "envsound-bench-stable-audio")
    if not (folder / RECORD_FILE).exists():
        print(f"writing random weights of full size to {folder}", flush=True)
        make_test_checkpoint(folder, MODEL, "full", 0)
    return folder


def _clip(
    name: str, theirs: Diffusers | None, ours: Ours, duration_seconds: float
) -> dict[str, Any]:
    """Return the fastest times of clips of both sides, run in turns."""
    sides = {"ours": ours} if theirs is None else {"diffusers": theirs, "ours": ours}
    measured: dict[str, list[dict[str, float]]] = {label: [] for label in sides}
    for turn in range(TURNS):
        for label, side in sides.items():
            print(f"{name}, {duration_seconds:g} s, {label}, turn {turn + 1}", flush=True)
            measured[label].append(side.clip(duration_seconds))
    return {
        "format": name,
        "duration_seconds": duration_seconds,
        **{
            label: {part: min(turn[part] for turn in turns) for part in turns[0]}
            for label, turns in measured.items()
        },
    }


def _batches(ours: Ours) -> list[dict[str, float]]:
    alone = ours.step_seconds(1, 10.0)
    batches = []
    for count in SOUND_COUNTS:
        seconds = alone if count == 1 else ours.step_seconds(count, 10.0)
        batches.append(
            {"sounds": count, "step_seconds": seconds, "throughput": count * alone / seconds}
        )
    return batches


def _step_flops(folder: Path) -> int:
    """Return the operations of a step of 30 s of sound, with an unpadded text."""
    pipeline = Diffusers(folder, torch.float32).pipeline
    width = pipeline.transformer.config.cond_token_dim
    return products.operations(
        pipeline.transformer,
        {
            "hidden_states": torch.randn(1, pipeline.vae.config.latent_dim, 323),
            "timestep": torch.tensor([0.5]),
            "encoder_hidden_states": torch.randn(1, 12, width),
            "global_hidden_states": torch.randn(1, pipeline.transformer.config.global_cond_dim),
            "return_dict": False,
        },
    )


def _peak_bytes(side: str, name: str, folder: Path) -> int:
    command = [sys.executable, "-W", "ignore", "-m", "bench.stable_audio_memory"]
    printed = subprocess.run(
        [*command, side, name, str(folder)], capture_output=True, text=True, check=True
    )
    return int(printed.stdout.split()[-1])


def _text(results: dict[str, Any]) -> str:
    return "\n\n".join(
        [
            f"Full-size random weights of {MODEL}, {STEP_COUNT} steps; both sides on the same "
            "weights, in turns. diffusers has no int8.",
            _clips_table(results["clips"]),
            _batches_table(results),
            products.rates_table(results["rates"]),
            _figures(results),
            "Goals:\n\n" + products.verdicts(_goals(results)),
        ]
    )


def _clips_table(clips: list[dict[str, Any]]) -> str:
    head = ["clip", "", "step, s", "decode, s", "clip, s", "times real time", "times diffusers"]
    rows = []
    for clip in clips:
        for side in ("diffusers", "ours"):
            if side not in clip:
                continue
            figures = [clip[side][part] for part in ("step", "decode", "clip")]
            rows.append(
                [
                    f"{clip['duration_seconds']:g} s, {clip['format']}",
                    side,
                    *(f"{figure:.3g}" for figure in figures),
                    f"{clip['duration_seconds'] / clip[side]['clip']:.2f}",
                    f"{_ratio(clip, side):.2f}" if "diffusers" in clip else "",
                ]
            )
    return report.table(head, rows)


def _ratio(clip: dict[str, Any], side: str = "ours") -> float:
    return float(clip["diffusers"]["clip"] / clip[side]["clip"])


def _batches_table(results: dict[str, Any]) -> str:
    head = [f"sounds of 10 s in flight, {results['conditions']['auto']}", "step, s", "throughput"]
    rows = [
        [f"{batch['sounds']}", f"{batch['step_seconds']:.3g}", f"{batch['throughput']:.2f}"]
        for batch in results["batches"]
    ]
    return report.table(head, rows)


def _figures(results: dict[str, Any]) -> str:
    peaks = {side: peak / results["weight_bytes"] for side, peak in results["peak_bytes"].items()}
    errors = {name: error for name, error in results["errors"].items() if name != "float32"}
    return "\n".join(
        [
            *products.shares(results["step_seconds"], results["step_flops"], results["rates"]),
            *(
                f"- {name} against float32, finished latents of 10 s: {error:.1e} relative"
                for name, error in errors.items()
            ),
            "- peak memory relative to the size of the weights' files: "
            + ", ".join(f"{side} {peak:.2f}" for side, peak in peaks.items()),
            "- loading and warm-up, with the libraries' import in the first: "
            + ", ".join(f"{name} {s:.1f} s" for name, s in results["load_seconds"].items()),
            "- time from the request to the first event: "
            f"{1000 * results['first_event_seconds']:.0f} ms",
        ]
    )


def _goals(results: dict[str, Any]) -> list[tuple[str, float, float]]:
    longest = [clip for clip in results["clips"] if clip["duration_seconds"] == 30.0]
    goals = []
    for clip in longest:
        name = clip["format"]
        if name in GOAL_SECONDS:
            seconds = GOAL_SECONDS[name]
            reached = seconds / clip["ours"]["clip"]
            goals.append((f"30 s in {name} within {seconds:g} s (of a Zen 5)", reached, 1.0))
            goals.append(
                (f"30 s in {name} {RATIO_GOAL:g} times diffusers", _ratio(clip), RATIO_GOAL)
            )
    for name, seconds in list(results["load_seconds"].items())[1:]:
        goals.append((f"loading in {name} within 5 s", LOAD_GOAL_SECONDS / seconds, 1.0))
    peak = results["peak_bytes"]["ours float32"] / results["weight_bytes"]
    goals.append((f"peak at most {MEMORY_GOAL:g} times the weights", MEMORY_GOAL / peak, 1.0))
    first = results["first_event_seconds"]
    goals.append(("first event within 100 ms", FIRST_EVENT_GOAL_SECONDS / first, 1.0))
    return goals


if __name__ == "__main__":
    main()
