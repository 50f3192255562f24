"""HEAD, which monitors, players and link checkers send."""

from typing import Any

from support.fake_sidecar import FakeSidecar, until
from support.raw_http import connected
from support.running_backend import BASE, Backend

VOLATILE = {"date", "ratelimit", "content-length", "transfer-encoding"}


def lasting(headers: Any) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in VOLATILE}


async def test_every_get_has_its_head(backend: Backend) -> None:
    sound = await backend.over(await backend.generate())
    paths = (await backend.http.get("/openapi.json")).json()["paths"]
    known = {"sound_id": sound["id"], "category_id": 1, "tag_id": 1, "preset_id": 1}
    tried = ["/", "/docs", "/redoc", "/openapi.json", "/metrics", "/web/main.js", sound["file_url"]]
    tried += [path.format(**known) for path in paths if "get" in paths[path] and "{rel" not in path]
    assert len(tried) > 20
    for path in tried:
        wanted = await backend.http.get(path)
        reply = await backend.http.head(path)
        assert reply.status_code == wanted.status_code, path
        assert reply.content == b"", path
        assert lasting(reply.headers) == lasting(wanted.headers), path
        told = {wanted.headers.get("content-length"), reply.headers.get("content-length")}
        # Counters and times may grow by a digit between the two.
        assert len(told) == 1 or path in ("/metrics", f"{BASE}/stats"), path


async def test_the_head_of_an_endless_stream_ends(backend: Backend, sidecar: FakeSidecar) -> None:
    sidecar.script.hold.clear()
    sound_id = await backend.generate()
    await backend.until(sound_id, "processing")
    reply = await backend.http.head(f"{BASE}/{sound_id}/events")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/event-stream; charset=utf-8"
    await until(lambda: backend.app.state.services.broadcaster.viewer_count == 0)
    sidecar.script.hold.set()


async def test_the_connection_goes_on_after_a_head(backend: Backend) -> None:
    port = backend.http.base_url.port
    assert port is not None
    async with connected(port) as (reader, writer):
        for method in ("HEAD", "GET", "HEAD"):
            target = "/docs/swagger-ui.css"
            writer.write(f"{method} {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            assert head.startswith(b"http/1.1 200")
            size = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
            assert size > 100_000
            if method == "GET":
                await reader.readexactly(size)


async def test_what_has_no_get_has_no_head(backend: Backend) -> None:
    for path, allowed in ((f"{BASE}/1/play", {"POST"}), (f"{BASE}/stats", {"GET", "HEAD"})):
        method = "HEAD" if "GET" not in allowed else "PATCH"
        reply = await backend.http.request(method, path)
        assert reply.status_code == 405
        assert set(reply.headers["allow"].split(", ")) == allowed
    assert (await backend.http.head("/nothing")).status_code == 404
    metrics = (await backend.http.get("/metrics")).text
    assert 'method="HEAD"' in metrics
