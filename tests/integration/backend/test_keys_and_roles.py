"""Who may call what, over real HTTP."""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from support.processes import clean_environment
from support.running_backend import BASE, Backend

from backend.db.models import EnvironmentSound

KEYS = {"vera": "viewer", "eddy": "editor", "edna": "editor", "ada": "admin"}
WHO_MAY = {
    "viewer": (
        "GET /../engines, GET /tangoflux/health, GET /categories, GET /categories/1, GET /tags, "
        "GET /tags/1, GET /presets, GET /presets/1, GET /stats, GET /, GET /1, GET /1/events, "
        "GET /1/download, POST /1/play, POST /1/favorite, POST /1/rating, GET /1/waveform, "
        "GET /1/thumbnail, POST /read-prompt, GET /credits"
    ),
    "editor": (
        "POST /generate, POST /upload, POST /batch-delete, POST /batch-update, PUT /1, DELETE /1, "
        "POST /1/cancel, POST /1/regenerate, POST /1/vary, POST /1/extend, POST /1/repair"
    ),
    "admin": (
        "POST /categories, PUT /categories/1, DELETE /categories/1, POST /tags, PUT /tags/1, "
        "DELETE /tags/1, POST /presets, PUT /presets/1, DELETE /presets/1, GET /usage-logs, "
        "POST /rescan"
    ),
}
OPEN = {"/health", "/ready", "/environment_sounds/{relative_path}"}


def configured() -> str:
    return json.dumps(
        {
            name: {"role": role, "sha256": sha256(name.encode()).hexdigest()}
            for name, role in KEYS.items()
        }
    )


@pytest.fixture
async def guarded(serving: Any) -> AsyncIterator[Backend]:
    async with serving(api_keys=configured()) as backend:
        yield backend


async def call(
    backend: Backend, key: str, method: str, path: str, /, **body: Any
) -> httpx.Response:
    """A request with somebody's key, which in these tests is their name."""
    return await backend.http.request(
        method, f"{BASE}{path}", headers={"X-API-Key": key}, json=body or None
    )


def calls() -> list[tuple[str, str, str]]:
    """Every call that asks for a key: the least role, the method, the path."""
    return [
        (role, *call.split()) for role, together in WHO_MAY.items() for call in together.split(", ")
    ]


def url_of(path: str) -> str:
    return f"{BASE}{path}".replace("environment-sounds/../", "")


async def test_every_call_is_in_the_table_above(guarded: Backend) -> None:
    document = (await guarded.http.get("/openapi.json")).json()
    there = {
        f"{method.upper()} {re.sub('{[a-z]+_id}', '1', path)}"
        for path, methods in document["paths"].items()
        for method in methods
        if path not in OPEN
    }
    known = {
        f"{method} {BASE}{path}".replace(f"{BASE}/..", "/api/v1") for _, method, path in calls()
    }
    assert there == known


async def test_without_a_key_only_probes_files_and_the_page_answer(guarded: Backend) -> None:
    for _, method, path in calls():
        reply = await guarded.http.request(method, url_of(path))
        assert (reply.status_code, reply.json()["reason"]) == (401, "UNAUTHENTICATED"), path
        assert "X-API-Key" in reply.json()["detail"]
        assert reply.headers["www-authenticate"] == "APIKey"
    for path in ("/", "/web/main.js", "/docs", "/openapi.json", "/health", "/ready"):
        assert (await guarded.http.get(path)).status_code == 200, path
    assert (await guarded.http.get("/environment_sounds/2026/11/env_a.wav")).status_code == 410


async def test_a_role_below_is_refused_and_says_which_is_needed(guarded: Backend) -> None:
    sound_id = await made_by(guarded, "ada")
    ranks = list(WHO_MAY)
    for least, method, path in calls():
        for role, name in (("viewer", "vera"), ("editor", "eddy")):
            if ranks.index(role) >= ranks.index(least):
                continue
            reply = await call(guarded, name, method, path.replace("1", str(sound_id)))
            assert (reply.status_code, reply.json()["reason"]) == (403, "FORBIDDEN"), (method, path)
            assert f"role {least}" in reply.json()["detail"]
    # Nothing of it was done.
    assert (await call(guarded, "vera", "GET", f"/{sound_id}")).status_code == 200


async def made_by(backend: Backend, name: str) -> int:
    reply = await call(backend, name, "POST", "/generate", prompt="rain")
    assert reply.status_code == 202, reply.text
    sound_id: int = reply.json()["sound_id"]
    async with asyncio.timeout(20):
        # A state of a server, with no event to wait for.
        while await status_of(backend, sound_id) != "completed":  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return sound_id


async def status_of(backend: Backend, sound_id: int) -> Any:
    return (await call(backend, "vera", "GET", f"/{sound_id}")).json()["generation_status"]


async def test_editors_make_sounds_of_their_own_from_anybody_s(guarded: Backend) -> None:
    of_edna = await made_by(guarded, "edna")
    reply = await call(guarded, "eddy", "POST", f"/{of_edna}/vary", seed=1)
    assert reply.status_code == 202, reply.text
    take = (await call(guarded, "vera", "GET", f"/{reply.json()['sound_id']}")).json()
    assert (take["created_by"], take["parent_id"]) == ("eddy", of_edna)


async def test_editors_change_their_own_and_admins_all(guarded: Backend) -> None:
    of_eddy, of_edna = await made_by(guarded, "eddy"), await made_by(guarded, "edna")
    sound = (await call(guarded, "vera", "GET", f"/{of_eddy}")).json()
    assert sound["created_by"] == "eddy"
    for method, path, body in (
        ("PUT", f"/{of_edna}", {"name": "mine"}),
        ("DELETE", f"/{of_edna}", {}),
        ("POST", f"/{of_edna}/cancel", {}),
        ("POST", f"/{of_edna}/regenerate", {}),
    ):
        reply = await call(guarded, "eddy", method, path, **body)
        assert (reply.status_code, reply.json()["reason"]) == (403, "FORBIDDEN"), path
    both: dict[str, Any] = {"sound_ids": [of_eddy, of_edna]}
    for path in ("/batch-delete", "/batch-update"):
        fields = {**both, "name": "mine"} if path == "/batch-update" else both
        reply = await call(guarded, "eddy", "POST", path, **fields)
        assert (reply.status_code, reply.json()["reason"]) == (409, "BATCH_REFUSED"), path
    for sound_id in (of_eddy, of_edna):
        sound = (await call(guarded, "vera", "GET", f"/{sound_id}")).json()
        assert sound["name"] != "mine"
    assert (await call(guarded, "eddy", "PUT", f"/{of_eddy}", name="mine")).status_code == 200
    assert (await call(guarded, "ada", "PUT", f"/{of_edna}", name="ours")).status_code == 200
    assert (await call(guarded, "eddy", "DELETE", f"/{of_eddy}")).status_code == 200
    assert (await call(guarded, "ada", "DELETE", f"/{of_edna}")).status_code == 200


async def test_favourites_and_ratings_are_each_users_own(guarded: Backend) -> None:
    sound_id = await made_by(guarded, "ada")
    assert (await call(guarded, "vera", "POST", f"/{sound_id}/favorite")).status_code == 200
    seen = {
        name: (await call(guarded, name, "GET", f"/{sound_id}")).json() for name in ("vera", "eddy")
    }
    assert [seen[name]["is_favorited"] for name in ("vera", "eddy")] == [True, False]
    assert seen["eddy"]["favorite_count"] == 1


async def test_too_many_requests_are_told_and_limited_for_each_key(serving: Any) -> None:
    async with serving(api_keys=configured(), rate_limit_generate="2/hour") as backend:
        for left in (1, 0):
            reply = await call(backend, "eddy", "POST", "/generate", prompt="rain")
            assert reply.status_code == 202
            assert f'"generate";r={left};t=' in reply.headers["ratelimit"]
        reply = await call(backend, "eddy", "POST", "/generate", prompt="rain")
        assert (reply.status_code, reply.json()["reason"]) == (429, "RATE_LIMITED")
        assert 1 <= int(reply.headers["retry-after"]) <= 3600
        assert reply.headers["ratelimit-policy"] == '"generate";q=2;w=3600'
        assert "try again in" in reply.json()["detail"]
        assert (await call(backend, "edna", "POST", "/generate", prompt="rain")).status_code == 202
        assert (await call(backend, "eddy", "GET", "/")).status_code == 200


async def test_the_log_tells_who(guarded: Backend) -> None:
    sound_id = await made_by(guarded, "eddy")
    await call(guarded, "vera", "POST", f"/{sound_id}/play")
    logs = (await call(guarded, "ada", "GET", "/usage-logs")).text
    assert '"eddy"' in logs
    assert '"vera"' in logs
    assert "127.0.0.1" in logs


async def test_a_wrong_key_is_refused_before_anything_is_looked_up(guarded: Backend) -> None:
    for key in ("", "nobody", "é"):
        reply = await guarded.http.get(f"{BASE}/999", headers={b"X-API-Key": key.encode("latin-1")})
        assert (reply.status_code, reply.json()["reason"]) == (401, "UNAUTHENTICATED"), key
    assert (await call(guarded, "vera", "GET", "/999")).status_code == 404


async def test_the_document_tells_of_the_key(guarded: Backend) -> None:
    document = (await guarded.http.get("/openapi.json")).json()
    (scheme,) = document["components"]["securitySchemes"].values()
    assert (scheme["in"], scheme["name"]) == ("header", "X-API-Key")
    generate = document["paths"][f"{BASE}/generate"]["post"]
    assert generate["security"]
    assert {"401", "403", "429"} <= set(generate["responses"])
    assert "security" not in document["paths"]["/health"]["get"]


@pytest.mark.parametrize(
    ("fields", "exit_code", "says"),
    [
        ({"BACKEND_HOST": "0.0.0.0"}, 2, "ALLOW_ANONYMOUS=true"),
        ({"BACKEND_HOST": "::"}, 2, "API_KEYS_FILE"),
        ({"API_KEYS": "hunter2"}, 2, "API_KEYS: it is no JSON"),
        ({"API_KEYS_FILE": "/dev/null"}, 2, "API_KEYS_FILE: it holds no key"),
    ],
)
def test_a_server_that_would_let_anybody_in_does_not_start(
    tmp_path: Any, fields: dict[str, str], exit_code: int, says: str
) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "backend"],
        env={**clean_environment(), "DATA_DIR": str(tmp_path), **fields},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == exit_code
    assert says in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert "hunter2" not in ended.stderr
    assert not os.listdir(tmp_path)


async def test_an_idempotency_key_belongs_to_its_caller(guarded: Backend) -> None:
    of_ada = await made_by(guarded, "ada")

    async def ask(name: str, path: str, **body: Any) -> httpx.Response:
        headers = {"X-API-Key": name, "Idempotency-Key": "take-1"}
        return await guarded.http.post(f"{BASE}{path}", headers=headers, json=body)

    ways: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("/generate", {"prompt": "rain"}, {"prompt": "wind"}),
        (f"/{of_ada}/vary", {"seed": 1}, {"seed": 2}),
        (f"/{of_ada}/extend", {"duration": 20}, {"duration": 25}),
        (f"/{of_ada}/repair", {"start": 0, "end": 0.2}, {"start": 0, "end": 0.3}),
    ]
    for number, (path, wanted, other) in enumerate(ways):
        callers = ("eddy", "edna") if number % 2 else ("edna", "ada")
        for row in await everything_of(guarded, "take-1"):
            await call(guarded, "ada", "DELETE", f"/{row}")
        first, second = [await ask(name, path, **wanted) for name in callers]
        assert (first.status_code, second.status_code) == (202, 202), (first.text, second.text)
        assert first.json()["sound_id"] != second.json()["sound_id"]
        # Each finds their own again, and is told of their own misuse only.
        for name, reply in zip(callers, (first, second), strict=True):
            again = await ask(name, path, **wanted)
            assert again.json()["sound_id"] == reply.json()["sound_id"]
            refused = await ask(name, path, **other)
            assert (refused.status_code, refused.json()["reason"]) == (409, "REQUEST_ID_REUSED")


async def everything_of(backend: Backend, idempotency_key: str) -> list[int]:
    """The sounds that anybody asked for under that key and that are not deleted."""
    wanted = select(EnvironmentSound.id).where(EnvironmentSound.idempotency_key == idempotency_key)
    database = backend.app.state.services.database
    found: list[int] = await database.read(lambda session: list(session.scalars(wanted)))
    return found


async def test_a_sound_that_is_not_public_has_no_open_address(guarded: Backend) -> None:
    accepted = await call(guarded, "eddy", "POST", "/generate", prompt="rain")
    sound_id = accepted.json()["sound_id"]
    async with asyncio.timeout(20):
        while True:
            sound = (await call(guarded, "eddy", "GET", f"/{sound_id}")).json()
            if sound["generation_status"] == "completed":
                break
            await asyncio.sleep(0.02)
    url = sound["file_url"]
    assert (await guarded.http.get(url)).status_code == 200
    changed = await call(guarded, "eddy", "PUT", f"/{sound_id}", is_public=False)
    assert changed.status_code == 200
    for headers in ({}, {"X-API-Key": "nobody"}):
        reply = await guarded.http.get(url, headers=headers)
        assert (reply.status_code, reply.json()["reason"]) == (410, "SOUND_FILE_GONE")
    assert (await guarded.http.get(url, headers={"X-API-Key": "vera"})).status_code == 200
    assert (await call(guarded, "vera", "GET", f"/{sound_id}/download")).status_code == 200
