"""Hostile calls over gRPC: never INTERNAL or UNKNOWN, and no name of a Python class."""

import re
from typing import Any

import grpc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.hostile.values import ODD_NUMBERS, ODD_TEXTS
from support.processes import Stack

from envsound.v1.envsound_service_pb2 import GenerateSoundRequest, ReadPromptRequest

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
    try:
        for number, _ in enumerate(replies):
            if number >= 2:
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
