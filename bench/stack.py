"""The overhead of the stack around an engine with a precomputed sound, and the previous design.

All variants run in turns, so that other load on the machine affects all of them alike. The clients
are minimal (`http.client`, persistent connections), because their own time counts too.
"""

import base64
import hashlib
import json
import os
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import grpc
import numpy as np

from bench import report
from bench.plugin.envsound_bench_engine import precomputed_noise
from bench.processes import Ports, running
from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc
from envsound_server.audio.encoding import SoundEncoder
from envsound_server.audio.formats import AudioFormat
from envsound_server.audio.levels import LevelMeter
from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples

WARM_UP_RUNS = 20
MEASURED_RUNS = 200
DURATIONS_SECONDS = (30, 10)
GOAL_DURATION_SECONDS = 30
GOAL_P50_MS = 15.0
GOAL_RATIO = 5.0

HTTP = "HTTP request to finished row"
GRPC = "gRPC call to file path"
PREVIOUS = "previous design: HTTP request to finished row"
PREVIOUS_REPLY = "previous design: its base64 reply alone"
FLOOR = "no server: encode, measure, hash, sync"
DISK = "the disk alone: write, fsync"

_API = "/api/v1/environment-sounds"
_TIMEOUT_SECONDS = 30.0
_PROMPT = "a noise to measure with"

Variant = Callable[[int], float]
"""Generates one sound of a duration (s), deletes its file, and returns the elapsed time, s."""


def main() -> None:
    """Measure, print, and write results/stack.md and results/stack.json."""
    conditions = report.conditions()
    data_dir = Path(os.environ.get("DATA_DIR", "data"))
    data_dir.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=data_dir.absolute()) as name,
        running(Path(name)) as ports,
        variants(ports, Path(name)) as all_variants,
    ):
        sounds = [measure(all_variants, duration) for duration in DURATIONS_SECONDS]
    goals = _goals(next(s for s in sounds if s["duration_seconds"] == GOAL_DURATION_SECONDS))
    results = {
        "conditions": conditions,
        "runs": MEASURED_RUNS,
        "warm_up_runs": WARM_UP_RUNS,
        "format": "WAV, 16 bits, stereo, 44.1 kHz",
        "sounds": sounds,
        "goals": goals,
    }
    report.publish("stack", "The overhead of the stack", _text(sounds, goals), results)


@contextmanager
def variants(ports: Ports, folder: Path) -> Iterator[dict[str, Variant]]:
    """Yield the variants to compare, with open connections."""
    with ExitStack() as stack:
        backend, events, previous_backend, previous_api = (
            stack.enter_context(
                closing(HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_SECONDS))
            )
            for port in (ports.backend, ports.backend, ports.previous_backend, ports.previous_api)
        )
        channel = stack.enter_context(grpc.insecure_channel(f"127.0.0.1:{ports.sidecar}"))
        stub = pb_grpc.EnvironmentSoundServiceStub(channel)
        yield {
            HTTP: lambda duration: http_to_finished_row(backend, events, duration),
            GRPC: lambda duration: grpc_to_file_path(stub, duration),
            PREVIOUS: lambda duration: previous_design_to_finished_row(previous_backend, duration),
            PREVIOUS_REPLY: lambda duration: base64_to_file(
                previous_api, duration, folder / "previous.wav"
            ),
            FLOOR: lambda duration: file_without_stack(duration, folder / "floor.wav"),
            DISK: lambda duration: write_and_sync(duration, folder / "disk.wav"),
        }


def http_to_finished_row(
    backend: HTTPConnection, events: HTTPConnection, duration_seconds: int
) -> float:
    """Return the time of a POST and the sound's events until it is completed, s."""
    body = json.dumps({"prompt": _PROMPT, "duration": duration_seconds})
    started_at = time.perf_counter()
    backend.request("POST", f"{_API}/generate", body, {"Content-Type": "application/json"})
    sound_id = json.loads(backend.getresponse().read())["sound_id"]
    events.request("GET", f"{_API}/{sound_id}/events")
    reply = events.getresponse()
    while (line := reply.readline()).strip() != b"event: completed":
        if not line:
            raise SystemExit(f"sound {sound_id} was not completed")
    reply.readline()
    seconds = time.perf_counter() - started_at
    reply.read()
    backend.request("DELETE", f"{_API}/{sound_id}")
    backend.getresponse().read()
    return seconds


def grpc_to_file_path(stub: pb_grpc.EnvironmentSoundServiceStub, duration_seconds: int) -> float:
    """Return the time of the backend's call of the sidecar until it has the path, s."""
    started_at = time.perf_counter()
    request = pb.GenerateSoundRequest(
        prompt=_PROMPT, duration_seconds=duration_seconds, request_id=str(uuid.uuid4())
    )
    for event in stub.GenerateSound(request, timeout=_TIMEOUT_SECONDS):
        if event.WhichOneof("event") == "sound":
            path = Path(event.sound.file_path)
    seconds = time.perf_counter() - started_at
    path.unlink()
    return seconds


def previous_design_to_finished_row(connection: HTTPConnection, duration_seconds: int) -> float:
    """Return the time of the previous design's whole path, s."""
    body = json.dumps({"prompt": _PROMPT, "duration": duration_seconds})
    started_at = time.perf_counter()
    connection.request("POST", "/generate", body, {"Content-Type": "application/json"})
    path = json.loads(connection.getresponse().read())["path"]
    seconds = time.perf_counter() - started_at
    Path(path).unlink()
    return seconds


def base64_to_file(connection: HTTPConnection, duration_seconds: int, target: Path) -> float:
    """Return the time to get the API's JSON, decode its base64 and write it without sync, s."""
    body = json.dumps({"prompt": _PROMPT, "duration": duration_seconds})
    started_at = time.perf_counter()
    connection.request("POST", "/generate", body, {"Content-Type": "application/json"})
    reply = json.loads(connection.getresponse().read())
    target.write_bytes(base64.b64decode(reply["audio"]))
    seconds = time.perf_counter() - started_at
    target.unlink()
    return seconds


def file_without_stack(duration_seconds: int, target: Path) -> float:
    """Return the time that the file itself needs, in two threads as in the sidecar, s.

    It measures the levels, which determine the gain, then encodes, then computes the hash in
    parallel with the sync. No stack can be faster on this machine without doing less.
    """
    samples = _noise()[:, : duration_seconds * SAMPLE_RATE_HERTZ]
    meter = LevelMeter()
    started_at = time.perf_counter()
    with ThreadPoolExecutor(1) as executor, target.open("w+b") as file:
        meter.add(samples)
        with SoundEncoder(file, AudioFormat.WAV_16) as encoder:
            encoder.write(samples)
        syncing = executor.submit(os.fsync, file.fileno())
        file.seek(0)
        hashlib.file_digest(file, "sha256")
        syncing.result()
    seconds = time.perf_counter() - started_at
    target.unlink()
    return seconds


@cache
def _noise() -> Samples:
    return precomputed_noise()


def write_and_sync(duration_seconds: int, target: Path) -> float:
    """Return the time to write and sync as many bytes as the file has, a lower bound, s."""
    content = os.urandom(duration_seconds * 44_100 * 4)
    started_at = time.perf_counter()
    with target.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    seconds = time.perf_counter() - started_at
    target.unlink()
    return seconds


def measure(all_variants: dict[str, Variant], duration_seconds: int) -> dict[str, Any]:
    """Return the percentiles of each variant, ms, measured in turns."""
    seconds: dict[str, list[float]] = {name: [] for name in all_variants}
    for run in range(WARM_UP_RUNS + MEASURED_RUNS):
        for name, variant in all_variants.items():
            taken = variant(duration_seconds)
            if run >= WARM_UP_RUNS:
                seconds[name].append(taken)
    milliseconds = {name: 1000 * np.array(taken) for name, taken in seconds.items()}
    return {
        "duration_seconds": duration_seconds,
        "variants": {
            name: {
                f"p{percentile}_ms": round(float(np.percentile(taken, percentile)), 2)
                for percentile in (50, 99)
            }
            for name, taken in milliseconds.items()
        },
    }


def _goals(sound: dict[str, Any]) -> dict[str, dict[str, Any]]:
    whole_path_ms = sound["variants"][HTTP]["p50_ms"]
    ratio = sound["variants"][PREVIOUS]["p50_ms"] / whole_path_ms
    return {
        f"{HTTP}: p50 at most {GOAL_P50_MS:g} ms": {
            "measured": f"{whole_path_ms:.1f} ms",
            "is_met": whole_path_ms <= GOAL_P50_MS,
        },
        f"{HTTP}: at most 1/{GOAL_RATIO:g} of the previous design": {
            "measured": f"1/{ratio:.1f}",
            "is_met": ratio >= GOAL_RATIO,
        },
    }


def _text(sounds: list[dict[str, Any]], goals: dict[str, dict[str, Any]]) -> str:
    tables = []
    for sound in sounds:
        previous_ms = sound["variants"][PREVIOUS]["p50_ms"]
        rows = [
            [
                name,
                f"{ms['p50_ms']:.1f}",
                f"{ms['p99_ms']:.1f}",
                f"1/{previous_ms / ms['p50_ms']:.1f}",
            ]
            for name, ms in sound["variants"].items()
        ]
        head = [f"{sound['duration_seconds']} s of sound", "p50, ms", "p99, ms", "of previous"]
        tables.append(report.table(head, rows))
    verdicts = [
        f"- {goal}: {result['measured']}, {'met' if result['is_met'] else 'not met'}"
        for goal, result in goals.items()
    ]
    introduction = (
        "The engine's sound is precomputed; the file is a 16-bit stereo WAV. The previous design\n"
        "is two servers, the model's API and a backend that calls it; it syncs neither file nor\n"
        f"row. {MEASURED_RUNS} runs after {WARM_UP_RUNS} warm-up runs; "
        "all variants run in turns."
    )
    verdict = f"Goals, for {GOAL_DURATION_SECONDS} s:\n\n" + "\n".join(verdicts)
    return "\n\n".join([introduction, *tables, verdict])


if __name__ == "__main__":
    main()
