"""Hostile calls over gRPC: never INTERNAL or UNKNOWN, and no name of a Python class."""

import re
from typing import Any

import grpc
import pytest
from grpc_health.v1.health_pb2 import HealthCheckRequest
from grpc_reflection.v1alpha.reflection_pb2 import ServerReflectionRequest
from hypothesis import given
from hypothesis import strategies as st
from support.hostile.values import ODD_NUMBERS, ODD_TEXTS
from support.processes import Stack
from support.raw_grpc import Header, call, message

from envsound.v1.envsound_service_pb2 import (
    DiscardSoundRequest,
    GenerateSoundRequest,
    ReadPromptRequest,
    Source,
    TimeRange,
)

_SERVICE = "/envsound.v1.EnvironmentSoundService"
_UNARY = (
    f"{_SERVICE}/ListEngines",
    f"{_SERVICE}/ReadPrompt",
    f"{_SERVICE}/DiscardSound",
    f"{_SERVICE}/Nothing",
    "/grpc.health.v1.Health/Check",
    "/no.such.Service/Call",
)
_STREAMING = (
    f"{_SERVICE}/GenerateSound",
    "/grpc.health.v1.Health/Watch",
    "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
)
_NEVER = (grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN, grpc.StatusCode.DATA_LOSS)
_TIMEOUT_SECONDS = 20.0

_texts = st.one_of(
    st.sampled_from([text for text in ODD_TEXTS if text.isprintable() or len(text) < 9]),
    st.text(max_size=50),
).map(lambda text: text.encode("utf-8", "ignore").decode())
_whole = st.sampled_from([n for n in ODD_NUMBERS if type(n) is int and abs(n) < 2**31])
_numbers = st.one_of(st.floats(width=32), st.sampled_from([0.0, -1.0, 5.0, 1e30]))


@pytest.fixture
def channel(stack: Stack) -> Any:
    with grpc.insecure_channel(stack.sidecar.target) as opened:
        yield opened


def check(error: grpc.RpcError) -> None:
    """Check that an error names no code of ours."""
    assert error.code() not in _NEVER, (error.code(), error.details())
    assert not re.search(r"Traceback|Error\b.*\(|<class|\.py\b", error.details() or "")


def _call_unary(channel: grpc.Channel, method: str, content: bytes) -> None:
    try:
        channel.unary_unary(method)(content, timeout=_TIMEOUT_SECONDS)
    except grpc.RpcError as error:
        check(error)


def _call_streaming(channel: grpc.Channel, method: str, content: bytes) -> None:
    """Call, and leave after the first replies."""
    replies = channel.unary_stream(method)(content, timeout=_TIMEOUT_SECONDS)
    # A watch has no second reply until something changes.
    most = 1 if method.endswith("Watch") else 3
    try:
        for number, _ in enumerate(replies, 1):
            if number >= most:
                break
    except grpc.RpcError as error:
        check(error)
    finally:
        replies.cancel()


@given(st.sampled_from(_UNARY), st.binary(max_size=200))
def test_bytes(channel: grpc.Channel, method: str, content: bytes) -> None:
    _call_unary(channel, method, content)


@given(st.sampled_from(_STREAMING), st.binary(max_size=200))
def test_bytes_to_streams(channel: grpc.Channel, method: str, content: bytes) -> None:
    _call_streaming(channel, method, content)


@given(_texts, _texts, _numbers, _whole, _texts, st.data())
def test_requests(
    channel: grpc.Channel,
    prompt: str,
    name: str,
    duration: float,
    number: int,
    engine: str,
    data: st.DataObject,
) -> None:
    request = GenerateSoundRequest(
        prompt=prompt,
        name=name,
        duration_seconds=duration,
        steps=number,
        cfg_scale=duration,
        engine=data.draw(st.sampled_from([engine, "instant", "procedural", ""])),
        target_lufs=duration,
        request_id=data.draw(_texts),
        category=data.draw(_texts),
        negative_prompt=data.draw(_texts),
    )
    content = bytearray(request.SerializeToString())
    for _ in range(data.draw(st.integers(0, 3))):
        if content:
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    _call_streaming(channel, _STREAMING[0], bytes(content))
    _call_unary(channel, _UNARY[1], ReadPromptRequest(prompt=prompt).SerializeToString())


@given(
    st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True).filter(lambda k: k != "te"),
        st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=200),
        max_size=4,
    )
)
def test_metadata(channel: grpc.Channel, metadata: dict[str, str]) -> None:
    sent = [
        (name, value.encode() if name.endswith("-bin") else value)
        for name, value in metadata.items()
        if not name.startswith("grpc-")
    ]
    try:
        channel.unary_unary(_UNARY[0])(b"", timeout=_TIMEOUT_SECONDS, metadata=sent)
    except (grpc.RpcError, ValueError) as error:
        if isinstance(error, grpc.RpcError):
            check(error)


_RAW_HEADERS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(
                ["grpc-encoding", "grpc-accept-encoding", "grpc-timeout", "authorization", "x-a",
                 "x-a-bin", "traceparent", "user-agent", "grpc-message", "content-length"]
            ),
            st.one_of(
                st.sampled_from(
                    [b"gzip", b"deflate", b"none-such", b"", b"5S", b"-1S", b"9" * 11 + b"H",
                     b"soon", b"Bearer x", b"***", b"AAAA", b"x" * 9000,
                     b"00-" + b"0" * 32 + b"-0-00", b"0"]
                ),
                st.binary(max_size=60),
            ),
        ),
        st.tuples(st.just("x-b"), st.binary(min_size=1, max_size=200)),
    ),
    max_size=4,
)  # fmt: skip
_STATUS = re.compile(rb"grpc-status[\x01\x02](\d+)")
_CODES_NEVER = {str(code.value[0]).encode() for code in _NEVER}
_INTERNAL = str(grpc.StatusCode.INTERNAL.value[0]).encode()


def _is_core_refusal(reply: bytes) -> bool:
    """Return True for an INTERNAL of gRPC's own core, which no code of ours comes before.

    It reads names of compressions, times, headers in base64 and compressed messages itself, and
    the documents of gRPC ask for INTERNAL where a message cannot be decompressed.
    """
    words = (b"Error parsing '", b"ompress")
    return _STATUS.findall(reply) == [_INTERNAL] and any(word in reply for word in words)


@given(
    st.sampled_from([*_UNARY, *_STREAMING]),
    _RAW_HEADERS,
    st.binary(max_size=100),
    st.booleans(),
    st.integers(-3, 3),
)
def test_raw_headers(
    stack: Stack,
    method: str,
    headers: list[Header],
    content: bytes,
    is_compressed: bool,
    shift: int,
) -> None:
    body = message(content, is_compressed=is_compressed)
    # The told size of the message is wrong by a few bytes.
    body = body[:shift] if shift < 0 else body + bytes(shift)
    reply = call(stack.sidecar.port, method, body, headers=[*headers, ("grpc-timeout", b"2S")])
    if not _is_core_refusal(reply):
        assert not _CODES_NEVER & set(_STATUS.findall(reply)), reply
    assert b"Traceback" not in reply


_SYMBOLS = st.one_of(
    st.sampled_from(["", "envsound.v1.Sound", "x", ".", "envsound_service.proto", "../x"]),
    st.text(st.characters(codec="utf-8"), max_size=200),
)


@given(
    st.lists(st.tuples(st.integers(1, 8), _SYMBOLS, st.integers(-(2**31), 2**31 - 1)), max_size=6)
)
def test_reflection(channel: grpc.Channel, wishes: list[tuple[int, str, int]]) -> None:
    method = channel.stream_stream(_STREAMING[2])
    replies = method((_wish(*wish) for wish in wishes), timeout=_TIMEOUT_SECONDS)
    try:
        list(replies)
    except grpc.RpcError as error:
        check(error)


def _wish(field: int, symbol: str, number: int) -> bytes:
    """Return a request of reflection: its kind is the number of its field."""
    request = ServerReflectionRequest()
    if field in (3, 4, 6, 7):
        names = {3: "file_by_filename", 4: "file_containing_symbol", 7: "list_services"}
        setattr(request, names.get(field, "all_extension_numbers_of_type"), symbol)
    elif field == 5:
        request.file_containing_extension.containing_type = symbol
        request.file_containing_extension.extension_number = number
    return request.SerializeToString()


@given(_SYMBOLS)
def test_names_of_services(channel: grpc.Channel, name: str) -> None:
    content = HealthCheckRequest(service=name).SerializeToString()
    _call_unary(channel, "/grpc.health.v1.Health/Check", content)
    _call_streaming(channel, "/grpc.health.v1.Health/Watch", content)


@given(
    _texts, st.lists(st.tuples(_numbers, _numbers), max_size=4), _numbers, st.binary(max_size=40)
)
def test_sources_and_discards(
    channel: grpc.Channel,
    path: str,
    ranges: list[tuple[float, float]],
    strength: float,
    unknown_field: bytes,
) -> None:
    kept = [TimeRange(start_seconds=start, end_seconds=end) for start, end in ranges]
    source = Source(sound_file=path, strength=strength, keep_ranges=kept)
    request = GenerateSoundRequest(prompt="rain", engine="instant", source=source)
    content = request.SerializeToString()
    _call_streaming(channel, _STREAMING[0], content)
    _call_streaming(channel, _STREAMING[0], content + unknown_field)
    _call_unary(channel, _UNARY[2], DiscardSoundRequest(request_id=path).SerializeToString())
