"""Interpretation of the prompts in `prompts/`, one test per prompt."""

import pytest
from support.expected_layers import Row, rows

from envsound_server.engines.procedural.reading.prompt import read_prompt

PROMPTS = {language: rows(language) for language in ("en", "zh")}
FEWEST_PROMPTS = 500
FEWEST_PROMPTS_A_LANGUAGE = 240


def _name(row: Row) -> str:
    return f"{row.where} {row.prompt}"


@pytest.mark.parametrize("row", [*PROMPTS["en"], *PROMPTS["zh"]], ids=_name)
def test_makes_the_layers_that_the_prompt_asks_for(row: Row) -> None:
    layers = read_prompt(row.prompt).layers

    faults = list(row.faults(layers))

    read = "; ".join(str(layer) for layer in layers) or "nothing"
    assert not faults, f"{row.where}: {row.prompt!r} was read as {read}. {'. '.join(faults)}."


def test_has_enough_prompts() -> None:
    assert sum(len(found) for found in PROMPTS.values()) >= FEWEST_PROMPTS


@pytest.mark.parametrize("language", PROMPTS)
def test_has_enough_prompts_of_each_language(language: str) -> None:
    assert len(PROMPTS[language]) >= FEWEST_PROMPTS_A_LANGUAGE


def test_has_no_prompt_twice() -> None:
    prompts = [row.prompt for found in PROMPTS.values() for row in found]

    assert len(set(prompts)) == len(prompts)
