"""What tells two requests with the same idempotency key apart, also in rows of older versions."""

from dataclasses import replace

from backend.sidecar.types import SoundRequest
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


def test_a_request_for_a_sound_has_the_fingerprint_it_always_had() -> None:
    new = NewSound(REQUEST, description="d", category_id=1, tag_ids=(1, 2))
    assert new.fingerprint == "54e3a2bee776e9c48596b1c401f629f5386e1ea3103db6d4e8dec799dd2fb91a"
    assert replace(new, request=replace(REQUEST, request_id="y")).fingerprint == new.fingerprint
    assert replace(new, request=replace(REQUEST, seed=8)).fingerprint != new.fingerprint


def test_a_request_for_a_sound_made_from_another_keeps_its_fingerprint() -> None:
    wanted = Derivation(Variation(0.7), prompt="rain", seed=7)
    assert wanted.fingerprint(1) == (
        "1b7c046b0cb2f0b4f966d495be4b2d63fdbad72133d0a0b11a0fe25ff0a7f5bc"
    )


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
    prints = [each.fingerprint(1) for each in others] + [wanted.fingerprint(2)]
    assert len(set(prints)) == len(prints)
