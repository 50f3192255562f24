"""Pages of other origins, foreign host names and forged addresses."""

from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.raw_http import status_of
from support.running_backend import BASE, Backend

OWN_PAGE: list[dict[str, str]] = [
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},
    # Behind a development server that changes Host, the browser still sees one origin.
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost:3001"},
    # A browser names no site to a plain address of the network.
    {"Host": "192.168.1.5:8000", "Origin": "http://192.168.1.5:8000"},
    {"Host": "192.168.1.5", "Origin": "http://192.168.1.5"},
    {"Host": "localhost", "Origin": "https://localhost"},
    {"Host": "localhost:443", "Origin": "https://LOCALHOST"},
    {"Host": "[::1]:8000", "Origin": "http://[::1]:8000"},
]
FOREIGN_PAGE: list[dict[str, str]] = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:9999"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
    {"Sec-Fetch-Site": "anything"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://192.168.1.5:9999", "Host": "192.168.1.5:8000"},
    {"Origin": "https://192.168.1.5:8000", "Host": "192.168.1.5"},
    {"Origin": "file://192.168.1.5", "Host": "192.168.1.5"},
    {"Origin": "http://[", "Host": "192.168.1.5"},
]
WRITES = [
    ("POST", f"{BASE}/generate"),
    ("POST", f"{BASE}/1/regenerate"),
    ("POST", f"{BASE}/upload"),
    ("POST", f"{BASE}/1/play"),
    ("PUT", f"{BASE}/1"),
    ("DELETE", f"{BASE}/1"),
    ("POST", f"{BASE}/batch-delete"),
    ("POST", f"{BASE}/rescan"),
    ("OPTIONS", f"{BASE}/generate"),
    ("POST", "/nothing"),
]
FOREIGN_NAMES = [
    "evil.example",
    "evil.example:8000",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "evillocalhost",
    "",
    "localhost, evil.example",
    "user@localhost@evil.example",
    "[::1",
    "envsound",
]
OWN_NAMES = [
    "localhost",
    "LOCALHOST:8000",
    "localhost.",
    "app.localhost:8000",
    "127.0.0.1:1",
    "127.8.9.1",
    "192.168.1.5:8000",
    "[::1]:8000",
    "[fe80::1]",
]


def assert_refused(reply: httpx.Response, reason: str, remedy: str) -> None:
    assert reply.status_code == 403, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["reason"] == reason
    assert remedy in reply.json()["detail"]
    assert "access-control-allow-origin" not in reply.headers


@pytest.fixture
def database_url(data_dir: Path) -> str:
    """Return SQLite: what a browser may do does not depend on the database."""
    data_dir.mkdir()
    return f"sqlite:///{data_dir / 'sounds.db'}"


async def test_a_foreign_page_changes_nothing(backend: Backend) -> None:
    for headers, (method, path) in product(FOREIGN_PAGE, WRITES):
        assert_refused(
            await backend.http.request(method, path, headers=headers, content=b"{}"),
            "ORIGIN_REFUSED",
            "ALLOWED_ORIGINS",
        )


async def test_the_own_page_and_programs_change_what_they_want(backend: Backend) -> None:
    for headers, (method, path) in product(OWN_PAGE, WRITES):
        reply = await backend.http.request(method, path, headers=headers, content=b"{}")
        assert reply.status_code != 403, (headers, method, path)


async def test_a_foreign_page_embeds_nothing_and_holds_no_stream(backend: Backend) -> None:
    embedding = (
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
        {"Origin": "https://evil.example", "Accept": "text/event-stream"},
    )
    for headers in embedding:
        for path in (f"{BASE}/1/events", f"{BASE}/1/download", f"{BASE}/1/waveform", f"{BASE}/"):
            reply = await backend.http.get(path, headers=headers)
            assert_refused(reply, "ORIGIN_REFUSED", "ALLOWED_ORIGINS")


async def test_links_and_players_of_any_page_work(backend: Backend) -> None:
    link = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    for path in ("/", "/docs", f"{BASE}/"):
        assert (await backend.http.get(path, headers=link)).status_code == 200
    player = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "audio"}
    reply = await backend.http.get("/environment_sounds/2026/11/no.wav", headers=player)
    assert reply.status_code == 410
    assert reply.headers["cross-origin-resource-policy"] == "cross-origin"


async def test_an_allowed_origin_does_what_the_own_page_does(serving: Any) -> None:
    origin = "https://studio.example.org"
    headers = {"Origin": origin, "Sec-Fetch-Site": "cross-site"}
    async with serving(allowed_origins=f"http://a.example, {origin}") as backend:
        asked = {
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type,x-api-key,idempotency-key",
        }
        reply = await backend.http.options(f"{BASE}/generate", headers=headers | asked)
        assert reply.status_code == 200
        assert reply.headers["access-control-allow-origin"] == origin
        assert "x-api-key" in reply.headers["access-control-allow-headers"]
        reply = await backend.http.post(
            f"{BASE}/generate", headers=headers, json={"prompt": "rain"}
        )
        assert reply.status_code == 202
        assert reply.headers["access-control-allow-origin"] == origin
        other = headers | {"Origin": "https://evil.example"}
        assert_refused(
            await backend.http.options(f"{BASE}/generate", headers=other | asked),
            "ORIGIN_REFUSED",
            "ALLOWED_ORIGINS",
        )


async def test_a_foreign_name_reads_and_changes_nothing(backend: Backend) -> None:
    reads = [("GET", f"{BASE}/"), ("GET", "/"), ("GET", "/openapi.json")]
    for host, (method, path) in product(FOREIGN_NAMES, WRITES + reads):
        same_origin = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
        reply = await backend.http.request(method, path, headers=same_origin)
        assert_refused(reply, "HOST_REFUSED", "ALLOWED_HOSTS")


async def test_addresses_and_own_names_are_served(backend: Backend) -> None:
    for host in OWN_NAMES:
        reply = await backend.http.get(f"{BASE}/", headers={"Host": host})
        assert reply.status_code == 200, host


async def test_configured_names_are_served(serving: Any) -> None:
    async with serving(allowed_hosts="backend, *.example.org") as backend:
        for host, status in (
            ("backend:8000", 200),
            ("Sounds.Example.ORG", 200),
            ("a.b.example.org:80", 200),
            ("example.org", 403),
            ("notexample.org", 403),
            ("evil.example", 403),
        ):
            reply = await backend.http.get(f"{BASE}/", headers={"Host": host})
            assert reply.status_code == status, host
    async with serving(allowed_hosts="*") as backend:
        reply = await backend.http.get(f"{BASE}/", headers={"Host": "evil.example"})
        assert reply.status_code == 200


async def test_a_request_has_one_name_unless_it_is_older_than_names(backend: Backend) -> None:
    port = backend.http.base_url.port
    for names, version, status in (
        ("Host: localhost\r\nHost: evil.example\r\n", "1.1", 403),
        ("Host: localhost\r\nHost: localhost\r\n", "1.1", 403),
        ("", "1.1", 403),
        ("", "1.0", 200),
        ("Host: evil.example\r\n", "1.0", 403),
    ):
        request = f"GET {BASE}/ HTTP/{version}\r\n{names}Connection: close\r\n\r\n"
        assert await status_of(port, request.encode()) == status, (names, version)


async def test_probes_come_by_any_name(backend: Backend) -> None:
    for method, path in product(("GET", "HEAD"), ("/health", "/ready", "/metrics")):
        reply = await backend.http.request(method, path, headers={"Host": "10-0-0-1.pod.cluster"})
        assert reply.status_code == 200


async def test_keys_do_not_replace_these_checks(serving: Any) -> None:
    async with serving(api_keys='{"a": {"role": "admin", "sha256": "%s"}}' % ("0" * 64)) as backend:
        reply = await backend.http.get(f"{BASE}/", headers={"Host": "evil.example"})
        assert_refused(reply, "HOST_REFUSED", "ALLOWED_HOSTS")
        foreign = {"Origin": "https://evil.example"}
        reply = await backend.http.delete(f"{BASE}/1", headers=foreign)
        assert_refused(reply, "ORIGIN_REFUSED", "ALLOWED_ORIGINS")


async def test_every_reply_tells_browsers_not_to_guess_or_share(backend: Backend) -> None:
    for path in ("/", "/docs", "/health", "/metrics", "/web/main.js", f"{BASE}/", "/nothing"):
        headers = (await backend.http.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["cross-origin-resource-policy"] == "same-origin", path
        assert headers["x-frame-options"] == "DENY", path


async def test_the_reference_needs_no_other_server_and_no_frame_takes_it(backend: Backend) -> None:
    for path, assets in (
        ("/docs", ("docs/swagger-ui.css", "docs/swagger-ui-bundle.js", "web/docs.js")),
        ("/redoc", ("docs/redoc.standalone.js",)),
    ):
        reply = await backend.http.get(path)
        assert reply.headers["content-type"] == "text/html; charset=utf-8"
        policy = reply.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "script-src 'self';" in policy
        assert "http" not in reply.text
        for asset in assets:
            assert f'"{asset}"' in reply.text
            assert (await backend.http.get(f"/{asset}")).status_code == 200
    assert (await backend.http.get("/docs/favicon.png")).status_code == 422


async def test_a_forged_address_is_not_believed(serving: Any) -> None:
    forged = {"X-Forwarded-For": "203.0.113.9"}
    async with serving(rate_limit_requests="2/hour", forwarded_allow_ips="10.0.0.1") as backend:
        statuses = [
            (await backend.http.get(f"{BASE}/", headers={"X-Forwarded-For": f"203.0.113.{n}"}))
            for n in range(3)
        ]
        assert [reply.status_code for reply in statuses] == [200, 200, 429]
    # A believed proxy appends the address that it saw; what stands before it is the client's claim.
    async with serving(rate_limit_requests="2/hour") as backend:
        for claim, status in (("1.1.1.1", 200), ("2.2.2.2", 200), ("3.3.3.3, 4.4.4.4", 429)):
            hops = {"X-Forwarded-For": f"{claim}, {forged['X-Forwarded-For']}"}
            assert (await backend.http.get(f"{BASE}/", headers=hops)).status_code == status
        other = {"X-Forwarded-For": "203.0.113.10"}
        assert (await backend.http.get(f"{BASE}/", headers=other)).status_code == 200
