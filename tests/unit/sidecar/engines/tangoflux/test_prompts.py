"""The encoding and truncation of prompts."""

import logging
from pathlib import Path

import pytest
import torch
from support.tangoflux_rendering import loaded_engine, make_request, relative_difference, render

from envsound_server.engines.tangoflux import create
from envsound_server.engines.tangoflux.engine import TangoFluxEngine
from envsound_server.engines.tangoflux.inference.prompts import MAX_TOKENS, PromptEncoder

WORDS_THAT_FIT = "rain " * 63
"""With the end of the text 64 tokens."""


@pytest.fixture(scope="module")
def engine(short_checkpoint: Path) -> TangoFluxEngine:
    return loaded_engine(short_checkpoint)


@pytest.fixture(scope="module")
def encoder(engine: TangoFluxEngine) -> PromptEncoder:
    return engine._loaded._prompts


def test_a_prompt_within_the_limit_is_not_truncated(engine: TangoFluxEngine) -> None:
    assert not engine.start(make_request(WORDS_THAT_FIT)).notes


def test_truncation_is_reported_in_log_and_notes(
    engine: TangoFluxEngine, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        rendering = engine.start(make_request(WORDS_THAT_FIT + "then thunder over the city"))
    assert list(rendering.notes) == [
        "The prompt is longer than 64 tokens; ignored: then thunder over the city"
    ]
    assert "then thunder over the city" in caplog.text


def test_a_negative_prompt_is_truncated_too(engine: TangoFluxEngine) -> None:
    (note,) = engine.start(make_request(negative_prompt=WORDS_THAT_FIT + "loud traffic")).notes
    assert note == "The negative prompt is longer than 64 tokens; ignored: loud traffic"


def test_the_note_on_truncation_is_short(engine: TangoFluxEngine) -> None:
    (note,) = engine.start(make_request("rain " * 190)).notes
    assert len(note) < 200


def test_truncated_text_does_not_affect_the_sound(engine: TangoFluxEngine) -> None:
    whole, cut = (
        render(engine, make_request(WORDS_THAT_FIT)),
        render(engine, make_request("rain " * 90)),
    )
    assert abs(whole - cut).max() < 1e-6


def test_padding_does_not_affect_the_tokens(encoder: PromptEncoder) -> None:
    """A shorter padding is a prefix of the longest one."""
    encoded = encoder.encode("birds in the forest")
    assert encoded.token_count == 5
    text_encoder, tokenizer = encoder._text_encoder._module, encoder._tokenizer
    for position_count in (5, 9, 33):
        batch = tokenizer(
            ["birds in the forest"],
            padding="max_length",
            max_length=position_count,
            return_tensors="pt",
        )
        with torch.inference_mode():
            shorter = text_encoder(**batch)[0][0]
        assert relative_difference(encoded.tokens[:position_count], shorter) < 1e-5


def test_a_negative_prompt_longer_than_the_prompt_stays_whole(engine: TangoFluxEngine) -> None:
    longer = "loud traffic and a distant train over the sea"
    sounds = [
        render(engine, make_request("rain", negative_prompt=text)) for text in (longer, longer[:12])
    ]
    assert abs(sounds[0] - sounds[1]).max() > 1e-3


def test_recent_prompts_are_remembered(encoder: PromptEncoder) -> None:
    first = encoder.encode("the first")
    assert encoder.encode("the first") is first
    for number in range(200):
        encoder.encode(f"number {number}")
    assert encoder.encode("number 199") is encoder.encode("number 199")
    forgotten = encoder.encode("the first")
    assert forgotten is not first
    assert forgotten.tokens.shape == (MAX_TOKENS, 64)


def test_prompts_that_were_read_before_are_counted(short_checkpoint: Path) -> None:
    engine = create({})
    assert engine.prompt_lookups == (0, 0)
    engine = loaded_engine(short_checkpoint)
    before = engine.prompt_lookups
    for _ in range(3):
        engine.start(make_request("rain that nobody asked for before", cfg_scale=1.0))
    after = engine.prompt_lookups
    assert after.miss_count - before.miss_count == 1
    assert after.hit_count - before.hit_count == 2
