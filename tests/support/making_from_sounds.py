"""Requests to a backend for sounds that are derived from others."""

from typing import Any

import httpx

from envsound.v1 import envsound_service_pb2 as pb
from support.running_backend import BASE, Backend


async def made(backend: Backend, **fields: Any) -> dict[str, Any]:
    sound = await backend.over(await backend.generate(**fields))
    assert sound["generation_status"] == "completed", sound
    return sound


async def ask(
    backend: Backend, sound_id: int, operation: str, *, key: str = "", **fields: Any
) -> httpx.Response:
    headers = {"Idempotency-Key": key} if key else {}
    return await backend.http.post(f"{BASE}/{sound_id}/{operation}", json=fields, headers=headers)


async def derived(backend: Backend, sound_id: int, operation: str, **fields: Any) -> dict[str, Any]:
    reply = await ask(backend, sound_id, operation, **fields)
    assert reply.status_code == 202, reply.text
    sound = await backend.over(reply.json()["sound_id"])
    assert sound["generation_status"] == "completed", sound
    return sound


def kept(call: pb.GenerateSoundRequest) -> list[tuple[float, float]]:
    return [(part.start_seconds, part.end_seconds) for part in call.source.keep_ranges]
