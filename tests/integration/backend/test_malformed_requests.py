"""Whatever is sent: an answer below 500, as problem+json where it is an error, and no trace."""

import asyncio
import json
import random
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.running_backend import BASE, Backend

NASTY_TEXTS = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\x1b[2J",
    "\u202e",
    "🌧" * 1000,
    "x" * 1001,
    "' OR 1=1 --",
    "../../etc/passwd",
    "%00",
    "{{7*7}}",
    "e\u0301" * 300,
    "\ufffe",
]
NASTY_NUMBERS = [0, -1, 1e308, -1e308, 1e-320, 2**31, 2**63, 2**64, -(2**63), 10**400, True]
NASTY_VALUES: list[Any] = [*NASTY_TEXTS, *NASTY_NUMBERS, None, [], {}, [[]], {"a": {}}, [None] * 50]
FIELDS = [
    "prompt",
    "name",
    "description",
    "duration",
    "duration_seconds",
    "steps",
    "cfg_scale",
    "seed",
    "engine",
    "loop",
    "format",
    "target_lufs",
    "negative_prompt",
    "category",
    "priority",
    "category_id",
    "tag_ids",
    "unknown",
]
RAW_BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"NaN",
    b'{"prompt": "rain", "duration": NaN}',
    b'{"prompt": "rain", "duration": Infinity}',
    b'{"prompt": "rain", "duration": -Infinity}',
    b'{"prompt": "rain", "duration": 1e999}',
    b'{"prompt": "rain", "seed": ' + b"9" * 5000 + b"}",
    b'{"prompt": "\\ud800"}',
    b'{"prompt": "rain", "\\udfff": 1}',
    b'{"prompt": "rain", "name": "\\ud83d"}',
    b'{"prompt": "rain\\u0000"}',
    b'{"prompt": "\xff\xfe"}',
    b"\xff" * 100,
    b'{"prompt": ' + b"[" * 100_000,
    b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    b'{"prompt": "rain", "prompt": 7}',
    json.dumps({"prompt": "rain", "description": "x" * 2_000_000}).encode(),
]


def check(reply: httpx.Response) -> None:
    assert reply.status_code < 500, (reply.request.url, reply.text)
    assert "Traceback" not in reply.text
    if reply.status_code >= 400:
        assert reply.headers["content-type"] == "application/problem+json"
        problem = reply.json()
        assert set(problem) >= {
            "type",
            "title",
            "status",
            "detail",
            "instance",
            "reason",
            "trace_id",
        }
        assert problem["status"] == reply.status_code
        assert problem["detail"]


async def test_a_body_that_is_no_request(backend: Backend) -> None:
    for body in RAW_BODIES:
        reply = await backend.http.post(
            f"{BASE}/generate", content=body, headers={"Content-Type": "application/json"}
        )
        check(reply)
        assert reply.status_code in (400, 413, 422), body[:40]


async def test_half_a_character_in_any_field(backend: Backend) -> None:
    sound_id = (await backend.over(await backend.generate()))["id"]
    bodies = {
        f"{BASE}/{sound_id}": ("PUT", ("name", "description", "prompt", "color")),
        f"{BASE}/batch-update": ("POST", ("name", "description", "prompt", "color")),
        f"{BASE}/generate": (
            "POST", ("name", "description", "engine", "category", "negative_prompt", "prompt"),
        ),
        f"{BASE}/categories": ("POST", ("name", "icon", "color", "description")),
        f"{BASE}/tags": ("POST", ("name", "color")),
        f"{BASE}/read-prompt": ("POST", ("prompt", "engine")),
    }  # fmt: skip
    for url, (method, fields) in bodies.items():
        for field in fields:
            sent: dict[str, Any] = (
                {"prompt": "rain"} if url.endswith(("generate", "read-prompt")) else {}
            )
            sent |= {"sound_ids": [sound_id]} if "batch" in url else {}
            sent |= {field: "\ud800rain"}
            reply = await backend.http.request(
                method,
                url,
                content=json.dumps(sent),
                headers={"Content-Type": "application/json"},
            )
            check(reply)
            assert reply.status_code == 422, (url, field)


async def test_a_huge_body_is_refused_whether_or_not_it_tells_its_size(backend: Backend) -> None:
    async def chunks() -> Any:
        for _ in range(64):
            yield b" " * 65_536

    for content in (b" " * 4_000_000, chunks()):
        reply = await backend.http.post(
            f"{BASE}/generate", content=content, headers={"Content-Type": "application/json"}
        )
        check(reply)
        assert reply.status_code == 413


async def test_another_content_type(backend: Backend) -> None:
    for kind in ("text/plain", "application/xml", "multipart/form-data", "x", "a/b; c=\\"):
        reply = await backend.http.post(
            f"{BASE}/generate", content=b'{"prompt": "rain"}', headers={"Content-Type": kind}
        )
        check(reply)
        assert reply.status_code == 422, kind


async def test_an_id_that_is_none(backend: Backend) -> None:
    for sound_id in ("0", "-1", "x", "1.5", str(2**63), "9" * 5000, "%00", "1e3"):
        for suffix in ("", "/events", "/download", "/cancel"):
            method = "POST" if suffix == "/cancel" else "GET"
            reply = await backend.http.request(method, f"{BASE}/{sound_id}{suffix}")
            check(reply)
            assert reply.status_code == 422, (sound_id, suffix)


async def test_what_is_not_there(backend: Backend) -> None:
    for method, path, status in (
        ("GET", "/nothing", 404),
        ("GET", f"{BASE}/1/nothing", 404),
        ("PATCH", f"{BASE}/generate", 405),
        ("POST", "/health", 405),
        ("GET", f"{BASE}/7", 404),
        ("GET", "/environment_sounds/%ff%fe.wav", 410),
        ("GET", "/%2e%2e/%2e%2e/etc/passwd", 404),
    ):
        reply = await backend.http.request(method, path)
        check(reply)
        assert reply.status_code == status, path


async def test_five_hundred_random_requests(backend: Backend) -> None:
    """The seed is fixed, so that a failure can be looked at again."""
    dice = random.Random(7930)
    requests = [random_request(dice) for _ in range(500)]
    for some in zip(*[iter(requests)] * 10, strict=True):
        for reply in await asyncio.gather(*(backend.http.request(**request) for request in some)):
            check(reply)
    assert (await backend.http.get("/health")).status_code == 200


def random_request(dice: random.Random) -> dict[str, Any]:
    if dice.random() < 0.5:
        fields = {field: dice.choice(NASTY_VALUES) for field in dice.sample(FIELDS, 3)}
        body = {"prompt": "rain", **fields} if dice.random() < 0.8 else fields
        return {"method": "POST", "url": f"{BASE}/generate", "json": body}
    if dice.random() < 0.5:
        keys = ("page", "page_size", "status", "search", "sort_by", "sort_order")
        query = {key: str(dice.choice(NASTY_VALUES))[:2000] for key in dice.sample(keys, 2)}
        return {"method": "GET", "url": f"{BASE}/", "params": query}
    tail = "".join(chr(dice.randrange(33, 127)) for _ in range(dice.randrange(1, 60)))
    prefix = dice.choice(["/", f"{BASE}/", "/environment_sounds/", "/environment_sounds/2026/11/"])
    return {
        "method": dice.choice(["GET", "POST", "DELETE", "PUT", "PATCH"]),
        "url": prefix + tail.replace("#", "").replace("?", ""),
        "headers": {"Range": tail[:20], "If-None-Match": tail, "If-Range": tail},
    }


async def test_the_openapi_page_tells_every_error_with_an_example(backend: Backend) -> None:
    assert (await backend.http.get("/docs")).status_code == 200
    paths = (await backend.http.get("/openapi.json")).json()["paths"]
    assert f"{BASE}/generate" in paths
    for path, operations in paths.items():
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                content = response.get("content", {})
                if int(status) < 400 or (status == "503" and path in ("/health", "/ready")):
                    continue
                problem = content.get("application/problem+json")
                assert problem, (method, path, status)
                assert problem["examples"], (method, path, status)
    generate = paths[f"{BASE}/generate"]["post"]["responses"]
    assert set(generate) == {
        "202",
        "400",
        "401",
        "403",
        "404",
        "408",
        "409",
        "413",
        "422",
        "429",
        "500",
        "503",
    }


async def test_the_front_door_is_the_page_and_leads_to_the_documentation(backend: Backend) -> None:
    reply = await backend.http.get("/")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert 'href="docs"' in reply.text
    parts = re.findall(r'(?:href|src)="(web/[^"]+)"', reply.text)
    assert {Path(part).suffix for part in parts} == {".svg", ".css", ".js"}
    for part in parts:
        reply = await backend.http.get(part)
        assert reply.status_code == 200, part
        assert reply.headers["x-content-type-options"] == "nosniff", part


@pytest.mark.parametrize("name", ["missing.js", "../main.py", "%2e%2e/main.py", "..%2fmain.py", ""])
async def test_nothing_but_the_page_s_files_is_served_with_it(backend: Backend, name: str) -> None:
    reply = await backend.http.get(f"/web/{name}")
    assert (reply.status_code, reply.json()["reason"]) == (404, "NOT_FOUND")
