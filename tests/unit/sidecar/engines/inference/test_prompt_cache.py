"""The cache of encoded prompts."""

from envsound_server.engines.inference.prompt_cache import PromptCache, truncation_note


def test_the_last_128_prompts_are_cached() -> None:
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
    cache.get("number 0")  # used recently
    assert len(encoded) == 129
    cache.get("number 1")  # least recently used
    assert len(encoded) == 130
    assert cache.lookups == (2, 130)


def test_the_note_on_a_truncated_prompt_is_short() -> None:
    note = truncation_note("prompt", 64, "rain " * 40)
    assert note.startswith("The prompt is longer than 64 tokens; ignored: rain rain")
    assert note.endswith("…")
    assert len(note) < 150
