"""A benchmark of the tangoflux engine against upstream, on the same full-size random weights.

Random weights take as long as released ones. All steps cost the same, so a few are measured and a
clip of 50 is extrapolated. Both sides run in turns, and the fastest run of each counts, so that
other load on the machine affects both alike.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import torch

from bench import chart, products, report
from bench.processes import first_event_seconds
from bench.tangoflux_ours import Ours
from bench.tangoflux_report import STEP_COUNT, page
from bench.tangoflux_upstream import Upstream
from envsound_server.engines.inference.products import choose_computation
from envsound_server.engines.tangoflux.inference.trial import relative_error, trial_prediction
from envsound_server.engines.tangoflux.weights.fabrication import make_test_checkpoint
from envsound_server.engines.weights.record import RECORD_FILE

MEASURED_STEPS = 2
DURATIONS_SECONDS = (10.0, 30.0)
SOUND_COUNTS = (1, 2, 4, 8)
TURNS = 2

_PROMPT = "heavy rain on leaves with distant thunder"
_FRAMES, _TEXT_POSITIONS = 645, 16
"""Sizes of a step: the window's latent frames, and the positions of the prompt and duration."""


def main() -> None:
    """Measure on every available device, print, and write results/tangoflux_DEVICE.*."""
    folder = _full_checkpoint()
    for device in ("cpu", *(["cuda"] if torch.cuda.is_available() else [])):
        results = measure(folder, torch.device(device))
        report.publish(f"tangoflux_{device}", "TangoFlux against upstream", page(results), results)
        chart.write_clips(report.RESULTS / f"tangoflux_{device}.svg", results["clips"])


def measure(folder: Path, device: torch.device) -> dict[str, Any]:
    """Return all measurements of one device: seconds, bytes, operations a second."""
    is_cpu = device.type == "cpu"
    automatic = choose_computation("auto", device).format
    formats = products.formats_here() if is_cpu else [automatic]
    _print_progress("upstream")
    upstream = Upstream(folder, device)
    exact = trial_prediction(upstream.transformer)
    decode_seconds = upstream.decode_seconds()
    results: dict[str, Any] = {
        "conditions": report.conditions() | _torch_conditions(device) | {"auto": automatic},
        "formats": {},
        "clips": [],
        "step_flops": _step_flops(upstream, device),
    }
    for name in formats:
        _print_progress(f"{name}: loading and warm-up")
        ours = Ours(folder, device, name)
        turns = [_turn(name, upstream, ours) for _ in range(TURNS)]
        quickest = {part: min(turn[part] for turn in turns) for part in turns[0]}
        quickest["upstream decode"] = decode_seconds
        results["clips"] += [_clip(name, quickest, duration) for duration in DURATIONS_SECONDS]
        results["formats"][name] = {
            "computation": ours.computation,
            "revision": ours.revision,
            "turns": turns,
            "error": relative_error(trial_prediction(ours.transformer), exact),
            "load_and_warm_seconds": ours.load_seconds,
            "start_seconds": quickest["ours start"],
        }
        if name == automatic:
            results["batches"] = _batches(ours)
        del ours
        torch.compiler.reset()  # the blocks of the next format compile to other code
    del upstream
    return results | _figures_of_processes(folder, device, formats)


def _figures_of_processes(folder: Path, device: torch.device, formats: list[str]) -> dict[str, Any]:
    """Return the measurements of separate processes, and the machine's product rates."""
    _print_progress("first event, peak memory, products")
    sides = [("upstream", "float32"), *(("ours", name) for name in formats)]
    return {
        "first_event_seconds": first_event_seconds("tangoflux", folder, str(device)),
        "peak_bytes": {
            f"{side} {name}": _peak_bytes(side, name, folder, device) for side, name in sides
        },
        "rates": products.rates() if device.type == "cpu" else {},
    }


def _print_progress(what: str) -> None:
    print(f"TangoFlux, {what} ...", flush=True)


def _full_checkpoint() -> Path:
    named = os.environ.get("ENVSOUND_BENCH_WEIGHTS")
    folder = Path(named or Path(tempfile.gettempdir()) / "envsound-bench-weights")
    if not (folder / RECORD_FILE).exists():
        _print_progress(f"writing random weights of full size to {folder}")
        make_test_checkpoint(folder, "full", 0)
    return folder


def _turn(name: str, upstream: Upstream, ours: Ours) -> dict[str, float]:
    _print_progress(f"{name}: steps of upstream, then ours")
    upstream_start, upstream_step = upstream.sampling_seconds(_PROMPT, MEASURED_STEPS)
    return {
        "upstream start": upstream_start,
        "upstream step": upstream_step,
        "ours start": ours.start_seconds(),
        "ours step": ours.step_seconds(1, MEASURED_STEPS),
        **{f"ours decode {d:g} s": ours.decode_seconds(d) for d in DURATIONS_SECONDS},
    }


def _clip(name: str, quickest: dict[str, float], duration_seconds: float) -> dict[str, Any]:
    upstream, ours = (
        quickest[f"{side} start"] + STEP_COUNT * quickest[f"{side} step"] + quickest[decode]
        for side, decode in (
            ("upstream", "upstream decode"),
            ("ours", f"ours decode {duration_seconds:g} s"),
        )
    )
    return {
        "format": name,
        "duration_seconds": duration_seconds,
        "upstream_seconds": upstream,
        "ours_seconds": ours,
        "upstream_step_seconds": quickest["upstream step"],
        "ours_step_seconds": quickest["ours step"],
        "upstream_decode_seconds": quickest["upstream decode"],
        "ours_decode_seconds": quickest[f"ours decode {duration_seconds:g} s"],
        "ratio": upstream / ours,
    }


def _batches(ours: Ours) -> list[dict[str, float]]:
    alone = 0.0
    batches = []
    for count in SOUND_COUNTS:
        _print_progress(f"{count} sounds in flight")
        seconds = ours.step_seconds(count, MEASURED_STEPS if count < 4 else 1)
        alone = alone or seconds
        throughput = count * alone / seconds
        batches.append({"sounds": count, "step_seconds": seconds, "throughput": throughput})
    return batches


def _torch_conditions(device: torch.device) -> dict[str, str | int]:
    return {
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
        "device": torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu",
        "cpu_instructions": torch.backends.cpu.get_cpu_capability(),
    }


def _step_flops(upstream: Upstream, device: torch.device) -> int:
    """Return the operations of a guided step: a call with two rows."""
    config = upstream.transformer.config
    return products.operations(
        upstream.transformer,
        {
            "hidden_states": torch.zeros(2, _FRAMES, config.in_channels, device=device),
            "timestep": torch.full((2,), 0.5, device=device),
            "pooled_projections": torch.zeros(2, config.pooled_projection_dim, device=device),
            "encoder_hidden_states": torch.zeros(
                2, _TEXT_POSITIONS, config.joint_attention_dim, device=device
            ),
            "txt_ids": torch.zeros(_TEXT_POSITIONS, 3, device=device),
            "img_ids": torch.zeros(_FRAMES, 3, device=device),
            "return_dict": False,
        },
    )


def _peak_bytes(side: str, name: str, folder: Path, device: torch.device) -> int:
    command = [sys.executable, "-W", "ignore", "-m", "bench.tangoflux_memory"]
    printed = subprocess.run(
        [*command, side, name, str(folder), str(device)], capture_output=True, text=True, check=True
    )
    return int(printed.stdout.split()[-1])


if __name__ == "__main__":
    main()
