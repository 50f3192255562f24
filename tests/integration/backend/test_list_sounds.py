import pytest
from fake_sidecar import FakeSidecar
from running_backend import BASE, Backend


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
