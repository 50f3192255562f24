import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import event
from support.fake_sidecar import FakeSidecar
from support.running_backend import BASE, Backend

from backend.db.database import Database
from backend.settings import Settings
from backend.sounds import SortKey, SoundQuery, SoundReader


async def names(backend: Backend, **query: object) -> list[str]:
    reply = await backend.http.get(f"{BASE}/", params={k: str(v) for k, v in query.items()})
    assert reply.status_code == 200, reply.text
    return [sound["name"] for sound in reply.json()["data"]["sounds"]]


@pytest.fixture
async def library(backend: Backend) -> Backend:
    for name, prompt, duration in (
        ("b", "rain on 100% wool", 3),
        ("a", "wind_in_trees", 1),
        ("c", "Thunder", 2),
    ):
        await backend.over(await backend.generate(name=name, prompt=prompt, duration=duration))
    return backend


async def test_pages(library: Backend) -> None:
    reply = await library.http.get(f"{BASE}/", params={"page": 2, "page_size": 2})
    page = reply.json()
    assert page["success"] is True
    assert [sound["name"] for sound in page["data"].pop("sounds")] == ["b"]
    assert page["data"] == {
        "total": 3, "page": 2, "page_size": 2, "pages": 2, "next_cursor": None
    }  # fmt: skip
    assert await names(library, page=9) == []


async def test_order(library: Backend) -> None:
    assert await names(library) == ["c", "a", "b"]
    assert await names(library, sort_order="asc") == ["b", "a", "c"]
    assert await names(library, sort_by="name", sort_order="asc") == ["a", "b", "c"]
    assert await names(library, sort_by="duration") == ["b", "c", "a"]


async def test_search_takes_wildcards_literally(library: Backend) -> None:
    assert await names(library, search="thunder") == ["c"]
    assert await names(library, search="%") == ["b"]
    assert await names(library, search="d_in_t") == ["a"]
    assert await names(library, search="100% wool' OR 1=1") == []


async def test_status(library: Backend, sidecar: FakeSidecar) -> None:
    sidecar.script.hold.clear()
    await library.generate(name="d")
    assert await names(library, status="completed", sort_by="name") == ["c", "b", "a"]
    assert await names(library, status="failed") == []
    sidecar.script.hold.set()


@pytest.mark.parametrize(
    "query",
    ["sort_by=request_id", "page=0", "page_size=101", "status=lost", "sort_order=up", "search=%00"],
)
async def test_a_bad_query_names_its_field(backend: Backend, query: str) -> None:
    reply = await backend.http.get(f"{BASE}/?{query}")
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["field"] == query.split("=")[0]


async def test_filters_and_what_they_leave(library: Backend) -> None:
    ids = {name: i for i, name in enumerate(("b", "a", "c"), start=1)}
    for name, category_id, tag_ids in (("b", 1, [1, 2]), ("a", 2, [2, 3]), ("c", 2, [])):
        reply = await library.http.put(
            f"{BASE}/{ids[name]}", json={"category_id": category_id, "tag_ids": tag_ids}
        )
        assert reply.status_code == 200
    assert await names(library, category_id=2) == ["c", "a"]
    assert await names(library, tag_ids="1,3") == ["a", "b"]
    assert await names(library, tag_ids="1,2", tag_match="all") == ["b"]
    assert await names(library, tag_ids="2", category_id=2) == ["a"]
    assert await names(library, engine="procedural") == ["c", "a", "b"]
    assert await names(library, engine="tangoflux") == []
    created_at = (await library.sound(ids["a"]))["created_at"]
    assert await names(library, created_from=created_at) == ["c", "a"]
    assert await names(library, created_before=created_at) == ["b"]
    # What a form sends for "all".
    assert await names(library, status="", category_id="", tag_ids="", search="") == ["c", "a", "b"]


async def test_unknown_values_count_as_lowest(library: Backend, sidecar: FakeSidecar) -> None:
    sidecar.script.hold.clear()
    await library.generate(name="waiting")
    assert await names(library, sort_by="file_size", sort_order="asc") == ["waiting", "b", "a", "c"]
    assert (await names(library, sort_by="user_rating"))[0] == "waiting"
    assert (await names(library, sort_by="duration"))[-1] == "waiting"
    sidecar.script.hold.set()


async def test_a_page_costs_the_same_queries_whatever_its_size(
    library: Backend, database_url: str
) -> None:
    for sound_id in (1, 2, 3):
        await library.http.put(f"{BASE}/{sound_id}", json={"category_id": 1, "tag_ids": [1, 2]})
    # Connections of its own, so that nothing else is counted.
    database = Database(Settings(database_url=database_url).database)
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("PRAGMA"):
            statements.append(statement)

    event.listen(database._engine, "before_cursor_execute", note)
    sounds = SoundReader(database)
    for page_size in (1, 2, 3):
        page = await sounds.page(SoundQuery(page_size=page_size), "anonymous")
        assert len(page.rows) == page_size
        assert len(statements) == 3
        statements.clear()
    await database.close()


async def pages(backend: Backend, **query: object) -> AsyncIterator[list[dict[str, Any]]]:
    """Yield the pages of a list, each by the cursor of the one before."""
    cursor: str | None = ""
    while cursor is not None:
        parameters = {name: str(value) for name, value in query.items()} | {"cursor": cursor}
        reply = await backend.http.get(f"{BASE}/", params=parameters)
        assert reply.status_code == 200, reply.text
        yield reply.json()["data"]["sounds"]
        cursor = reply.json()["data"]["next_cursor"]


@pytest.mark.parametrize("order", ["asc", "desc"])
async def test_pages_by_cursor_hold_each_sound_once_in_every_order(
    library: Backend, sidecar: FakeSidecar, order: str
) -> None:
    sidecar.script.hold.clear()
    for number in range(3):  # without size, rating and time
        await library.generate(name=f"waiting {number}", duration=2)
    for key in SortKey:
        query = {"sort_by": key.value, "sort_order": order}
        wanted = await names(library, **query)
        for page_size in (1, 2, 3, 6):
            found = [page async for page in pages(library, page_size=page_size, **query)]
            assert [sound["name"] for page in found for sound in page] == wanted, key
            assert len(found) == 6 // page_size + bool(6 % page_size), key
    sidecar.script.hold.set()


async def test_pages_by_cursor_are_not_moved_by_what_comes_and_goes(library: Backend) -> None:
    for name in ("d", "e", "f"):
        await library.over(await library.generate(name=name))
    found = []
    async for page in pages(library, page_size=2):
        found += [sound["name"] for sound in page]
        await library.over(await library.generate(name="new"))
        await library.http.delete(f"{BASE}/{page[0]['id']}")
    assert found == ["f", "e", "d", "c", "a", "b"]


async def test_pages_by_cursor_know_the_filters(library: Backend) -> None:
    for sound_id in (1, 2):
        await library.http.put(f"{BASE}/{sound_id}", json={"category_id": 2, "tag_ids": [1]})
    for query in (
        {"category_id": 2},
        {"category_id": 2, "tag_ids": 1, "search": "in"},
        {"tag_ids": 1},
        {"search": "in"},
    ):
        totals = []
        found = []
        cursor = ""
        while cursor is not None:
            parameters = {"page_size": 1, "cursor": cursor, **query}
            reply = await library.http.get(f"{BASE}/", params=parameters)
            data = reply.json()["data"]
            totals.append(data["total"])
            found += [sound["name"] for sound in data["sounds"]]
            cursor = data["next_cursor"]
        assert (found, totals) == (["a", "b"], [2, 2]), query


async def test_a_cursor_that_is_none_of_the_list_is_refused(library: Backend) -> None:
    reply = await library.http.get(f"{BASE}/", params={"page_size": 1, "sort_by": "name"})
    cursor = reply.json()["data"]["next_cursor"]
    binding, _, sound_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    forged = [[binding, 2**70, sound_id], [binding, "a", 2**70], [binding], 7, None, {}]
    texts = [base64.urlsafe_b64encode(json.dumps(value).encode()).decode() for value in forged]
    for wrong in ("x", "=", "é", cursor[:-2], f"{cursor}AAAA", "[" * 7000, *texts):
        reply = await library.http.get(f"{BASE}/", params={"sort_by": "name", "cursor": wrong})
        assert reply.status_code == 422, wrong
        assert reply.json()["errors"][0]["field"] == "cursor"
    for query in (
        {"sort_by": "created_at"},
        {"sort_by": "name", "sort_order": "asc"},
        {"sort_by": "name", "search": "rain"},
        {"sort_by": "name", "favorites_only": "true"},
        {"sort_by": "name", "page": "2"},
    ):
        reply = await library.http.get(f"{BASE}/", params={**query, "cursor": cursor})
        assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "cursor"), query


async def test_names_are_in_natural_order(backend: Backend) -> None:
    for name in ("Rain 10", "banana", "Rain 2", "rain 1", "Apple", "zoo", "étude", "Echo", "“Cat”"):
        await backend.over(await backend.generate(name=name))
    in_order = [
        "Apple", "banana", "“Cat”", "Echo", "étude", "rain 1", "Rain 2", "Rain 10", "zoo"
    ]  # fmt: skip
    assert await names(backend, sort_by="name", sort_order="asc") == in_order
    await backend.http.put(f"{BASE}/1", json={"name": "Aardvark"})
    assert (await names(backend, sort_by="name", sort_order="asc"))[0] == "Aardvark"


async def test_search_as_people_type(backend: Backend) -> None:
    for name, prompt in (
        ("Étoile filante", "rain drops on tin"),
        ("大雨中打雷", "heavy rain with thunder"),
        ("L’orage", "tin roof, rain on leaves"),
    ):
        await backend.over(await backend.generate(name=name, prompt=prompt))
    for wanted, found in (
        ("etoile", [1]),
        ("ETOILE,", [1]),
        ("l'orage", [3]),
        ("orage.", [3]),
        ("大雨打雷", [2]),
        ("雨雷", [2]),
        ("大雨中打雷 heavy", [2]),
        ("raindrops", [1]),
        ('"on tin"', [1]),
        ('"rain on', [3]),
        ("“tin roof” rain", [3]),
        ("rain", [3, 2, 1]),
        ("...", [3, 2, 1]),
        ('"', [3, 2, 1]),
        ("-rain", [3, 2, 1]),
        ("ｔｉｎ", [3, 1]),
    ):
        reply = await backend.http.get(f"{BASE}/", params={"search": wanted})
        assert [sound["id"] for sound in reply.json()["data"]["sounds"]] == found, wanted
    await backend.http.put(f"{BASE}/1", json={"name": "遠處鐘聲"})
    assert await names(backend, search="钟声") == ["遠處鐘聲"]
    assert await names(backend, search="etoile") == []


async def test_moments_at_the_ends_of_the_calendar(library: Backend) -> None:
    for query, count in (
        ({"created_from": "0001-01-01T00:00:00+14:00"}, 3),
        ({"created_before": "0001-01-01T00:00:00+14:00"}, 0),
        ({"created_from": "9999-12-31T23:59:59.999999-12:00"}, 0),
        ({"created_before": "9999-12-31T23:59:59.999999-12:00"}, 3),
        ({"created_from": "0001-01-01", "created_before": "9999-12-31"}, 3),
        ({"created_from": "0001-01-01T00:00:00", "created_before": "9999-12-31T23:59:59"}, 3),
        ({"created_from": "0001-01-01T00:00:00Z"}, 3),
    ):
        assert len(await names(library, **query)) == count, query


async def test_no_search_is_too_much_for_the_database(library: Backend) -> None:
    for search in (
        "\ufdfa" * 200,
        " ".join(chr(0x4E00 + number) for number in range(100)),
        " ".join(chr(97 + number % 26) + chr(97 + number // 26) for number in range(66)),
        "".join(chr(0x4E00 + number) for number in range(200)),
        '"' * 200,
        "%_\\/" * 40,
        "𝔯𝔞𝔦𝔫" * 50,
        "\u0301" * 200,
    ):
        for query in ({}, {"category_id": "1"}, {"tag_ids": "1"}):
            reply = await library.http.get(f"{BASE}/", params={"search": search, **query})
            assert reply.status_code == 200, (search, reply.text)


async def test_any_query_has_an_answer(library: Backend) -> None:
    for query in (
        "search=%ED%A0%80",
        "search=%FF%FE",
        "engine=%ED%A0%80",
        "engine=%00",
        "cursor=%00",
        "cursor=%ED%A0%80",
        "commercial_use=%00",
        "page=1000000&page_size=100",
        "page=1e400",
        "page=99999999999999999999999",
        "page_size=99999999999999999999999",
        "category_id=99999999999999999999",
        "parent_id=-1",
        "tag_ids=99999999999999999999",
        f"tag_ids={'9' * 400}",
        "tag_ids=%D9%A1",
        "created_from=NaN",
        "created_from=1e30",
        "created_from=-1e30",
        "created_from=99999999999999999999999999",
        "created_from=-62135596801",
        "created_from=253402300800",
        "created_from=10000-01-01",
        "created_from=2026-01-01T00:00:00%2B23:59",
        "created_from=%00",
    ):
        reply = await library.http.get(f"{BASE}/?{query}")
        assert reply.status_code in (200, 422), (query, reply.text)
