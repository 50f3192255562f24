"""How often the procedural engine parses prompts on the way through the real scheduler."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest
from support.generating import make, running_generator

from envsound_server.domain.events import FinishedSound
from envsound_server.domain.request import SoundRequest
from envsound_server.engines.procedural.engine import ProceduralEngine
from envsound_server.engines.procedural.reading import prompt as prompt_module
from envsound_server.engines.procedural.reading.tokens import Token, tokens_of


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each text was cut into words, the first step of a parse."""
    counted: Counter[str] = Counter()

    def counting(text: str) -> list[Token]:
        counted[text] += 1
        return tokens_of(text)

    monkeypatch.setattr(prompt_module, "tokens_of", counting)
    return counted


async def made(folder: Path, requests: list[SoundRequest]) -> list[FinishedSound]:
    async with running_generator(ProceduralEngine(), folder, len(requests)) as generator:
        events = await asyncio.wait_for(
            asyncio.gather(*(make(generator, request) for request in requests)), 120
        )
    sounds = [each[-1] for each in events]
    assert all(isinstance(sound, FinishedSound) for sound in sounds)
    return sounds


async def test_each_of_many_waiting_prompts_is_parsed_once(
    tmp_path: Path, parses: Counter[str]
) -> None:
    prompts = [f"heavy rain, the {number}th time" for number in range(300)]
    await made(tmp_path, [SoundRequest(prompt, duration_seconds=0.5) for prompt in prompts])
    assert {prompt: parses[prompt] for prompt in prompts} == dict.fromkeys(prompts, 1)


async def test_a_repeated_prompt_is_parsed_once_for_all_its_seeds(
    tmp_path: Path, parses: Counter[str]
) -> None:
    prompt, negative_prompt = "rain and wind of four seeds", "thunder of four seeds"
    sounds = await made(
        tmp_path,
        [
            SoundRequest(prompt, duration_seconds=0.5, seed=seed, negative_prompt=negative_prompt)
            for seed in range(4)
        ],
    )
    assert (parses[prompt], parses[negative_prompt]) == (1, 1)
    assert len({sound.sha256 for sound in sounds}) == 4
    assert len({sound.notes for sound in sounds}) == 1
