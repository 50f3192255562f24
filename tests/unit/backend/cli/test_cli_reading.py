from collections.abc import Callable
from io import StringIO
from typing import Any

import httpx
from rich.console import Console

from backend.cli.reading import print_expected

LAYER = {"kind": "thunder", "description": "distant thunder from 5 s"}
READING = {
    "engine": "procedural",
    "reader": "vocabulary",
    "layers": [{"description": "[b]rain"}, LAYER],
    "left_out": ["wind"],
    "not_understood": ["violin", "lute"],
    "suggestions": [],
    "notes": [],
}


def printed(answer: Callable[[httpx.Request], httpx.Response]) -> str:
    stream = StringIO()
    with httpx.Client(transport=httpx.MockTransport(answer), base_url="http://backend") as client:
        console = Console(file=stream, soft_wrap=True, highlight=False)
        print_expected(client, {"prompt": "rain", "engine": None}, console)
    return stream.getvalue()


def test_what_will_be_heard_is_one_line() -> None:
    asked: list[Any] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.content)
        return httpx.Response(200, json=READING)

    assert printed(answer) == (
        "heard: [b]rain, distant thunder from 5 s; left out: wind; not understood: violin, lute\n"
    )
    assert asked == [b'{"prompt":"rain"}']


def test_who_read_it_is_told_where_that_was_a_model() -> None:
    reading = READING | {"reader": "language_model", "not_understood": [], "left_out": []}
    assert printed(lambda _request: httpx.Response(200, json=reading)).endswith(
        "; read by the language model\n"
    )


def test_nothing_is_told_where_making_the_sound_tells_it() -> None:
    for response in (
        httpx.Response(200, json=READING | {"layers": []}),
        httpx.Response(503, json={"reason": "SIDECAR_UNAVAILABLE", "detail": "away"}),
        httpx.Response(404, text="an older backend"),
    ):
        assert printed(lambda _request, response=response: response) == ""  # type: ignore[misc]
