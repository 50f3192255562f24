"""Hostile requests at sounds that there are: their files, their fields, their pages."""

from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.hostile.audio import files
from support.hostile.replies import check
from support.hostile.values import (
    ODD_DATES,
    ODD_NUMBERS,
    ODD_TEXTS,
    as_json,
    header_values,
    values,
)
from support.processes import API, Stack

_DATES = (
    "Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 31 Dec 9999 23:59:59 GMT", "Thu, 99 Jan 2015 00:00:00",
    "Sun Nov  6 08:49:37 1994", "Sat, 28 Nov 2026 14:29:44 +9999", "0", "-1", "9" * 30,
    "Thu, 01 Jan 0000 00:00:00 GMT", "Thu, 01 Jan 99999 00:00:00 GMT", "Thu, 01 Jan 1 00:00:00",
)  # fmt: skip
_RANGES = (
    "bytes=0-", "bytes=-1", "bytes=-0", "bytes=5-2", "bytes=0-0,-1",
    "bytes=" + "0-1," * 900 + "0-1",
    "bytes=99999999999999999999-", "bytes=-99999999999999999999", "bytes=0-18446744073709551616",
    "bytes=", "bytes", "=", "items=0-1", "bytes=1-2-3", "bytes=a-b", "bytes=0x1-2", "bytes= 0 - 5",
    "bytes=\xb2-", "bytes=0-0" + ",0-0" * 1500, "bytes=+1-2", "bytes=1_0-2_0",
)  # fmt: skip
_READ = ("download", "waveform", "thumbnail")
_CHANGED = (
    "name", "description", "category_id", "tag_ids", "is_public", "sort_order", "color",
    "quality_score", "prompt", "duration", "duration_seconds", "steps", "cfg_scale", "sound_ids",
    "rating", "seed", "keep_seed", "strength", "start_seconds", "end_seconds", "seconds", "ranges",
)  # fmt: skip
_CHANGES = (
    ("PUT", ""), ("POST", "/regenerate"), ("POST", "/vary"), ("POST", "/extend"),
    ("POST", "/repair"), ("POST", "/rating"), ("POST", "/favorite"), ("POST", "/play"),
    ("POST", "/cancel"),
)  # fmt: skip
_scalars = st.one_of(
    st.sampled_from([*ODD_TEXTS, *ODD_NUMBERS, *ODD_DATES, None, [], [1], [0], {}, 1, 5, "1"]),
    values,
)


@pytest.fixture
def http(stack: Stack) -> Any:
    with httpx.Client(base_url=stack.url, timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def sound(stack: Stack) -> dict[str, Any]:
    reply = httpx.post(
        f"{stack.url}{API}/upload", files={"file": ("own.wav", files()[0])}, trust_env=False
    )
    found: dict[str, Any] = reply.json()["data"]
    return found


_conditions = st.fixed_dictionaries(
    {},
    optional={
        "Range": st.one_of(st.sampled_from(_RANGES), header_values),
        "If-Range": st.one_of(st.sampled_from(_DATES), header_values),
        "If-None-Match": st.one_of(st.sampled_from(['"', "W/", '"a", "b', "*"]), header_values),
        "If-Modified-Since": st.one_of(st.sampled_from(_DATES), header_values),
        "X-Sendfile-Type": st.sampled_from(["X-Accel-Redirect", "X-Sendfile", "\xff"]),
        "Accept-Encoding": st.sampled_from(["gzip", "br;q=9", "*", "identity;q=0", "\xff"]),
    },
)


def _get(http: httpx.Client, method: str, path: str, headers: dict[str, str]) -> None:
    sent = {name: value.encode("latin-1", "replace") for name, value in headers.items()}
    try:
        reply = http.request(method, path, headers=sent)
    except (httpx.LocalProtocolError, httpx.RemoteProtocolError):
        return
    check(reply)


@given(st.sampled_from(["GET", "HEAD"]), st.sampled_from([*_READ, "file"]), _conditions)
def test_reads(
    http: httpx.Client, sound: dict[str, Any], method: str, what: str, headers: dict[str, str]
) -> None:
    path = sound["file_url"] if what == "file" else f"{API}/{sound['id']}/{what}"
    _get(http, method, path, headers)


@given(st.sampled_from(_CHANGES), st.dictionaries(st.sampled_from(_CHANGED), _scalars, max_size=5))
def test_changes(
    http: httpx.Client, sound: dict[str, Any], call: tuple[str, str], fields: dict[str, Any]
) -> None:
    method, word = call
    headers = {"Content-Type": "application/json"}
    url = f"{API}/{sound['id']}{word}"
    check(http.request(method, url, content=as_json(fields), headers=headers))
    check(http.get(f"{API}/{sound['id']}"))


@given(st.dictionaries(st.sampled_from(_CHANGED), _scalars, max_size=4))
def test_batches(http: httpx.Client, sound: dict[str, Any], fields: dict[str, Any]) -> None:
    content = as_json({"sound_ids": [sound["id"]], **fields})
    headers = {"Content-Type": "application/json"}
    check(http.post(f"{API}/batch-update", content=content, headers=headers))


@given(
    st.sampled_from(["created_at", "name", "duration", "play_count", "sort_order", "id"]),
    st.sampled_from(["asc", "desc"]),
    st.data(),
)
def test_cursors(http: httpx.Client, by: str, order: str, data: st.DataObject) -> None:
    query = {"sort_by": by, "sort_order": order, "page_size": "1", "cursor": ""}
    reply = http.get(f"{API}/", params=query)
    check(reply)
    known = str(reply.json().get("data", {}).get("next_cursor") or "eyJhIjoxfQ")
    at = data.draw(st.integers(0, len(known)))
    other = data.draw(st.one_of(st.text(max_size=8), st.sampled_from(ODD_TEXTS)))
    cursor = known[:at] + other.encode("utf-8", "replace").decode()[:3000] + known[at + 1 :]
    check(http.get(f"{API}/", params=query | {"cursor": cursor}))


@given(
    st.text(max_size=60), st.sampled_from(["/environment_sounds/", "/web/", f"{API}/", "/docs/"])
)
def test_paths(http: httpx.Client, text: str, start: str) -> None:
    path = quote(text.encode("utf-8", "replace"), safe="/%.;\\")
    try:
        _get(http, "GET", start + path, {})
    except httpx.InvalidURL:
        return
