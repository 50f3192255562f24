import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from envsound_server.audio.formats import AudioFormat
from envsound_server.domain.engine import CommercialUse, License
from envsound_server.domain.events import FinishedSound
from envsound_server.errors import StorageFailed
from envsound_server.storage import answered_requests as module
from envsound_server.storage.answered_requests import (
    AnsweredRequestsFile,
    sound_from_json,
    sound_to_json,
)

SOUND = FinishedSound(
    relative_path="2026/11/env_雨_20261123_0a1b2c3d.flac",
    audio_format=AudioFormat.FLAC,
    frame_count=44_100,
    sample_rate_hertz=44_100,
    channels=2,
    file_size_bytes=1000,
    sha256="ab" * 32,
    engine="procedural",
    model_revision="1",
    prompt="雨",
    negative_prompt="",
    name="雨",
    category="weather",
    seed=2**62,
    steps=0,
    cfg_scale=0.0,
    loop=True,
    peak_dbfs=-3.25,
    true_peak_dbtp=-3.0,
    loudness_lufs=None,
    generation_seconds=0.5,
    create_time=datetime(2026, 11, 23, 12, 0, tzinfo=UTC),
    notes=("Heard in the prompt: rain.",),
    license=License("Terms", CommercialUse.UP_TO_REVENUE, 1_000_000, "Powered by", "https://x.org"),
    source_file="2026/10/env_雨_20261001_0a1b2c3d.flac",
)


@pytest.fixture
def answered_requests(tmp_path: Path) -> Iterator[AnsweredRequestsFile]:
    made = AnsweredRequestsFile(tmp_path)
    made.prepare()
    yield made
    made.close()


def test_what_is_recorded_is_found_by_another_process(
    answered_requests: AnsweredRequestsFile, tmp_path: Path
) -> None:
    answered_requests.record("a", "fingerprint", SOUND)
    other = AnsweredRequestsFile(tmp_path)
    assert other.find("a") == ("fingerprint", SOUND)
    other.close()
    assert answered_requests.find("b") is None


def test_what_an_older_server_recorded_is_read() -> None:
    fields = json.loads(sound_to_json(SOUND))
    for later in ("true_peak_dbtp", "license", "source_file"):
        del fields[later]
    assert sound_from_json(json.dumps(fields)) == replace(
        SOUND, true_peak_dbtp=None, license=None, source_file=""
    )


@pytest.mark.parametrize("use", CommercialUse)
def test_terms_are_remembered_by_words(use: CommercialUse) -> None:
    sound = replace(SOUND, license=License("Terms", use))
    assert json.loads(sound_to_json(sound))["license"]["commercial_use"] == use.value
    assert sound_from_json(sound_to_json(sound)) == sound


def test_a_sound_without_terms_is_remembered() -> None:
    sound = replace(SOUND, license=None)
    assert sound_from_json(sound_to_json(sound)) == sound


def test_a_later_record_takes_the_place_of_an_earlier_one(
    answered_requests: AnsweredRequestsFile,
) -> None:
    answered_requests.record("a", "first", SOUND)
    answered_requests.record("a", "second", SOUND)
    assert answered_requests.find("a") == ("second", SOUND)


def test_old_records_are_forgotten(
    answered_requests: AnsweredRequestsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered_requests.record("a", "fingerprint", SOUND)
    now = datetime.now(UTC).timestamp()
    later = now + (module.KEEP_DAYS + 1) * 86_400
    monkeypatch.setattr(module.time, "time", lambda: later)
    answered_requests.prepare()
    assert answered_requests.find("a") is None


def test_many_threads_at_once(answered_requests: AnsweredRequestsFile) -> None:
    threads = [
        threading.Thread(target=answered_requests.record, args=(f"id {n}", "f", SOUND))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(answered_requests.find(f"id {n}") for n in range(8))


def test_a_folder_that_is_not_there_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed):
        AnsweredRequestsFile(tmp_path / "nowhere").find("a")


def test_a_folder_that_was_emptied_is_written_again(
    answered_requests: AnsweredRequestsFile, tmp_path: Path
) -> None:
    for path in tmp_path.iterdir():
        path.unlink()
    answered_requests.record("a", "fingerprint", SOUND)
    assert answered_requests.find("a") == ("fingerprint", SOUND)
