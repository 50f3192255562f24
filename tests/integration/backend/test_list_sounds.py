import pytest
from sqlalchemy import event
from support.fake_sidecar import FakeSidecar
from support.running_backend import BASE, Backend

from backend.db.database import Database
from backend.jobs import Broadcaster
from backend.settings import Settings
from backend.sounds import SoundQuery, SoundReader


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
    assert page["data"] == {"total": 3, "page": 2, "page_size": 2, "pages": 2}
    assert await names(library, page=9) == []


async def test_order(library: Backend) -> None:
    assert await names(library) == ["c", "a", "b"]
    assert await names(library, sort_order="asc") == ["b", "a", "c"]
    assert await names(library, sort_by="name", sort_order="asc") == ["a", "b", "c"]
    assert await names(library, sort_by="duration") == ["b", "c", "a"]


async def test_search_takes_wildcards_literally(library: Backend) -> None:
    assert await names(library, search="thunder") == ["c"]
    assert await names(library, search="%") == ["b"]
    assert await names(library, search="_in_") == ["a"]
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
        statements.append(statement)

    event.listen(database._engine, "before_cursor_execute", note)
    sounds = SoundReader(database, Broadcaster())
    for page_size in (1, 2, 3):
        page = await sounds.page(SoundQuery(page_size=page_size), "anonymous")
        assert len(page.rows) == page_size
        assert len(statements) == 3
        statements.clear()
    await database.close()
