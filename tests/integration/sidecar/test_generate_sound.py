"""The life of a sound, seen by a gRPC client of a real sidecar."""

import hashlib
import json
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import grpc
import numpy as np
import pytest
import soundfile
from support.calls import CALL_SECONDS, OLDER_RAIN, Refusal, make, refusal
from support.processes import Sidecar, running_sidecar

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc

Stub = pb_grpc.EnvironmentSoundServiceStub


def test_a_sound_is_the_file_that_its_event_describes(sidecar: Sidecar, stub: Stub) -> None:
    sound = make(stub, prompt="rain", name="Forest Rain 雨", duration_seconds=1.5, seed=3)
    path = Path(sound.file_path)
    assert path == sidecar.sounds_dir / sound.relative_path
    assert path.name.startswith("env_forest-rain-雨_")
    content = path.read_bytes()
    assert len(content) == sound.file_size_bytes
    assert hashlib.sha256(content).hexdigest() == sound.sha256
    info = soundfile.info(path)
    assert (info.samplerate, info.channels, info.frames) == (44_100, 2, 66_150)
    assert (sound.sample_rate_hertz, sound.channels, sound.frame_count) == (44_100, 2, 66_150)
    assert sound.duration_seconds == 1.5
    assert (sound.engine, sound.model_revision, sound.seed) == ("instant", "1", 3)
    assert sound.peak_dbfs == pytest.approx(-6.02, abs=0.01)
    assert sound.notes == ["made for a test"]
    assert not [p for p in sidecar.temporary_files() if "forest" in p.name]


@pytest.mark.parametrize("format_name", ["WAV_16", "FLAC", "MP3", "OGG_VORBIS", "OPUS"])
def test_a_sound_tells_its_terms_and_so_does_its_file(stub: Stub, format_name: str) -> None:
    wire_format = pb.AudioFormat.Value(f"AUDIO_FORMAT_{format_name}")
    sound = make(stub, prompt="rain", format=wire_format)
    assert sound.license == pb.License(
        name="Test License",
        commercial_use=pb.COMMERCIAL_USE_UP_TO_REVENUE,
        revenue_limit_usd=1_000_000,
        attribution="Powered by tests",
        terms_url="https://example.org/license",
    )
    content = Path(sound.file_path).read_bytes()
    for told in (b"Test License", b"up_to_revenue", b"Powered by tests", b"example.org/license"):
        assert told in content


def test_what_an_engine_has_no_use_for_is_not_used_and_said(stub: Stub) -> None:
    plain = make(stub, prompt="rain", seed=3)
    sound = make(stub, prompt="rain", seed=3, steps=50, cfg_scale=3.5, negative_prompt="birds")
    assert (sound.steps, sound.cfg_scale, sound.negative_prompt) == (0, 0, "")
    assert list(sound.notes) == [
        "The instant engine has no steps; steps=50 was not used.",
        "The instant engine has no guidance; cfg_scale=3.5 was not used.",
        "The instant engine has no negative prompt; negative_prompt was not used.",
        "made for a test",
    ]
    assert np.array_equal(soundfile.read(sound.file_path)[0], soundfile.read(plain.file_path)[0])
    made = make(stub, prompt="rain", engine="procedural", steps=50, duration_seconds=0.5)
    assert "The procedural engine has no steps; steps=50 was not used." in made.notes


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(stub: Stub) -> None:
    def digest(seed: int) -> str:
        return make(stub, prompt="rain", seed=seed).sha256

    assert digest(5) == digest(5)
    assert digest(5) != digest(6)


def test_a_drawn_seed_is_told_and_makes_the_sound_again(stub: Stub) -> None:
    first = make(stub, prompt="rain")
    again = make(stub, prompt="rain", seed=first.seed)
    assert again.sha256 == first.sha256
    assert make(stub, prompt="rain").seed != first.seed


@pytest.mark.parametrize(
    ("format_name", "kind", "rate"),
    [
        ("WAV_16", ("WAV", "PCM_16"), 44_100),
        ("WAV_24", ("WAV", "PCM_24"), 44_100),
        ("WAV_FLOAT", ("WAV", "FLOAT"), 44_100),
        ("FLAC", ("FLAC", "PCM_24"), 44_100),
        ("MP3", ("MP3", "MPEG_LAYER_III"), 44_100),
        ("OGG_VORBIS", ("OGG", "VORBIS"), 44_100),
        ("OPUS", ("OGG", "OPUS"), 48_000),
    ],
)
def test_every_format(stub: Stub, format_name: str, kind: tuple[str, str], rate: int) -> None:
    wire_format = pb.AudioFormat.Value(f"AUDIO_FORMAT_{format_name}")
    sound = make(stub, prompt="rain", format=wire_format)
    info = soundfile.info(sound.file_path)
    assert (info.format, info.subtype) == kind
    assert info.samplerate == sound.sample_rate_hertz == rate
    assert sound.format == wire_format
    assert info.frames == sound.frame_count
    assert sound.duration_seconds == pytest.approx(1.0, abs=0.001)


def test_a_loop_has_the_length_asked_for_and_says_so_in_its_file(stub: Stub) -> None:
    sound = make(stub, prompt="rain", loop=True, duration_seconds=2)
    assert sound.loop
    assert sound.frame_count == 88_200
    assert b"smpl" in Path(sound.file_path).read_bytes()


def test_a_bed_has_the_loudness_and_an_event_the_true_peak_to_rely_on(stub: Stub) -> None:
    bed = make(stub, prompt="rain", engine="bed", duration_seconds=2)
    assert bed.loudness_lufs == pytest.approx(-23, abs=1)
    event = make(stub, prompt="a door", engine="event")
    assert event.true_peak_dbtp == pytest.approx(-3, abs=1)
    own = make(stub, prompt="rain", engine="bed", target_lufs=-30, duration_seconds=2)
    assert own.loudness_lufs == pytest.approx(-30, abs=0.1)


def test_what_an_engine_makes_above_full_scale_stays_below_the_ceiling(stub: Stub) -> None:
    sound = make(stub, prompt="rain", engine="loud")
    assert sound.peak_dbfs <= sound.true_peak_dbtp <= -1
    assert np.abs(soundfile.read(sound.file_path)[0]).max() <= 10 ** (-1 / 20)
    assert any("turned down" in note for note in sound.notes)


def test_a_target_loudness_is_reached(stub: Stub) -> None:
    sound = make(stub, prompt="rain", target_lufs=-30, duration_seconds=2)
    assert sound.loudness_lufs == pytest.approx(-30, abs=0.1)


def test_a_target_loudness_beyond_full_scale_is_told(stub: Stub) -> None:
    sound = make(stub, prompt="rain", target_lufs=-5)
    assert sound.true_peak_dbtp == pytest.approx(-1, abs=0.1)
    assert any("-5 LUFS" in note for note in sound.notes)


@pytest.mark.parametrize("engine", ["loud", "bed", "event"])
@pytest.mark.parametrize("ceiling_dbtp", [-9.0, 0.0])
def test_no_peak_passes_the_ceiling_of_the_request(
    stub: Stub, engine: str, ceiling_dbtp: float
) -> None:
    sound = make(stub, prompt="rain", engine=engine, true_peak_ceiling_dbtp=ceiling_dbtp)
    assert sound.true_peak_dbtp <= ceiling_dbtp
    samples = soundfile.read(sound.file_path)[0]
    assert np.abs(samples).max() <= 10 ** (ceiling_dbtp / 20)


def test_a_target_loudness_stops_at_the_ceiling_of_the_request(stub: Stub) -> None:
    sound = make(stub, prompt="rain", target_lufs=-5, true_peak_ceiling_dbtp=-6)
    assert sound.true_peak_dbtp == pytest.approx(-6, abs=0.1)
    assert any("-6 dBTP" in note for note in sound.notes)


def test_progress_never_falls_and_counts_the_steps(stub: Stub) -> None:
    request = pb.GenerateSoundRequest(prompt="rain", engine="slow", steps=20)
    events = list(stub.GenerateSound(request, timeout=CALL_SECONDS))
    assert events[0].WhichOneof("event") == "queued"
    progress = [event.progress for event in events if event.WhichOneof("event") == "progress"]
    fractions = [event.fraction for event in progress]
    assert fractions == sorted(fractions)
    assert {event.step for event in progress if event.stage == pb.STAGE_GENERATING} == {
        *range(1, 21)
    }
    late = [event for event in progress if event.stage == pb.STAGE_GENERATING][-1]
    assert late.HasField("estimated_remaining_seconds")


def test_cancelling_stops_the_work_and_leaves_nothing(own_sidecar: Sidecar) -> None:
    with grpc.insecure_channel(own_sidecar.target) as channel:
        stub = Stub(channel)
        call = stub.GenerateSound(
            pb.GenerateSoundRequest(prompt="rain", engine="slow", steps=10_000)
        )
        next(event for event in call if event.WhichOneof("event") == "progress")
        call.cancel()
        # Both places of this engine are free again only when the first sound has left.
        for _ in range(2):
            make(stub, prompt="wind", engine="slow", steps=2)
    assert own_sidecar.temporary_files() == []
    assert len(own_sidecar.finished_files()) == 2


def test_a_deadline_stops_the_work_and_leaves_nothing(own_sidecar: Sidecar) -> None:
    with grpc.insecure_channel(own_sidecar.target) as channel:
        stub = Stub(channel)
        request = pb.GenerateSoundRequest(prompt="rain", engine="slow", steps=10_000)
        with pytest.raises(grpc.RpcError) as caught:
            list(stub.GenerateSound(request, timeout=0.5))
        assert caught.value.code() == grpc.StatusCode.DEADLINE_EXCEEDED
        make(stub, prompt="wind", engine="slow", steps=2)
    assert own_sidecar.temporary_files() == []


class TestRequestId:
    def test_again_returns_the_first_result(self, sidecar: Sidecar, stub: Stub) -> None:
        first = make(stub, prompt="rain", request_id="again")
        second = make(stub, prompt="rain", request_id="again")
        assert second == first
        assert second.license.name == "Test License"

    def test_with_other_fields_is_an_error(self, stub: Stub) -> None:
        make(stub, prompt="rain", request_id="reused")
        error = refusal(stub, prompt="wind", request_id="reused")
        assert (error.code, error.reason) == (
            grpc.StatusCode.ALREADY_EXISTS,
            "REQUEST_ID_REUSED",
        )

    def test_at_the_same_time_joins_the_first(self, sidecar: Sidecar, stub: Stub) -> None:
        before = len(sidecar.finished_files())
        sounds: list[pb.Sound] = []
        fields = {"prompt": "rain", "engine": "slow", "steps": 30, "request_id": "joined"}
        threads = [
            threading.Thread(target=lambda: sounds.append(make(stub, **fields))) for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(CALL_SECONDS)
        assert len(sounds) == 3
        assert len({sound.sha256 for sound in sounds}) == 1
        assert len(sidecar.finished_files()) == before + 1

    def test_survives_a_restart(self, own_sidecar: Sidecar) -> None:
        with grpc.insecure_channel(own_sidecar.target) as channel:
            first = make(Stub(channel), prompt="rain", request_id="durable")
        own_sidecar.kill()
        own_sidecar.start()
        with grpc.insecure_channel(own_sidecar.target) as channel:
            second = make(Stub(channel), prompt="rain", request_id="durable")
        assert second == first
        assert len(own_sidecar.finished_files()) == 1

    def test_that_an_earlier_version_answered_is_answered_alike(self, own_sidecar: Sidecar) -> None:
        with grpc.insecure_channel(own_sidecar.target) as channel:
            first = make(Stub(channel), prompt="rain", request_id="older")
            path = own_sidecar.sounds_dir / ".requests.sqlite3"
            with closing(sqlite3.connect(path)) as answered, answered:
                answered.execute("UPDATE answered_requests SET fingerprint = ?", (OLDER_RAIN,))
            assert make(Stub(channel), prompt="rain", request_id="older") == first
            error = refusal(Stub(channel), prompt="rain", seed=1, request_id="older")
        assert error.reason == "REQUEST_ID_REUSED"

    def test_whose_file_is_gone_makes_the_sound_again(self, stub: Stub) -> None:
        first = make(stub, prompt="rain", request_id="deleted")
        Path(first.file_path).unlink()
        second = make(stub, prompt="rain", request_id="deleted")
        assert Path(second.file_path).exists()


def test_a_full_queue_is_told_with_a_time_to_come_back(tmp_path: Path) -> None:
    with (
        running_sidecar(tmp_path, ENVSOUND_QUEUE_CAPACITY="1") as sidecar,
        grpc.insecure_channel(sidecar.target) as channel,
    ):
        stub = Stub(channel)
        request = pb.GenerateSoundRequest(prompt="rain", engine="slow", steps=10_000)
        calls = [stub.GenerateSound(request) for _ in range(3)]  # two places and one to wait
        for call in calls:
            next(iter(call))
        deadline = time.monotonic() + CALL_SECONDS
        while stub.ListEngines(pb.ListEnginesRequest()).queue_length < 1:
            assert time.monotonic() < deadline
        error = refusal(stub, prompt="wind", engine="slow")
        for call in calls:
            call.cancel()
    assert (error.code, error.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "QUEUE_FULL")
    assert error.message.startswith("QUEUE_FULL: 1 sounds wait already; try again in ")
    assert error.retry_seconds is not None
    assert error.retry_seconds > 0


def test_interactive_sounds_go_before_batch_sounds(own_sidecar: Sidecar) -> None:
    order: list[str] = []
    with grpc.insecure_channel(own_sidecar.target) as channel:
        stub = Stub(channel)
        blockers = [
            stub.GenerateSound(pb.GenerateSoundRequest(prompt="x", engine="slow", steps=60))
            for _ in range(2)
        ]
        for blocker in blockers:
            next(event for event in blocker if event.WhichOneof("event") == "progress")

        def ask(name: str, priority: "pb.Priority") -> None:
            make(stub, prompt=name, engine="slow", steps=5, priority=priority)
            order.append(name)

        threads = []
        for index in range(2):
            thread = threading.Thread(target=ask, args=(f"batch {index}", pb.PRIORITY_BATCH))
            threads.append(thread)
        for index in range(2):
            thread = threading.Thread(
                target=ask, args=(f"interactive {index}", pb.PRIORITY_INTERACTIVE)
            )
            threads.append(thread)
        for count, thread in enumerate(threads, start=1):
            thread.start()
            while stub.ListEngines(pb.ListEnginesRequest()).queue_length < count:
                time.sleep(0.005)
        for thread in threads:
            thread.join(CALL_SECONDS)
    assert [name.split()[0] for name in order] == [
        "interactive", "interactive", "batch", "batch",
    ]  # fmt: skip


def test_the_operation_log_tells_who_asked_what_and_what_came_of_it(
    sidecar: Sidecar, stub: Stub
) -> None:
    make(stub, prompt="a sound for the log")
    refusal(stub, prompt="a broken one for the log", engine="broken")
    log = sidecar.data_dir / "logs" / "environment_sounds_sidecar.log"
    deadline = time.monotonic() + CALL_SECONDS
    lines: dict[str, dict[str, object]] = {}
    while len(lines) < 2:
        assert time.monotonic() < deadline
        entries = [json.loads(line) for line in log.read_text().splitlines()]
        lines = {entry["prompt"]: entry for entry in entries if "for the log" in entry["prompt"]}
    made, broken = lines["a sound for the log"], lines["a broken one for the log"]
    assert made["result"] == "completed"
    assert made["seconds"] >= 0
    assert "127.0.0.1" in str(made["who"])
    assert (broken["result"], broken["reason"]) == ("failed", "INTERNAL")


def test_after_kill_9_no_temporary_file_is_left(own_sidecar: Sidecar) -> None:
    with grpc.insecure_channel(own_sidecar.target) as channel:
        call = Stub(channel).GenerateSound(
            pb.GenerateSoundRequest(prompt="rain", engine="slow", steps=10_000)
        )
        next(event for event in call if own_sidecar.temporary_files())
        own_sidecar.kill()
        with pytest.raises(grpc.RpcError) as caught:
            list(call)
        assert Refusal(caught.value).code == grpc.StatusCode.UNAVAILABLE
    assert len(own_sidecar.temporary_files()) == 1
    own_sidecar.start()
    assert own_sidecar.temporary_files() == []
