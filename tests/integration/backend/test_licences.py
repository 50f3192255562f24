"""Under which terms sounds may be used: told by the sidecar, kept, listed, and put into credits."""

from typing import Any

import pytest
from support.fake_sidecar import FakeSidecar
from support.running_backend import BASE, Backend

STABLE_TERMS = {
    "name": "Stability AI Community License",
    "commercial_use": "up_to_revenue",
    "revenue_limit_usd": 1_000_000,
    "attribution": "Powered by Stability AI",
    "terms_url": "https://stability.ai/license",
}
FREE_TERMS = {
    "name": "Apache-2.0",
    "commercial_use": "yes",
    "revenue_limit_usd": None,
    "attribution": "",
    "terms_url": "",
}


async def made(backend: Backend, **fields: Any) -> dict[str, Any]:
    sound = await backend.over(await backend.generate(**fields))
    assert sound["generation_status"] == "completed", sound
    return sound


async def credits(backend: Backend, *sound_ids: int, **query: str) -> dict[str, Any]:
    ids = ",".join(map(str, sound_ids))
    reply = await backend.http.get(f"{BASE}/credits", params={"sound_ids": ids, **query})
    assert reply.status_code == 200, reply.text
    told: dict[str, Any] = reply.json()
    return told


async def uploaded(backend: Backend, file_path: str) -> dict[str, Any]:
    """A person's own sound, with the content of one that is there."""
    content = (await backend.http.get(f"/environment_sounds/{file_path}")).content
    reply = await backend.http.post(
        f"{BASE}/upload", files={"file": ("own.wav", content)}, data={"name": "My own"}
    )
    assert reply.is_success, reply.text
    return dict(reply.json()["data"])


async def test_the_engines_tell_their_terms_and_what_else_they_can_do(backend: Backend) -> None:
    reply = (await backend.http.get("/api/v1/engines")).json()
    engines = {engine["name"]: engine for engine in reply["engines"]}
    assert reply["default_engine_reason"] == "ENGINE is not set."
    stable = engines["stable_audio"]
    assert stable["terms"] == STABLE_TERMS
    assert (stable["license"], stable["attribution"]) == (
        "Stability AI Community License",
        "Powered by Stability AI",
    )
    assert (stable["supports_source"], stable["computation"]) == (True, "bfloat16 (oneDNN)")
    assert engines["procedural"]["terms"] == FREE_TERMS
    assert engines["procedural"]["supports_source"] is False
    assert engines["broken"]["terms"] is None


async def test_each_sound_keeps_the_terms_it_was_made_under(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    sound = await made(backend, engine="stable_audio")
    assert sound["license"] == STABLE_TERMS
    sidecar.script.hold.clear()
    waiting = await backend.generate()
    assert (await backend.sound(waiting))["license"] is None
    sidecar.script.hold.set()
    assert (await backend.over(waiting))["license"] == FREE_TERMS
    assert (await uploaded(backend, sound["file_path"]))["license"] is None


async def test_an_older_sidecar_s_sounds_have_the_terms_that_were_known_then(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    sidecar.script.tells_licenses = False
    assert (await made(backend))["license"]["commercial_use"] == "yes"
    tango = (await made(backend, engine="tangoflux"))["license"]
    assert (tango["commercial_use"], tango["attribution"]) == ("no", "Powered by Stability AI")
    assert (await made(backend, engine="stable_audio"))["license"] is None


async def test_the_list_is_narrowed_by_commercial_use(backend: Backend) -> None:
    for engine in ("procedural", "tangoflux", "stable_audio"):
        sound = await made(backend, engine=engine, name=engine)
    await uploaded(backend, sound["file_path"])

    async def names(**query: str) -> list[str]:
        reply = await backend.http.get(f"{BASE}/", params={"sort_order": "asc", **query})
        assert reply.status_code == 200, reply.text
        return [sound["name"] for sound in reply.json()["data"]["sounds"]]

    assert await names(commercial_use="yes") == ["procedural"]
    assert await names(commercial_use="yes,up_to_revenue") == ["procedural", "stable_audio"]
    assert await names(commercial_use="no", search="tangoflux") == ["tangoflux"]
    assert await names(commercial_use="no", engine="procedural") == []
    assert len(await names(commercial_use="")) == 4
    wrong = await backend.http.get(f"{BASE}/", params={"commercial_use": "maybe"})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "commercial_use"
    assert "up_to_revenue" in wrong.json()["detail"]


async def test_credits_tell_what_the_end_of_a_book_has_to(backend: Backend) -> None:
    rain = await made(backend, name="Forest rain")
    city = await made(backend, name="City", engine="tangoflux")
    wind = await made(backend, name="Night  wind", engine="stable_audio")
    waves = await made(backend, name="Waves", engine="stable_audio")
    ids = [wind["id"], rain["id"], waves["id"], city["id"], rain["id"]]

    told = await credits(backend, *ids)
    assert [(sound["id"], sound["engine"]) for sound in told["sounds"]] == [
        (wind["id"], "stable_audio"),
        (rain["id"], "procedural"),
        (waves["id"], "stable_audio"),
        (city["id"], "tangoflux"),
    ]
    assert told["sounds"][0]["license"] == STABLE_TERMS
    assert told["attributions"] == ["Powered by Stability AI"]
    assert (told["commercial_use"], told["revenue_limit_usd"]) == ("no", 1_000_000)
    assert told["text"] == (
        "Sounds\n"
        "\n"
        "Night wind, Waves\n"
        "Licence: Stability AI Community License\n"
        "Terms: https://stability.ai/license\n"
        "These sounds may be used in what is sold by those whose yearly revenue is below "
        "1,000,000 US dollars.\n"
        "\n"
        "Forest rain\n"
        "Licence: Apache-2.0\n"
        "\n"
        "City\n"
        "Licence: research only\n"
        "Terms: https://tango.test/terms\n"
        "These sounds must not be used in what is sold.\n"
        "\n"
        "Powered by Stability AI\n"
    )


async def test_the_strictest_terms_hold_for_all(backend: Backend) -> None:
    rain, city, wind = [
        (await made(backend, engine=engine))["id"]
        for engine in ("procedural", "tangoflux", "stable_audio")
    ]
    own = (await uploaded(backend, (await backend.sound(rain))["file_path"]))["id"]

    async def use(*sound_ids: int) -> tuple[str, int | None]:
        told = await credits(backend, *sound_ids)
        return told["commercial_use"], told["revenue_limit_usd"]

    assert await use(rain) == ("yes", None)
    assert await use(rain, wind) == ("up_to_revenue", 1_000_000)
    assert await use(rain, own) == ("unknown", None)
    assert await use(wind, own) == ("unknown", 1_000_000)
    assert await use(own, city) == ("no", None)
    assert (
        "Licence: not known\nAsk whoever made these sounds" in (await credits(backend, own))["text"]
    )


@pytest.mark.parametrize(
    ("accept", "query", "kind"),
    [
        ("*/*", {}, "application/json"),
        ("application/json", {}, "application/json"),
        ("text/plain", {}, "text/plain"),
        ("text/plain;q=0.9, application/json;q=0.5", {}, "text/plain"),
        ("text/plain;q=0.5, */*", {}, "application/json"),
        ("text/plain;q=x", {}, "application/json"),
        ("application/json", {"format": "text"}, "text/plain"),
        ("text/plain", {"format": "json"}, "application/json"),
    ],
)
async def test_credits_come_in_the_wanted_form(
    backend: Backend, accept: str, query: dict[str, str], kind: str
) -> None:
    sound = await made(backend, name="雨声")
    reply = await backend.http.get(
        f"{BASE}/credits", params={"sound_ids": sound["id"], **query}, headers={"Accept": accept}
    )
    assert reply.status_code == 200
    assert reply.headers["content-type"].partition(";")[0] == kind
    assert reply.headers["vary"] == "Accept"
    text = reply.text if kind == "text/plain" else reply.json()["text"]
    assert text == "Sounds\n\n雨声\nLicence: Apache-2.0\n"


async def test_credits_of_sounds_that_are_not_there_are_refused(backend: Backend) -> None:
    sound = await made(backend)
    gone = await made(backend)
    await backend.http.delete(f"{BASE}/{gone['id']}")
    ids = f"{sound['id']},999,{gone['id']}"
    reply = await backend.http.get(f"{BASE}/credits", params={"sound_ids": ids})
    problem = reply.json()
    assert (reply.status_code, problem["reason"]) == (404, "SOUND_NOT_FOUND")
    assert problem["missing_ids"] == [999, gone["id"]]
    assert f"999, {gone['id']}" in problem["detail"]


async def test_credits_are_for_one_to_a_thousand_sounds(backend: Backend) -> None:
    sound = await made(backend)
    most = ",".join([str(sound["id"])] * 1000)
    assert len((await credits(backend, *[sound["id"]] * 1000))["sounds"]) == 1
    for wrong in ("", ",", "x", "0", "1,-2", f"{most},1", str(2**31)):
        reply = await backend.http.get(f"{BASE}/credits", params={"sound_ids": wrong})
        assert (reply.status_code, reply.json()["reason"]) == (422, "REQUEST_INVALID"), wrong
        assert reply.json()["errors"][0]["field"] == "sound_ids"
