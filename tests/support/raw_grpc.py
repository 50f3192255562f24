"""Calls as no gRPC library would send them, over a socket (RFC 9113, without Huffman codes)."""

import socket
import struct
from collections.abc import Sequence

_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_DATA, _HEADERS, _RESET, _SETTINGS, _GO_AWAY, _CONTINUATION = 0, 1, 3, 4, 7, 9
_END_STREAM, _END_HEADERS = 1, 4
_FRAME_BYTES = 16_000
_SECONDS = 20.0

Header = tuple[str, str | bytes]


def message(content: bytes, *, is_compressed: bool = False) -> bytes:
    """Return a message with its prefix."""
    return bytes([is_compressed]) + struct.pack(">I", len(content)) + content


def call(
    port: int,
    path: str,
    body: bytes,
    *,
    headers: Sequence[Header] = (),
    method: str = "POST",
    content_type: str = "application/grpc",
) -> bytes:
    """Return the raw reply to one call: its status and message stand in it as plain text."""
    named: list[Header] = [
        (":method", method), (":scheme", "http"), (":path", path), (":authority", "localhost"),
        ("te", "trailers"), ("content-type", content_type), *headers,
    ]  # fmt: skip
    block = b"".join(_header(name, value) for name, value in named)
    with socket.create_connection(("127.0.0.1", port), timeout=_SECONDS) as connection:
        connection.sendall(_PREFACE + _frame(_SETTINGS, 0, 0, b""))
        connection.sendall(b"".join(_header_frames(block)))
        connection.sendall(_frame(_DATA, _END_STREAM, 1, body))
        return _reply(connection)


def _header_frames(block: bytes) -> list[bytes]:
    parts = [block[at : at + _FRAME_BYTES] for at in range(0, len(block), _FRAME_BYTES)]
    return [
        _frame(
            _CONTINUATION if number else _HEADERS,
            _END_HEADERS if number == len(parts) - 1 else 0,
            1,
            part,
        )
        for number, part in enumerate(parts)
    ]


def _reply(connection: socket.socket) -> bytes:
    """Read until the server ends the stream or the connection."""
    received = b""
    at = 0
    while content := connection.recv(65_536):
        received += content
        while len(received) >= at + 9:
            length = int.from_bytes(received[at : at + 3])
            if len(received) < at + 9 + length:
                break
            kind, flags = received[at + 3], received[at + 4]
            stream = int.from_bytes(received[at + 5 : at + 9])
            at += 9 + length
            is_last = kind == _RESET or (kind in (_DATA, _HEADERS) and flags & _END_STREAM)
            if kind == _GO_AWAY or (stream == 1 and is_last):
                return received
    return received


def _frame(kind: int, flags: int, stream: int, content: bytes) -> bytes:
    return struct.pack(">I", len(content))[1:] + bytes([kind, flags]) + struct.pack(
        ">I", stream
    ) + content  # fmt: skip


def _header(name: str, value: str | bytes) -> bytes:
    content = value.encode() if isinstance(value, str) else value
    return b"\x00" + _length(len(name)) + name.encode() + _length(len(content)) + content


def _length(count: int) -> bytes:
    """Return an integer with a prefix of 7 bits (RFC 7541, 5.1)."""
    if count < 127:
        return bytes([count])
    encoded, count = bytes([127]), count - 127
    while count >= 128:
        encoded, count = encoded + bytes([count % 128 | 128]), count // 128
    return encoded + bytes([count])
