"""Plays, downloads, favourites and ratings: true however many there are at once."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from support.running_backend import BASE, Backend

from backend.access.api_keys import Role, key_line, new_key

LISTENERS = [f"listener{number}" for number in range(50)]


async def test_counts_are_true_under_fifty_clients_at_once(serving: Any, tmp_path: Path) -> None:
    keys = {name: new_key() for name in LISTENERS}
    maker = new_key()
    lines = [key_line(name, Role.VIEWER, key) for name, key in keys.items()]
    file = tmp_path / "keys.toml"
    file.write_text("\n".join([*lines, key_line("maker", Role.EDITOR, maker)]))
    async with serving(api_keys_file=file) as backend:
        backend.http.headers["X-API-Key"] = maker
        sound_id = await backend.generate()
        made = await backend.over(sound_id)

        async def listen(name: str, stars: int) -> None:
            headers = {"X-API-Key": keys[name]}
            for call, body in (("play", None), ("favorite", None), ("rating", {"rating": stars})):
                reply = await backend.http.post(
                    f"{BASE}/{sound_id}/{call}", json=body, headers=headers
                )
                assert reply.status_code == 200, reply.text
            reply = await backend.http.get(f"{BASE}/{sound_id}/download", headers=headers)
            assert reply.status_code == 200

        await asyncio.gather(*(listen(name, 1 + i % 5) for i, name in enumerate(LISTENERS)))
        sound = await backend.sound(sound_id)
        counts = ("play_count", "download_count", "favorite_count", "rating_count", "user_rating")
        assert [sound[name] for name in counts] == [50, 50, 50, 50, 3.0]
        # Listening is no change.
        assert sound["updated_at"] == made["updated_at"]
        assert sound["is_favorited"] is False

        backend.http.headers["X-API-Key"] = keys[LISTENERS[0]]
        assert (await backend.sound(sound_id))["is_favorited"] is True
        mine = (await backend.http.get(f"{BASE}/", params={"favorites_only": "true"})).json()
        assert mine["data"]["total"] == 1
        unliked = (await backend.http.post(f"{BASE}/{sound_id}/favorite")).json()
        assert (unliked["is_favorited"], unliked["favorite_count"]) == (False, 49)
        again = await backend.http.post(f"{BASE}/{sound_id}/rating", json={"rating": 5})
        assert again.json() == {
            "success": True, "rating": 5, "user_rating": 3.08, "rating_count": 50,
        }  # fmt: skip
        mine = (await backend.http.get(f"{BASE}/", params={"favorites_only": "true"})).json()
        assert mine["data"]["total"] == 0


async def test_one_users_favourite_is_toggled_true_by_many_clicks(backend: Backend) -> None:
    sound_id = await backend.generate()
    replies = await asyncio.gather(
        *(backend.http.post(f"{BASE}/{sound_id}/favorite") for _ in range(21))
    )
    assert {reply.status_code for reply in replies} == {200}
    sound = await backend.sound(sound_id)
    assert (sound["favorite_count"], sound["is_favorited"]) == (1, True)


@pytest.mark.parametrize("rating", [0, 6, 2.5, "five", None])
async def test_a_rating_is_1_to_5(backend: Backend, rating: object) -> None:
    sound_id = await backend.generate()
    reply = await backend.http.post(f"{BASE}/{sound_id}/rating", json={"rating": rating})
    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "rating")


async def test_a_deleted_sound_is_no_longer_listened_to(backend: Backend) -> None:
    sound_id = await backend.generate()
    await backend.over(sound_id)
    await backend.http.post(f"{BASE}/{sound_id}/play")
    await backend.http.delete(f"{BASE}/{sound_id}")
    for call, body in (("play", None), ("favorite", None), ("rating", {"rating": 1})):
        reply = await backend.http.post(f"{BASE}/{sound_id}/{call}", json=body)
        assert reply.status_code == 404, call
    stats = (await backend.http.get(f"{BASE}/stats")).json()
    assert (stats["total_sounds"], stats["total_plays"]) == (0, 0)
    logs = (await backend.http.get(f"{BASE}/usage-logs", params={"sound_id": sound_id})).json()
    assert [log["action"] for log in logs["data"]["logs"]] == ["delete", "play", "generate"]
