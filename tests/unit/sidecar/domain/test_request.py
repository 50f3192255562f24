"""Fingerprints: equal for equal requests, whatever the version that made them."""

from dataclasses import replace

import pytest

from envsound_server.audio.formats import AudioFormat
from envsound_server.domain.request import Priority, SoundRequest, SoundSource

RAIN = SoundRequest("rain")
EVERYTHING = SoundRequest(
    prompt="雨 rain",
    duration_seconds=2.5,
    steps=30,
    cfg_scale=3.5,
    seed=7,
    engine="instant",
    name="n",
    category="c",
    loop=True,
    audio_format=AudioFormat.OPUS,
    target_lufs=-30.0,
    negative_prompt="birds",
    request_id="x",
    priority=Priority.BATCH,
)
WITH_SOURCE = replace(RAIN, source=SoundSource("a", strength=0.7, keep_ranges=((0.0, 1.0),)))


@pytest.mark.parametrize(
    ("request_", "fingerprint"),
    [
        (RAIN, "ba2741903a04894309502b7adaff12c5fef0b3a2888dc994d2530ab3efb60120"),
        (EVERYTHING, "60b1d865f9d82c4aa22250fb9f797b11947d1c03fcccb88a5ab67e6072bc4627"),
    ],
)
def test_the_fingerprint_never_changes(request_: SoundRequest, fingerprint: str) -> None:
    assert request_.fingerprint == fingerprint
    assert request_.matches(fingerprint)


@pytest.mark.parametrize(
    ("request_", "fingerprint"),
    [
        (RAIN, "23945775940ed9583e8ab08b5f6744950b6734e7aac0cda841ff4f2a00d8bf42"),
        (EVERYTHING, "2f218800cd50213c007512d678b62c2dfdef8ab40faa7eb390f453a4ba597342"),
        (WITH_SOURCE, "2dc3555bd82d4794eaab05ec383c081f35ef7b2d3a08ed512d33ea4420c8fb63"),
    ],
)
def test_the_fingerprints_of_earlier_versions_match(
    request_: SoundRequest, fingerprint: str
) -> None:
    assert request_.matches(fingerprint)
    assert not replace(request_, prompt="wind").matches(fingerprint)


def test_the_request_id_and_the_priority_are_no_part_of_it() -> None:
    other = replace(EVERYTHING, request_id="y", priority=Priority.INTERACTIVE)
    assert other.fingerprint == EVERYTHING.fingerprint


def test_every_part_of_a_source_makes_another_request() -> None:
    sources = [
        None,
        SoundSource("a"),
        SoundSource("b"),
        SoundSource(request_id="a"),
        SoundSource("a", strength=0.7),
        SoundSource("a", keep_ranges=((0.0, 1.0),)),
        SoundSource("a", keep_ranges=((0.0, 1.0), (2.0, 3.0))),
    ]
    prints = [replace(RAIN, source=source).fingerprint for source in sources]
    assert len(set(prints)) == len(prints)
    assert prints == [replace(RAIN, source=source).fingerprint for source in sources]
