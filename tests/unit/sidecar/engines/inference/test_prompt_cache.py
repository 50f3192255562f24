"""Prompts that were encoded lately."""

from envsound_server.engines.inference.prompt_cache import PromptCache, cut_note


def test_the_last_128_prompts_are_remembered() -> None:
    encoded: list[str] = []

    def encode(prompt: str) -> str:
        encoded.append(prompt)
        return prompt.upper()

    cache = PromptCache(encode)
    for number in range(128):
        cache.get(f"number {number}")
    assert cache.get("number 0") == "NUMBER 0"
    cache.get("one more")
    assert len(encoded) == 129
    cache.get("number 0")  # asked for lately
    assert len(encoded) == 129
    cache.get("number 1")  # the longest ago
    assert len(encoded) == 130
    assert cache.lookups == (2, 130)


def test_what_was_cut_is_told_in_few_words() -> None:
    note = cut_note("prompt", 64, "rain " * 40)
    assert note.startswith("The model reads 64 tokens; left out of the prompt: rain rain")
    assert note.endswith("…")
    assert len(note) < 150
