"""Sounds that are made from earlier ones, and loops that engines join, at a real sidecar."""

import hashlib
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import grpc
import numpy as np
import pytest
import soundfile
from support.calls import CALL_SECONDS, Refusal, make, refusal
from support.processes import Sidecar

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc
from envsound_server.audio.formats import AudioFormat
from envsound_server.audio.tags import read_label, read_tags, write_tags

Stub = pb_grpc.EnvironmentSoundServiceStub
Code = grpc.StatusCode
FLOAT = pb.AUDIO_FORMAT_WAV_FLOAT


def samples_of(sound: pb.Sound) -> Any:
    return soundfile.read(sound.file_path, dtype="float32")[0]


def earlier(stub: Stub, **fields: Any) -> pb.Sound:
    """Return a sound of 1.5 s to start from."""
    return make(stub, **{"prompt": "rain", "duration_seconds": 1.5, "format": FLOAT, **fields})


def from_source(source: pb.Source, **fields: Any) -> dict[str, Any]:
    """Return a request whose engine makes the source's samples, and noise behind them."""
    return {
        "prompt": "wind",
        "engine": "from_source",
        "format": FLOAT,
        "source": source,
        **fields,
    }


def test_an_engine_gets_the_samples_of_a_file(stub: Stub) -> None:
    first = earlier(stub)
    sound = make(stub, **from_source(pb.Source(sound_file=first.relative_path)))
    assert np.array_equal(samples_of(sound), samples_of(first))
    assert sound.source_file == first.relative_path
    assert sound.frame_count == 66_150
    assert list(sound.notes) == ["Frames: 66150.", "Loop: False.", "Strength: 0.7.", "Kept: ()."]
    assert first.source_file == ""


def test_the_terms_of_the_source_hold_too(stub: Stub) -> None:
    first = earlier(stub)
    path = Path(first.file_path)
    tags, label = read_tags(path), read_label(path)
    assert tags is not None
    assert label is not None
    research = replace(tags, license_name="research only", commercial_use="no")
    write_tags(path, AudioFormat.WAV_FLOAT, research, label)
    sound = make(stub, **from_source(pb.Source(sound_file=first.relative_path)))
    assert sound.license.commercial_use == pb.COMMERCIAL_USE_NO
    assert sound.license.name.endswith("made from a sound under: research only")
    again = read_tags(sound.file_path)
    assert again is not None
    assert again.commercial_use == "no"


def test_a_source_may_be_named_by_its_request(stub: Stub) -> None:
    first = earlier(stub, request_id="to start from")
    sound = make(stub, **from_source(pb.Source(request_id="to start from")))
    assert np.array_equal(samples_of(sound), samples_of(first))
    assert sound.source_file == first.relative_path


def test_kept_ranges_and_strength_reach_the_engine(stub: Stub) -> None:
    ranges = [pb.TimeRange(start_seconds=0, end_seconds=0.5), pb.TimeRange(start_seconds=1)]
    ranges[1].end_seconds = 1.5
    first = earlier(stub)
    source = pb.Source(sound_file=first.relative_path, strength=0.25, keep_ranges=ranges)
    sound = make(stub, **from_source(source, duration_seconds=2))
    assert sound.frame_count == 88_200
    assert np.array_equal(samples_of(sound)[:66_150], samples_of(first))
    assert list(sound.notes)[2:] == ["Strength: 0.25.", "Kept: ((0, 22050), (44100, 66150))."]


def test_the_same_source_and_seed_give_the_same_bytes(stub: Stub) -> None:
    first = earlier(stub, request_id="twice")
    by_file = from_source(pb.Source(sound_file=first.relative_path), seed=5)
    by_request = from_source(pb.Source(request_id="twice", strength=0.7), seed=5)
    digests = {make(stub, **fields).sha256 for fields in (by_file, by_file, by_request)}
    assert len(digests) == 1


def test_a_loop_that_its_engine_joins_is_not_crossfaded(stub: Stub) -> None:
    first = earlier(stub)
    sound = make(stub, **from_source(pb.Source(sound_file=first.relative_path), loop=True))
    assert sound.loop
    assert list(sound.notes)[:2] == ["Frames: 66150.", "Loop: True."]
    assert np.array_equal(samples_of(sound), samples_of(first))
    assert b"smpl" in Path(sound.file_path).read_bytes()


def test_any_other_format_is_a_source_too(stub: Stub) -> None:
    first = earlier(stub, format=pb.AUDIO_FORMAT_OPUS)
    sound = make(stub, **from_source(pb.Source(sound_file=first.relative_path)))
    assert sound.frame_count == 66_150
    assert sound.duration_seconds == first.duration_seconds == 1.5


def test_a_file_that_somebody_put_there_is_a_source(sidecar: Sidecar, stub: Stub) -> None:
    wave = 0.3 * np.sin(2 * np.pi * 440 * np.arange(22_050) / 22_050)
    (sidecar.sounds_dir / "2020/01").mkdir(parents=True)
    soundfile.write(sidecar.sounds_dir / "2020/01/tone.flac", wave, 22_050)
    sound = make(stub, **from_source(pb.Source(sound_file="2020/01/tone.flac")))
    made = samples_of(sound)
    assert made.shape == (44_100, 2)
    expected = 0.3 * np.sin(2 * np.pi * 440 * np.arange(44_100) / 44_100)
    np.testing.assert_allclose(made[2_000:-2_000, 0], expected[2_000:-2_000], atol=2e-3)
    assert np.array_equal(made[:, 0], made[:, 1])


@pytest.mark.parametrize(
    ("source", "bad"),
    [
        (pb.Source(), "source"),
        (pb.Source(sound_file=""), "source.sound_file"),
        (pb.Source(sound_file="../sidecar-test.log"), "source.sound_file"),
        (pb.Source(sound_file="/etc/passwd"), "source.sound_file"),
        (pb.Source(sound_file=".requests.sqlite3"), "source.sound_file"),
        (pb.Source(sound_file="2020/02/text.wav"), "source.sound_file"),
        (pb.Source(request_id=""), "source.request_id"),
        (pb.Source(sound_file="2020/02/a.wav", strength=0), "source.strength"),
        (pb.Source(sound_file="2020/02/a.wav", strength=float("nan")), "source.strength"),
        (
            pb.Source(sound_file="2020/02/a.wav", keep_ranges=[pb.TimeRange()]),
            "source.keep_ranges[0]",
        ),
        (
            pb.Source(sound_file="2020/02/a.wav", keep_ranges=[pb.TimeRange(end_seconds=1.1)]),
            "source.keep_ranges[0]",
        ),
    ],
)
def test_a_bad_field_of_a_source_is_named(
    sidecar: Sidecar, stub: Stub, source: pb.Source, bad: str
) -> None:
    (sidecar.sounds_dir / "2020/02").mkdir(parents=True, exist_ok=True)
    (sidecar.sounds_dir / "2020/02/text.wav").write_text("no sound")
    soundfile.write(sidecar.sounds_dir / "2020/02/a.wav", np.full((44_100, 2), 0.1), 44_100)
    error = refusal(stub, **from_source(source))
    assert (error.code, error.reason) == (Code.INVALID_ARGUMENT, "REQUEST_INVALID")
    assert set(error.fields) == {bad}
    assert str(sidecar.data_dir) not in error.message


def test_an_engine_without_sources_says_which_has_them(stub: Stub) -> None:
    error = refusal(stub, prompt="rain", source=pb.Source(sound_file="2020/01/a.wav"))
    assert error.fields["source"].startswith(
        "the instant engine makes no sound from an earlier one; leave source unset, or choose one"
    )
    assert "from_source" in error.fields["source"]


@pytest.mark.parametrize(
    "source", [pb.Source(sound_file="2020/01/gone.wav"), pb.Source(request_id="nobody's")]
)
def test_a_source_that_is_not_there(sidecar: Sidecar, stub: Stub, source: pb.Source) -> None:
    error = refusal(stub, **from_source(source))
    assert (error.code, error.reason) == (Code.NOT_FOUND, "SOURCE_NOT_FOUND")
    assert f"source.{source.WhichOneof('sound')}" in error.message
    assert str(sidecar.data_dir) not in error.message


def test_a_link_out_of_the_folder_is_not_there(sidecar: Sidecar, stub: Stub) -> None:
    outside = sidecar.data_dir / "outside.wav"
    soundfile.write(outside, np.full((44_100, 2), 0.1), 44_100)
    (sidecar.sounds_dir / "2020/03").mkdir(parents=True)
    (sidecar.sounds_dir / "2020/03/link.wav").symlink_to(outside)
    error = refusal(stub, **from_source(pb.Source(sound_file="2020/03/link.wav")))
    assert error.reason == "SOURCE_NOT_FOUND"


class TestRequestId:
    def test_again_returns_the_first_result_though_the_source_is_gone(self, stub: Stub) -> None:
        first = earlier(stub)
        fields = from_source(pb.Source(sound_file=first.relative_path), request_id="kept answer")
        sound = make(stub, **fields)
        Path(first.file_path).unlink()
        assert make(stub, **fields) == sound

    def test_with_another_source_is_an_error(self, stub: Stub) -> None:
        names = [earlier(stub).relative_path for _ in range(2)]
        make(stub, **from_source(pb.Source(sound_file=names[0]), request_id="one source"))
        error = refusal(
            stub, **from_source(pb.Source(sound_file=names[1]), request_id="one source")
        )
        assert error.reason == "REQUEST_ID_REUSED"


def test_a_source_that_goes_while_the_sound_waits_is_told(own_sidecar: Sidecar) -> None:
    with grpc.insecure_channel(own_sidecar.target) as channel:
        stub = Stub(channel)
        first = earlier(stub)
        request = pb.GenerateSoundRequest(
            **from_source(
                pb.Source(sound_file=first.relative_path), engine="slowly_from_source", steps=10_000
            )
        )
        making = [stub.GenerateSound(request, timeout=CALL_SECONDS) for _ in range(2)]
        for call in making:
            next(e for e in call if e.progress.stage == pb.STAGE_GENERATING)
        waiting = stub.GenerateSound(request, timeout=CALL_SECONDS)
        next(e for e in waiting if e.WhichOneof("event") == "queued")
        Path(first.file_path).unlink()
        for call in making:
            call.cancel()
        with pytest.raises(grpc.RpcError) as caught:
            list(waiting)
        error = Refusal(caught.value)
        assert (error.code, error.reason) == (Code.NOT_FOUND, "SOURCE_NOT_FOUND")
        make(stub, prompt="wind", engine="slowly_from_source", steps=2)  # its place is free
        assert own_sidecar.temporary_files() == []


def test_sounds_that_wait_for_their_turn_get_their_own_sources(stub: Stub) -> None:
    firsts = [earlier(stub, seed=seed) for seed in range(5)]
    calls = [
        stub.GenerateSound(
            pb.GenerateSoundRequest(
                **from_source(
                    pb.Source(sound_file=first.relative_path), engine="slowly_from_source", steps=5
                )
            ),
            timeout=CALL_SECONDS,
        )
        for first in firsts
    ]
    for first, call in zip(firsts, calls, strict=True):
        assert np.array_equal(samples_of(list(call)[-1].sound), samples_of(first))


def test_the_file_s_own_tags_name_the_source(stub: Stub) -> None:
    first = earlier(stub)
    sound = make(stub, **from_source(pb.Source(sound_file=first.relative_path)))
    content = Path(sound.file_path).read_bytes()
    assert first.relative_path.encode() in content
    assert hashlib.sha256(content).hexdigest() == sound.sha256


def test_a_client_that_leaves_while_its_source_is_read_leaves_nothing(
    own_sidecar: Sidecar,
) -> None:
    with grpc.insecure_channel(own_sidecar.target) as channel:
        stub = Stub(channel)
        first = earlier(stub, duration_seconds=60)
        source = pb.Source(sound_file=first.relative_path)
        for _ in range(5):
            request = pb.GenerateSoundRequest(
                **from_source(source, engine="slowly_from_source", steps=10_000)
            )
            call = stub.GenerateSound(request, timeout=CALL_SECONDS)
            next(iter(call))
            call.cancel()
        sound = make(stub, **from_source(source, engine="slowly_from_source", steps=2))
        assert sound.frame_count == first.frame_count
        deadline = time.monotonic() + CALL_SECONDS
        while own_sidecar.temporary_files():
            assert time.monotonic() < deadline
            time.sleep(0.05)
    assert len(own_sidecar.finished_files()) == 2
