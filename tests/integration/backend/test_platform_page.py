"""Every call that the platform's page makes, with the fields that it reads, in its order."""

import asyncio
from typing import Any

from google.rpc import code_pb2
from support.fake_sidecar import FakeSidecar, refusal
from support.running_backend import BASE, Backend

SOUND_FIELDS = {
    *("id", "name", "prompt", "description", "duration", "steps", "cfg_scale", "file_path"),
    *("file_size", "sample_rate", "channels", "generation_time", "generation_model"),
    *("generation_status", "generation_progress", "error_message", "category_id", "category"),
    *("tags", "play_count", "download_count", "favorite_count", "is_favorited"),
    *("quality_score", "user_rating", "rating_count", "is_public", "is_featured", "is_active"),
    *("sort_order", "color", "created_by", "created_at", "updated_at"),
}
STATS_FIELDS = {
    *("total_sounds", "completed_sounds", "processing_sounds", "failed_sounds", "total_plays"),
    *("total_downloads", "total_favorites", "today_sounds", "category_stats", "completion_rate"),
}
CATEGORIES = [
    ("自然音效", "leaf", "#52c41a", 100),
    ("城市环境", "building", "#1890ff", 90),
    ("室内环境", "home", "#fa8c16", 80),
    ("机械音效", "setting", "#722ed1", 70),
    ("动物声音", "bug", "#13c2c2", 60),
    ("水声音效", "water", "#1677ff", 50),
    ("天气音效", "cloud", "#8c8c8c", 40),
    ("音乐环境", "sound", "#eb2f96", 30),
]
TAGS = [
    *("放松", "专注", "睡眠", "冥想", "活力", "户外", "室内", "办公", "家居", "旅行", "白天"),
    *("夜晚", "清晨", "黄昏", "轻柔", "中等", "强烈", "循环", "单次", "高清", "立体声"),
]
PRESETS = [
    ("雨声放松", "自然音效", 15, 50, 3.5),
    ("海浪声音", "水声音效", 20, 60, 4.0),
    ("鸟叫声音", "动物声音", 12, 40, 3.0),
    ("咖啡厅环境", "室内环境", 25, 55, 3.8),
    ("城市街道", "城市环境", 18, 45, 3.2),
    ("风声音效", "天气音效", 14, 35, 2.8),
]


async def call(backend: Backend, method: str, path: str, **request: Any) -> Any:
    reply = await backend.http.request(method, f"{BASE}{path}", **request)
    assert reply.is_success, (method, path, reply.text)
    return reply.json()


async def test_the_page_opens_on_an_empty_library(backend: Backend) -> None:
    categories, tags, presets, stats, page = await asyncio.gather(
        call(backend, "GET", "/categories", params={"active_only": "true"}),
        call(backend, "GET", "/tags"),
        call(backend, "GET", "/presets"),
        call(backend, "GET", "/stats"),
        call(
            backend,
            "GET",
            "/?page=1&page_size=20&featured_only=false&sort_by=created_at&sort_order=desc",
        ),
    )
    seen = [(c["name"], c["icon"], c["color"], c["sort_order"]) for c in categories]
    assert seen == CATEGORIES
    assert [tag["name"] for tag in tags] == TAGS
    assert all(tag["color"].startswith("#") for tag in tags)
    names = {category["id"]: category["name"] for category in categories}
    assert [
        (p["name"], names[p["category_id"]], p["default_duration"], p["default_steps"],
         p["default_cfg_scale"])
        for p in presets
    ] == PRESETS  # fmt: skip
    assert all(len(p["prompt_templates"]) == len(p["example_prompts"]) == 3 for p in presets)
    assert set(stats) >= STATS_FIELDS
    assert stats["total_sounds"] == stats["completion_rate"] == 0
    assert {each["name"]: each["count"] for each in stats["category_stats"]} == dict.fromkeys(
        names.values(), 0
    )
    assert page == {
        "success": True,
        "data": {
            "sounds": [],
            "total": 0,
            "page": 1,
            "page_size": 20,
            "pages": 0,
            "next_cursor": None,
        },
    }
    of_water = await call(backend, "GET", "/presets", params={"category_id": 6})
    assert [preset["name"] for preset in of_water] == ["海浪声音"]
    health = await call(backend, "GET", "/tangoflux/health")
    assert (health["success"], health["status"]) == (True, "healthy")


async def test_the_page_makes_finds_changes_and_deletes_a_sound(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    # The drawer sends the whole form, and goes on if `success` is told.
    sidecar.script.hold.clear()
    accepted = await call(
        backend,
        "POST",
        "/generate",
        json={
            "name": "海浪声音",
            "prompt": "slow ocean waves rolling onto a sandy beach",
            "description": "",
            "category_id": 6,
            "tag_ids": [1, 6],
            "duration": 20,
            "steps": 60,
            "cfg_scale": 4.0,
            "metadata": {"generated_from_analysis": True, "source_text": "海边..."},
        },
    )
    assert set(accepted) >= {"success", "sound_id", "status", "message", "estimated_time"}
    assert (accepted["success"], accepted["status"]) == (True, "pending")
    sound_id = accepted["sound_id"]
    await backend.until(sound_id, "processing")
    async with asyncio.timeout(20):
        # It polls too.
        while (await backend.sound(sound_id))["generation_progress"] != 50:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert (await call(backend, "GET", "/stats"))["processing_sounds"] == 1
    sidecar.script.hold.set()
    sound = await backend.over(sound_id)
    assert set(sound) >= SOUND_FIELDS
    assert sound["generation_status"] == "completed"
    assert sound["generation_progress"] == 100
    assert sound["category"] == {"id": 6, "name": "水声音效", "icon": "water", "color": "#1677ff"}
    assert [(tag["id"], tag["name"]) for tag in sound["tags"]] == [(1, "放松"), (6, "户外")]
    assert sound["tag_ids"] == [1, 6]
    assert sound["created_by"] == "anonymous"

    # Play, download, like: what it shows is what the server counts.
    await call(backend, "POST", f"/{sound_id}/play")
    download = await backend.http.get(f"{BASE}/{sound_id}/download")
    assert len(download.content) == sound["file_size"]
    liked = await call(backend, "POST", f"/{sound_id}/favorite")
    assert (liked["is_favorited"], liked["favorite_count"]) == (True, 1)
    sound = await backend.sound(sound_id)
    counts = ("play_count", "download_count", "favorite_count", "is_favorited")
    assert [sound[name] for name in counts] == [1, 1, 1, True]

    # The list, with everything that its form can hold.
    for query in (
        "category_id=6", "tag_ids=1,2", "search=海浪", "search=OCEAN", "status=completed",
        "sort_by=play_count", "sort_by=download_count", "sort_by=favorite_count",
        "sort_by=duration", "category_id=6&tag_ids=6&search=beach&status=completed",
    ):  # fmt: skip
        page = await call(backend, "GET", f"/?page=1&page_size=20&featured_only=false&{query}")
        assert [each["id"] for each in page["data"]["sounds"]] == [sound_id], query
        assert page["data"]["sounds"][0] == sound
    for query in ("category_id=1", "tag_ids=2,3", "search=山", "status=failed"):
        page = await call(backend, "GET", f"/?page=1&page_size=20&featured_only=false&{query}")
        assert page["data"]["total"] == 0, query

    # The edit dialog sends all of its fields, of which only some differ.
    form = {name: sound[name] for name in ("name", "description", "prompt", "duration")}
    form |= {"steps": 50, "cfg_scale": 4.5, "category_id": 2, "tag_ids": [1], "is_public": True}
    await call(backend, "PUT", f"/{sound_id}", json=form | {"name": "大海", "is_featured": True})
    page = await call(backend, "GET", "/?featured_only=true")
    (changed,) = page["data"]["sounds"]
    assert (changed["name"], changed["category"]["name"]) == ("大海", "城市环境")
    assert [tag["name"] for tag in changed["tags"]] == ["放松"]

    stats = await call(backend, "GET", "/stats")
    totals = [stats[f"total_{name}"] for name in ("sounds", "plays", "downloads", "favorites")]
    assert totals == [1, 1, 1, 1]
    assert (stats["today_sounds"], stats["completion_rate"]) == (1, 100.0)
    assert {"name": "城市环境", "count": 1} in stats["category_stats"]
    popular = await call(backend, "GET", "/tags", params={"popular_only": "true", "limit": 5})
    assert [(tag["name"], tag["usage_count"]) for tag in popular] == [("放松", 1)]

    await call(backend, "POST", "/batch-update", json={"sound_ids": [sound_id], "is_public": False})
    assert (await backend.sound(sound_id))["is_public"] is False
    await call(backend, "DELETE", f"/{sound_id}")
    other = (await call(backend, "POST", "/generate", json={"prompt": "rain"}))["sound_id"]
    await call(backend, "POST", "/batch-delete", json={"sound_ids": [other]})
    assert (await call(backend, "GET", "/"))["data"]["total"] == 0


async def test_the_page_makes_a_failed_sound_again(backend: Backend, sidecar: FakeSidecar) -> None:
    sidecar.script.refusals = [
        refusal(code_pb2.INVALID_ARGUMENT, "PROMPT_NOT_UNDERSTOOD", "no known sound in it")
    ]
    failed = await backend.over(await backend.generate(name="again"))
    assert failed["generation_status"] == "failed"
    assert failed["error_message"] == "no known sound in it"
    assert (await call(backend, "GET", "/stats"))["failed_sounds"] == 1
    await call(backend, "POST", f"/{failed['id']}/regenerate")
    sound = await backend.over(failed["id"])
    assert (sound["generation_status"], sound["error_message"]) == ("completed", None)


async def test_an_error_is_told_in_detail(backend: Backend) -> None:
    reply = await backend.http.post(f"{BASE}/generate", json={"prompt": "rain", "category_id": 99})
    assert reply.status_code == 422
    assert "there is no category 99" in reply.json()["detail"]
