"""Hostile multipart forms: a sentence about the form, or a sound that is kept."""

import io
from typing import Any

import httpx
import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from support.hostile.replies import check
from support.hostile.values import ODD_DATES, ODD_TEXTS
from support.processes import API, Stack

_NAMES = ("file", "name", "prompt", "description", "category_id", "tag_ids", "", "x", "file[]")
_PARAMETERS = (
    "filename=a.wav", 'filename="a.wav"', 'filename=""', 'filename="a',
    "filename*=UTF-8''%E9%9B%A8",
    "filename*=UTF-8''%FF", "filename*0=a", "filename*0*=UTF-8''a", "filename*1*=b", "filename*",
    "filename*=", "filename*=nonsense''x", "filename*=unicode_escape''%5Cud800", "filename*='''",
    "filename*=utf-16''%00%d8", 'filename="..\\\\..\\\\x"', 'filename="\\"', "name=b",
    "name*=UTF-8''c",
    "filename=" + "a" * 3000, 'filename="' + '\\"' * 500 + '"', ";;;", "=", "filename=\xff\xfe",
    "filename*99999999999999999999=a", "filename=%00", "filename=a;filename=b",
)  # fmt: skip
_HEADERS = (
    "Content-Type: audio/wav", "Content-Type: multipart/mixed; boundary=c", "X: " + "y" * 3000,
    "Content-Transfer-Encoding: base64", "Content-Disposition: form-data; name=\"file\"", ":", "X",
    "Content-Disposition: attachment", "\xff: \xff", "Content-Length: 99999999999",
)  # fmt: skip
_ENDS = (
    "\r\n--b--\r\n",
    "\r\n--b--",
    "\r\n--b",
    "",
    "\n--b--\n",
    "\r\n--bb--\r\n",
    "\r\n--b--x" * 9,
)


def _sound() -> bytes:
    content = io.BytesIO()
    noise = np.random.default_rng(3).uniform(-0.3, 0.3, 4410)
    soundfile.write(content, noise, 44_100, format="WAV")
    return content.getvalue()


_CONTENTS = st.one_of(
    st.sampled_from([_sound(), b"", b"\r\n--b\r\n", b"x" * 70_000]),
    st.binary(max_size=80),
    st.sampled_from([*ODD_TEXTS, *ODD_DATES]).map(lambda text: text.encode("utf-8", "replace")),
)


@st.composite
def _parts(draw: st.DrawFn) -> bytes:
    name = draw(st.sampled_from(_NAMES))
    parameters = draw(st.lists(st.sampled_from(_PARAMETERS), max_size=3))
    disposition = "; ".join(["Content-Disposition: form-data", f'name="{name}"', *parameters])
    lines = [disposition, *draw(st.lists(st.sampled_from(_HEADERS), max_size=2))]
    head = "\r\n".join(draw(st.permutations(lines)))
    return b"--b\r\n" + head.encode("latin-1") + b"\r\n\r\n" + draw(_CONTENTS)


_CONTENT_TYPES = st.sampled_from(
    ["multipart/form-data; boundary=b"] * 6
    + ["multipart/form-data; boundary=\"b\"; charset=utf-16", "multipart/form-data; boundary*=b",
       "multipart/mixed; boundary=b", "multipart/form-data;boundary=" + "b" * 300,
       "Multipart/Form-Data; BOUNDARY=b"]
)  # fmt: skip


@pytest.fixture
def http(stack: Stack) -> Any:
    with httpx.Client(base_url=stack.url, timeout=60, trust_env=False) as client:
        yield client


@given(_CONTENT_TYPES, st.lists(_parts(), max_size=5), st.sampled_from(_ENDS), st.booleans())
def test_forms(
    http: httpx.Client, content_type: str, parts: list[bytes], end: str, is_chunked: bool
) -> None:
    body = b"\r\n".join(parts) + end.encode()
    # Pieces of a few bytes break every header somewhere.
    pieces = (body[at : at + 7] for at in range(0, len(body), 7))
    content = pieces if is_chunked and len(body) < 10_000 else body
    check(http.post(f"{API}/upload", content=content, headers={"Content-Type": content_type}))


@given(st.lists(st.sampled_from(_PARAMETERS), max_size=4))
def test_names_of_files(http: httpx.Client, parameters: list[str]) -> None:
    disposition = "; ".join(['Content-Disposition: form-data; name="file"', *parameters])
    head = f"--b\r\n{disposition}\r\n\r\n".encode("latin-1")
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    body = head + b"no sound\r\n--b--\r\n"
    reply = http.post(f"{API}/upload", content=body, headers=headers)
    check(reply)
    assert reply.status_code in (400, 422), reply.text
