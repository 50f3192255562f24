"""Calls that no client of the contract sends: refused with a sentence, and never by a traceback."""

import re
from collections.abc import Iterator

import grpc
import pytest
from support.calls import CALL_SECONDS, Refusal
from support.processes import Sidecar, running_sidecar
from support.raw_grpc import Header, call, message

Code = grpc.StatusCode
TOKEN = "let-me-in"
WITH_TOKEN = (("authorization", f"Bearer {TOKEN}"),)
SOUNDS = "/envsound.v1.EnvironmentSoundService"
REFLECTION = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"
OUR_METHODS = [f"{SOUNDS}/{name}" for name in ("GenerateSound", "ListEngines", "ReadPrompt")]
HEALTH_METHODS = [f"/grpc.health.v1.Health/{name}" for name in ("Check", "Watch")]
UNDECODABLE = [b"\xff" * 20, b"\x0a\xff\xff\xff\xff\x0f", b"\x00", b"\x0a"]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sidecar]:
    """A sidecar that demands a token, and whose log holds no traceback in the end."""
    with running_sidecar(tmp_path_factory.mktemp("guarded"), ENVSOUND_TOKEN=TOKEN) as running:
        yield running
        said = running.log_path.read_text()
    assert "Traceback" not in said
    assert "DecodeError" not in said


def refused(
    sidecar: Sidecar, path: str, content: bytes, metadata: tuple[tuple[str, str], ...] = ()
) -> Refusal:
    with grpc.insecure_channel(sidecar.target) as channel:
        if path == REFLECTION:
            replies = channel.stream_stream(path)(
                iter([content]), timeout=CALL_SECONDS, metadata=metadata
            )
        else:
            replies = channel.unary_stream(path)(content, timeout=CALL_SECONDS, metadata=metadata)
        with pytest.raises(grpc.RpcError) as caught:
            list(replies)
    return Refusal(caught.value)


@pytest.mark.parametrize("content", UNDECODABLE)
@pytest.mark.parametrize("path", [*OUR_METHODS, *HEALTH_METHODS, REFLECTION])
def test_an_undecodable_message(guarded: Sidecar, path: str, content: bytes) -> None:
    error = refused(guarded, path, content, WITH_TOKEN)
    assert (error.code, error.reason) == (Code.INVALID_ARGUMENT, "REQUEST_INVALID")
    assert set(error.fields) == {"request"}
    assert "cannot be decoded" in error.message
    assert "class" not in error.message


def test_a_prompt_that_is_no_text(guarded: Sidecar) -> None:
    error = refused(guarded, OUR_METHODS[0], b"\x0a\x02\xff\xfe", WITH_TOKEN)
    assert (error.code, error.reason) == (Code.INVALID_ARGUMENT, "REQUEST_INVALID")


@pytest.mark.parametrize("metadata", [(), (("authorization", "Bearer wrong"),)])
@pytest.mark.parametrize("path", [*OUR_METHODS, REFLECTION])
def test_the_token_comes_before_the_message(
    guarded: Sidecar, path: str, metadata: tuple[tuple[str, str], ...]
) -> None:
    for content in UNDECODABLE:
        error = refused(guarded, path, content, metadata)
        assert (error.code, error.reason) == (Code.UNAUTHENTICATED, "UNAUTHENTICATED")


@pytest.mark.parametrize("path", [f"{SOUNDS}/Sing", "/nobody.v1.Service/Call", "/", "/x"])
@pytest.mark.parametrize("metadata", [(), WITH_TOKEN])
def test_an_unknown_method(
    guarded: Sidecar, path: str, metadata: tuple[tuple[str, str], ...]
) -> None:
    assert refused(guarded, path, b"", metadata).code is Code.UNIMPLEMENTED


def test_a_message_that_is_too_large(guarded: Sidecar) -> None:
    content = b"\x0a" + b"\x80\x80\x10" + b"x" * (256 << 10)
    error = refused(guarded, OUR_METHODS[0], content, WITH_TOKEN)
    assert error.code is Code.RESOURCE_EXHAUSTED
    assert "larger than max" in error.message


@pytest.mark.parametrize("size", [16_000, 100_000])
def test_large_metadata(guarded: Sidecar, size: int) -> None:
    error = refused(guarded, OUR_METHODS[1], b"\xff", (("x-note", "x" * size),))
    assert error.code in (Code.UNAUTHENTICATED, Code.RESOURCE_EXHAUSTED)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("content-type", "application/json"),
        ("grpc-encoding", "gzip"),
        ("grpc-encoding", "none-such"),
        ("grpc-timeout", "soon"),
        ("x-note-bin", "***"),
        ("authorization", b"\xff\xfe"),
        ("authorization", ""),
        ("x-note", "x" * 16_384),
    ],
)
@pytest.mark.parametrize("with_token", [True, False])
def test_malformed_headers(
    guarded: Sidecar, name: str, value: str | bytes, with_token: bool
) -> None:
    headers: list[Header] = [(name, value)] if name != "content-type" else []
    if with_token:
        headers.insert(0, WITH_TOKEN[0])
    content_type = str(value) if name == "content-type" else "application/grpc"
    content = message(b"\xff" * 20, is_compressed=name == "grpc-encoding")
    reply = call(guarded.port, OUR_METHODS[0], content, headers=headers, content_type=content_type)
    status = re.search(rb"grpc-status[\x01\x02](\d+)", reply)
    unknown = str(Code.UNKNOWN.value[0]).encode()
    assert status is None or status[1] != unknown
    assert b"class" not in reply
    assert b"Error'" not in reply


@pytest.mark.parametrize("method", ["GET", "PUT", "BREW"])
def test_another_http_method_ends_the_call(guarded: Sidecar, method: str) -> None:
    reply = call(guarded.port, OUR_METHODS[1], message(b""), headers=WITH_TOKEN, method=method)
    assert b"grpc-status\x010" not in reply


def test_the_server_goes_on(guarded: Sidecar) -> None:
    with grpc.insecure_channel(guarded.target) as channel:
        reply = channel.unary_unary(OUR_METHODS[1])(b"", timeout=CALL_SECONDS, metadata=WITH_TOKEN)
    assert b"instant" in reply
