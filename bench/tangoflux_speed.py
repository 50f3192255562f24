"""The tangoflux engine beside the model's own code, on the same full-size random weights.

Random weights take as long as released ones. Steps are all alike, so a few are measured and a
clip of 50 is told from them; upstream and ours take turns, and the quickest of each counts, so
that whatever else the machine does hits both alike.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import torch
from torch.utils.flop_counter import FlopCounterMode

from bench import chart, report
from bench.processes import first_event_seconds
from bench.tangoflux_ours import Ours
from bench.tangoflux_upstream import Upstream
from envsound_server.engines.inference.precision import DTYPES, product_seconds, resolve_dtype
from envsound_server.engines.tangoflux.weights.fabrication import make_test_checkpoint
from envsound_server.engines.tangoflux.weights.loading import load_parts
from envsound_server.engines.weights.record import RECORD_FILE

STEP_COUNT = 50
MEASURED_STEPS = 2
DURATIONS_SECONDS = (10.0, 30.0)
SOUND_COUNTS = (1, 2, 4, 8)
TURNS = 2
GOALS = {("cpu", "float32"): (10.0, 1.3), ("cpu", "bfloat16"): (10.0, 3.0)}
GPU_GOAL = (30.0, 8.0)
"""A clip so long (s) has to be so many times as quick as upstream's."""

BATCH_GOAL = 2.5
FIRST_EVENT_GOAL_SECONDS = 0.1

_GEMM_SIZE = 2048
_PROMPT = "heavy rain on leaves with distant thunder"


def main() -> None:
    """Measures on every device there is, prints, and writes results/tangoflux_DEVICE.*."""
    folder = _full_checkpoint()
    for device in ("cpu", *(["cuda"] if torch.cuda.is_available() else [])):
        results = measure(folder, torch.device(device))
        report.publish(f"tangoflux_{device}", "TangoFlux beside upstream", _text(results), results)
        chart.write_clips(report.RESULTS / f"tangoflux_{device}.svg", results["clips"])


def measure(folder: Path, device: torch.device) -> dict[str, Any]:
    """All figures of one device: seconds, bytes, operations a second."""
    upstream, ours = Upstream(folder, device), Ours(folder, device, "auto")
    turns = [_turn(upstream, ours) for _ in range(TURNS)]
    del upstream
    quickest = {part: min(turn[part] for turn in turns) for part in turns[0]}
    return {
        "conditions": report.conditions() | _torch_conditions(device),
        "revision": ours.revision,
        "turns": turns,
        "clips": [_clip(quickest, duration) for duration in DURATIONS_SECONDS],
        "batches": _batches(ours),
        "load_and_warm_seconds": ours.load_seconds,
        "start_seconds": min(ours.start_seconds() for _ in range(3)),
        "first_event_seconds": first_event_seconds(folder, str(device)),
        "gemm_flops": {name: _gemm_flops(device, dtype) for name, dtype in DTYPES.items()},
        "step_flops": _step_flops(ours),
        "bfloat16_error": _bfloat16_error(folder, device),
        "peak_bytes": {way: _peak_bytes(way, folder, device) for way in ("upstream", "ours")},
    }


def _full_checkpoint() -> Path:
    named = os.environ.get("ENVSOUND_BENCH_WEIGHTS")
    folder = Path(named or Path(tempfile.gettempdir()) / "envsound-bench-weights")
    if not (folder / RECORD_FILE).exists():
        print(f"writing random weights of full size to {folder}")
        make_test_checkpoint(folder, "full", 0)
    return folder


def _turn(upstream: Upstream, ours: Ours) -> dict[str, float]:
    upstream_start, upstream_step = upstream.sampling_seconds(_PROMPT, MEASURED_STEPS)
    return {
        "upstream start": upstream_start,
        "upstream step": upstream_step,
        "upstream decode": upstream.decode_seconds(),
        "ours start": ours.start_seconds(),
        "ours step": ours.step_seconds(1, MEASURED_STEPS),
        **{f"ours decode {d:g} s": ours.decode_seconds(d) for d in DURATIONS_SECONDS},
    }


def _clip(quickest: dict[str, float], duration_seconds: float) -> dict[str, float]:
    upstream, ours = (
        quickest[f"{way} start"] + STEP_COUNT * quickest[f"{way} step"] + quickest[decode]
        for way, decode in (
            ("upstream", "upstream decode"),
            ("ours", f"ours decode {duration_seconds:g} s"),
        )
    )
    return {
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
    alone = ours.step_seconds(1, MEASURED_STEPS)
    batches = []
    for count in SOUND_COUNTS:
        seconds = alone if count == 1 else ours.step_seconds(count, MEASURED_STEPS)
        throughput = count * alone / seconds
        batches.append({"sounds": count, "step_seconds": seconds, "throughput": throughput})
    return batches


def _torch_conditions(device: torch.device) -> dict[str, str | int]:
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu"
    return {
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
        "device": name,
        "cpu_instructions": torch.backends.cpu.get_cpu_capability(),
        "matrix_dtype": str(resolve_dtype("auto", device)).removeprefix("torch."),
    }


def _gemm_flops(device: torch.device, dtype: torch.dtype) -> float:
    """Rate of one large square product, floating-point operations a second."""
    return 2 * _GEMM_SIZE**3 / product_seconds(device, dtype, _GEMM_SIZE)


def _step_flops(ours: Ours) -> int:
    # The counter sees each operation only where none is compiled.
    with torch.compiler.set_stance("force_eager"), FlopCounterMode(display=False) as counter:
        ours.step_seconds(1, 1)
    return counter.get_total_flops()


def _bfloat16_error(folder: Path, device: torch.device) -> float:
    """Of one prediction, relative to float32 in the Euclidean norm."""
    outputs = []
    for dtype in (torch.float32, torch.bfloat16):
        parts = load_parts(folder, device, dtype)
        generator = torch.Generator().manual_seed(0)
        latents, text, pooled = (
            torch.randn(shape, generator=generator).to(device)
            for shape in (
                (1, parts.architecture.audio_frame_count, parts.architecture.in_channels),
                (1, 16, parts.architecture.joint_attention_dim),
                (1, parts.architecture.joint_attention_dim),
            )
        )
        with torch.inference_mode():
            output = parts.transformer(
                hidden_states=latents,
                timestep=torch.tensor([0.5], device=device),
                pooled_projections=pooled,
                encoder_hidden_states=text,
                txt_ids=torch.zeros(text.shape[1], 3, device=device),
                img_ids=torch.arange(latents.shape[1], device=device)
                .float()[:, None]
                .expand(-1, 3),
                return_dict=False,
            )[0]
        outputs.append(output)
    exact, rounded = outputs
    return float((rounded - exact).norm() / exact.norm())


def _peak_bytes(way: str, folder: Path, device: torch.device) -> int:
    command = [sys.executable, "-W", "ignore", "-m", "bench.tangoflux_memory"]
    printed = subprocess.run(
        [*command, way, str(folder), str(device)], capture_output=True, text=True, check=True
    )
    return int(printed.stdout.split()[-1])


def _text(results: dict[str, Any]) -> str:
    return "\n\n".join(
        [
            "Full-size random weights; both on the same weights, taking turns. A clip is told from "
            f"{MEASURED_STEPS} measured steps (extrapolated to {STEP_COUNT}), the start and the "
            "decode.",
            _clips_table(results["clips"]),
            _batches_table(results["batches"]),
            _figures(results),
            "Goals:\n\n" + "\n".join(_verdicts(results)),
        ]
    )


def _clips_table(clips: list[dict[str, float]]) -> str:
    head = ["clip", "", "step, s", "decode, s", f"{STEP_COUNT} steps, s", "times upstream"]
    rows = []
    for clip in clips:
        for way in ("upstream", "ours"):
            ratio = "1.0" if way == "upstream" else f"{clip['ratio']:.2f}"
            figures = [clip[f"{way}{part}_seconds"] for part in ("_step", "_decode", "")]
            name = f"{clip['duration_seconds']:g} s"
            rows.append([name, way, *(f"{figure:.3g}" for figure in figures), ratio])
    return report.table(head, rows)


def _batches_table(batches: list[dict[str, float]]) -> str:
    head = ["sounds in flight", "step, s", "throughput, times one"]
    rows = [
        [f"{batch['sounds']}", f"{batch['step_seconds']:.3g}", f"{batch['throughput']:.2f}"]
        for batch in batches
    ]
    return report.table(head, rows)


def _figures(results: dict[str, Any]) -> str:
    dtype = results["conditions"]["matrix_dtype"]
    rate = results["step_flops"] / results["batches"][0]["step_seconds"]
    gemm = results["gemm_flops"]
    peaks = {way: peak / 2**30 for way, peak in results["peak_bytes"].items()}
    return "\n".join(
        [
            f"- products of {_GEMM_SIZE}: float32 {gemm['float32'] / 1e9:.0f} GFLOP/s, bfloat16 "
            f"{gemm['bfloat16'] / 1e9:.0f} GFLOP/s; a step reaches {rate / gemm[dtype]:.0%} of "
            f"the {dtype} rate",
            f"- bfloat16 against float32, one prediction: {results['bfloat16_error']:.1e} relative",
            f"- peak memory: upstream {peaks['upstream']:.1f} GiB, ours {peaks['ours']:.1f} GiB",
            f"- loading and warming up: {results['load_and_warm_seconds']:.1f} s",
            f"- reading a prompt: {results['start_seconds']:.2f} s; from the request to the first "
            f"event: {1000 * results['first_event_seconds']:.0f} ms",
        ]
    )


def _verdicts(results: dict[str, Any]) -> list[str]:
    conditions = results["conditions"]
    is_gpu = conditions["device"] != "cpu"
    duration, times = GPU_GOAL if is_gpu else GOALS["cpu", conditions["matrix_dtype"]]
    clip = next(clip for clip in results["clips"] if clip["duration_seconds"] == duration)
    goals = [
        (f"{duration:g} s clip at least {times:g} times upstream", clip["ratio"], times),
        (
            f"first event within {1000 * FIRST_EVENT_GOAL_SECONDS:.0f} ms",
            FIRST_EVENT_GOAL_SECONDS / results["first_event_seconds"],
            1.0,
        ),
    ]
    if is_gpu:
        throughput = results["batches"][-1]["throughput"]
        goals.append((f"8 sounds at least {BATCH_GOAL:g} times one", throughput, BATCH_GOAL))
    return [
        f"- {goal}: {'met' if reached >= wanted else 'not met'} ({reached:.2f})"
        for goal, reached, wanted in goals
    ]


if __name__ == "__main__":
    main()
