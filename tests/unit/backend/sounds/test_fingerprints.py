"""The comparison of requests under one idempotency key, also with rows of older versions."""

from dataclasses import replace

from backend.sidecar.types import AudioFormat, Priority, SoundRequest
from backend.sounds.derive import Derivation, Extension, Repair, Variation
from backend.sounds.queued_rows import NewSound

REQUEST = SoundRequest(
    prompt="rain",
    name="rain",
    request_id="x",
    duration_seconds=10.0,
    seed=7,
    engine="procedural",
)


NEW = NewSound(REQUEST, description="d", category_id=1, tag_ids=(1, 2))
DERIVED = Derivation(Variation(0.7), prompt="rain", seed=7)


def test_the_fingerprints_never_change() -> None:
    assert NEW.fingerprint.current == (
        "6740a5d783dc0fc928d1a1e579466e817e60e839ed56b4ca05910bc999222976"
    )
    assert DERIVED.fingerprint(1).current == (
        "cd378064a6c7efb06952d4c3a260602d996cfcdacd6f05786d186c69594f2b76"
    )


def test_the_fingerprints_of_earlier_versions_match() -> None:
    kept = "54e3a2bee776e9c48596b1c401f629f5386e1ea3103db6d4e8dec799dd2fb91a"
    assert NEW.fingerprint.matches(kept)
    assert not replace(NEW, request=replace(REQUEST, seed=8)).fingerprint.matches(kept)
    kept = "1b7c046b0cb2f0b4f966d495be4b2d63fdbad72133d0a0b11a0fe25ff0a7f5bc"
    assert DERIVED.fingerprint(1).matches(kept)
    assert not DERIVED.fingerprint(2).matches(kept)


def test_the_request_id_and_the_priority_are_no_part_of_it() -> None:
    request = replace(REQUEST, request_id="y", priority=Priority.BATCH)
    assert replace(NEW, request=request).fingerprint.current == NEW.fingerprint.current
    batch = replace(DERIVED, priority=Priority.BATCH)
    assert batch.fingerprint(1).current == DERIVED.fingerprint(1).current


def test_each_thing_that_is_asked_for_makes_another_fingerprint_of_a_new_sound() -> None:
    others = [
        NEW,
        replace(NEW, description=""),
        replace(NEW, category_id=None),
        replace(NEW, tag_ids=(1,)),
        replace(NEW, request=replace(REQUEST, seed=8)),
        replace(NEW, request=replace(REQUEST, audio_format=AudioFormat.FLAC)),
    ]
    assert len({each.fingerprint.current for each in others}) == len(others)


def test_each_thing_that_is_asked_for_makes_another_fingerprint() -> None:
    wanted = Derivation(Variation(0.7))
    others = [
        wanted,
        replace(wanted, change=Variation(0.8)),
        replace(wanted, change=Variation(0.7, 3.0)),
        replace(wanted, change=Extension(3.0)),
        replace(wanted, change=Repair(0.0, 3.0)),
        replace(wanted, prompt="rain"),
        replace(wanted, seed=0),
    ]
    prints = [each.fingerprint(1).current for each in others] + [wanted.fingerprint(2).current]
    assert len(set(prints)) == len(prints)
