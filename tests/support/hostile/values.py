"""Hypothesis strategies for hostile values: texts, numbers, JSON, headers, paths."""

import json
from typing import Any

from hypothesis import strategies as st

from support.processes import API

ODD_TEXTS = (
    "", " ", "\x00", "a\x00b", "\x1b[2J", "\u202e", "\ufffe", "\ud800", "🌧" * 600, "x" * 70_000,
    "' OR 1=1 --", "../../etc/passwd", "%00", "%", "_", "\\", '"', '"rain', "{{7*7}}",
    "e\u0301" * 300, "-", "--", "*", "rain" * 400, "ａ" * 300, "雨" * 900, "\n", "rain\r\nX: y",
    "NaN", "null", "١٢٣",
)  # fmt: skip
ODD_NUMBERS: tuple[Any, ...] = (
    0, -1, 1, 2**31, 2**63 - 1, 2**63, 2**64, -(2**63) - 1, 10**400, 1e308, -1e308, 1e-320, 0.5,
    float("nan"), float("inf"), True,
)  # fmt: skip
ODD_DATES = (
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01", "9999-12-31",
    "2026-02-30", "2026-13-01", "24:00", "2026-01-01T24:00:00", "-1", "1e9", "9" * 30, "now",
    "2026-01-01T00:00:00+99:99", "10000-01-01", "2026-01-01T00:00:00.0000000000001Z",
)  # fmt: skip
FIELDS = (
    "prompt", "name", "description", "duration", "duration_seconds", "steps", "cfg_scale", "seed",
    "engine", "loop", "format", "target_lufs", "true_peak_ceiling_dbtp", "negative_prompt",
    "category", "priority", "category_id", "tag_ids", "metadata", "sound_ids", "is_public", "color",
    "quality_score", "sort_order", "rating", "icon", "icon", "strength", "start", "end",
    "default_duration", "prompt_templates", "example_prompts", "unknown",
)  # fmt: skip
QUERY_FIELDS = (
    "page", "page_size", "category_id", "tag_ids", "search", "status", "featured_only", "sort_by",
    "sort_order", "created_from", "created_to", "created_before", "cursor", "engine",
    "commercial_use", "parent_id", "favorites_only", "needs_all_tags", "sound_ids",
    "pixels_per_second", "format", "theme", "limit", "popular_only", "user_name", "action",
)  # fmt: skip
HEADERS = (
    "Range", "If-None-Match", "If-Modified-Since", "If-Range", "Accept", "Accept-Language",
    "Content-Type", "Idempotency-Key", "X-API-Key", "X-Forwarded-For", "X-Forwarded-Prefix",
    "Forwarded", "traceparent", "Origin", "Sec-Fetch-Site", "Cookie", "Content-Encoding",
    "Transfer-Encoding", "Expect",
)  # fmt: skip
_PATHS = (
    "/", "/generate", "/batch-delete", "/batch-update", "/rescan", "/usage-logs", "/stats", "/tags",
    "/categories", "/presets", "/read-prompt", "/credits", "/upload", "/tangoflux/health",
)  # fmt: skip
_WORDS = (
    "", "/download", "/events", "/waveform", "/thumbnail", "/cancel", "/regenerate", "/play",
    "/vary", "/favorite", "/rating", "/extend", "/repair",
)  # fmt: skip
_IDS = ("0", "1", "2", "-1", "99", "9223372036854775808", "1e3", "x", "%00", "..", "1%2F2", "１")
_OUTSIDE = (
    "/", "/health", "/ready", "/metrics", "/openapi.json", "/web/../app.py", "/web/%2e%2e/app.py",
    "/environment_sounds/2026/11/%ff.wav", "/environment_sounds//etc/passwd", "/%00", "/docs",
)  # fmt: skip

texts = st.one_of(st.sampled_from(ODD_TEXTS), st.text(max_size=60))
numbers = st.one_of(st.sampled_from(ODD_NUMBERS), st.integers(), st.floats(allow_nan=True))
scalars = st.one_of(texts, numbers, st.booleans(), st.none(), st.sampled_from(ODD_DATES))
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=5), st.dictionaries(st.text(max_size=8), inner, max_size=5)
    ),
    max_leaves=20,
)


def _almost(fields: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects with the names of real fields and any values."""
    return st.dictionaries(st.sampled_from(fields), values, max_size=6)


def as_json(value: Any) -> bytes:
    """Return JSON as Python writes it, with NaN and lone surrogates."""
    return json.dumps(value).encode()


bodies = st.one_of(
    _almost(FIELDS).map(as_json),
    _almost(FIELDS).map(lambda fields: as_json({"prompt": "rain", **fields})),
    values.map(as_json),
    st.binary(max_size=200),
    st.sampled_from(
        [
            b"",
            b"{",
            b"[" * 50_000,
            b'{"a":' * 20_000,
            b"\xff\xfe{}",
            b'{"seed": ' + b"9" * 5000 + b"}",
        ]
    ),
)
queries = st.dictionaries(
    st.sampled_from(QUERY_FIELDS),
    st.one_of(texts, numbers.map(str), st.sampled_from(ODD_DATES), st.integers(1, 9).map(str)),
    max_size=4,
)
header_values = st.one_of(
    st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=80),
    st.sampled_from(
        ["bytes=0-", "bytes=-1", "bytes=5-2", "bytes=0-0,-1", "bytes=" + "0-1," * 500 + "0-1",
         "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=a",
         "application/json; charset=utf-16", "gzip", "*", '"' * 50, "W/" * 500, "x" * 7000,
         "Thu, 99 Jan 2015 00:00:00 GMT", "cross-site", "http://evil.example", "1.2.3.4, 5.6.7.8",
         "00-" + "0" * 32 + "-" + "0" * 16 + "-00"]
    ),
)  # fmt: skip
headers = st.dictionaries(st.sampled_from(HEADERS), header_values, max_size=4)
paths = st.one_of(
    st.sampled_from([API + path for path in _PATHS]),
    st.builds(
        lambda kind, sound_id, word: f"{API}{kind}/{sound_id}{word}",
        st.sampled_from(["", "", "", "/categories", "/tags", "/presets"]),
        st.sampled_from(_IDS),
        st.sampled_from(_WORDS),
    ),
    st.sampled_from(_OUTSIDE),
)
methods = st.sampled_from(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"])
