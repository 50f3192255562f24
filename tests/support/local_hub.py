"""A model hub on the loopback interface, with the endpoints that a download calls."""

import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from huggingface_hub import close_session, constants

COMMITS = {
    "declare-lab/TangoFlux": "367005e963cb3a9fb2e03a46104d7de23e34ceea",
    "google/flan-t5-large": "0613663d0d48ea86ba8cb3d7a44f0f65dc596a2a",
    "stabilityai/stable-audio-3-small-sfx": "5a11d3f0c0ffee5a11d3f0c0ffee5a11d3f0c0ff",
    "stabilityai/stable-audio-3-medium": "3ed103ed103ed103ed103ed103ed103ed103ed10",
}
LARGE = (".safetensors", ".model")


@dataclass
class Hub:
    """The content of a hub, its faults and the requests that it received.

    Attributes:
        repositories: Files by repository and path in it.
        cut_after_bytes: Bytes of a file's response after which the connection closes, once.
        stall_after_bytes: Bytes of a file's response after which it stalls.
        claimed_bytes: Sizes that the metadata reports instead of the true ones.
        corrupted: Files that are served with another last byte.
        asked: Path and Range header of each requested file.
        tokens: Token of each request, or empty, by host.
        gated: Repositories whose files require this token. It is None where the account has not
            accepted their terms.
        status: Status of all responses, unless it is 200.
        is_a_sign_in_page: True to respond to everything with a sign-in page, as some networks do.
    """

    repositories: dict[str, dict[str, Path]]
    cut_after_bytes: dict[str, int] = field(default_factory=dict)
    stall_after_bytes: dict[str, int] = field(default_factory=dict)
    claimed_bytes: dict[str, int] = field(default_factory=dict)
    corrupted: set[str] = field(default_factory=set)
    asked: list[tuple[str, str]] = field(default_factory=list)
    tokens: list[tuple[str, str]] = field(default_factory=list)
    gated: dict[str, str | None] = field(default_factory=dict)
    status: int = 200
    is_a_sign_in_page: bool = False
    closing: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def ranges_of(self, path: str) -> list[str]:
        """Return the Range headers of the requests for a file, empty for none."""
        return [asked_range for asked, asked_range in self.asked if asked == path]

    def metadata(self, repository: str) -> dict[str, Any]:
        siblings = []
        for path, file in self.repositories[repository].items():
            size = self.claimed_bytes.get(path, file.stat().st_size)
            sibling: dict[str, Any] = {"rfilename": path, "size": size, "blobId": "0" * 40}
            if path.endswith(LARGE):
                sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
                sibling["lfs"] = {"sha256": sha256, "size": size, "pointerSize": 134}
            siblings.append(sibling)
        return {"id": repository, "sha": COMMITS[repository], "siblings": siblings}


def serve(hub: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path).strip("/")
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            hub.tokens.append((self.headers["Host"].partition(":")[0], token))
            if hub.status != 200:
                self._answer(hub.status, b"")
            elif hub.is_a_sign_in_page:
                self._answer(200, b"<!DOCTYPE html><title>Sign in</title>")
            elif path.startswith("api/models/"):
                repository, _, revision = path.removeprefix("api/models/").partition("/revision/")
                self._answer_metadata(repository, revision)
            elif path.startswith("cdn/"):
                self._answer_file(*path.removeprefix("cdn/").split("@"))
            else:
                repository, _, rest = path.partition("/resolve/")
                commit, _, name = rest.partition("/")
                assert commit == COMMITS[repository]
                if repository in hub.gated and hub.gated[repository] != token:
                    self._answer(403 if token else 401, b"", **{"X-Error-Code": "GatedRepo"})
                elif name.endswith(LARGE):  # the hub sends large files from elsewhere
                    elsewhere = hub.url.replace("127.0.0.1", "localhost")
                    self._answer(302, b"", Location=f"{elsewhere}/cdn/{repository}@{name}")
                else:
                    self._answer_file(repository, name)

        def _answer_metadata(self, repository: str, revision: str) -> None:
            if repository not in hub.repositories:
                self._answer(404, b"", **{"X-Error-Code": "RepoNotFound"})
            elif revision not in ("main", COMMITS[repository]):
                self._answer(404, b"", **{"X-Error-Code": "RevisionNotFound"})
            else:
                self._answer(200, json.dumps(hub.metadata(repository)).encode())

        def _answer_file(self, repository: str, name: str) -> None:
            asked_range = self.headers.get("Range", "")
            hub.asked.append((name, asked_range))
            content = hub.repositories[repository][name].read_bytes()
            if name in hub.corrupted:
                content = content[:-1] + bytes([content[-1] ^ 255])
            first = int(asked_range.removeprefix("bytes=").partition("-")[0] or 0)
            total, content = len(content), content[first:]
            self.send_response(206 if asked_range else 200)
            self.send_header("Content-Length", str(len(content)))
            if asked_range:
                self.send_header("Content-Range", f"bytes {first}-{total - 1}/{total}")
            self.end_headers()
            if name in hub.cut_after_bytes:
                self.wfile.write(content[: hub.cut_after_bytes.pop(name)])
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
            elif name in hub.stall_after_bytes:
                self.wfile.write(content[: hub.stall_after_bytes.pop(name)])
                hub.closing.wait(60)
                self.close_connection = True
            else:
                self.wfile.write(content)

        def _answer(self, status: int, body: bytes, **headers: str) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def serving(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """Run a hub and set it as the one for downloads."""
    with running(hub):
        monkeypatch.setattr(constants, "ENDPOINT", hub.url)
        template = hub.url + "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        yield hub
        close_session()


@contextmanager
def running(hub: Hub) -> Iterator[Hub]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), serve(hub))
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield hub
    finally:
        hub.closing.set()
        server.shutdown()
        thread.join(10)
        server.server_close()
