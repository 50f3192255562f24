"""Stands in for Ollama, which cannot be had in tests: its two OpenAI-compatible endpoints.

What it answers is decided by a table; what it was asked is kept.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class LanguageServer:
    """A server of one language model, `tiny-translator`."""

    def __init__(self, translations: Mapping[str, str]) -> None:
        self.translations = dict(translations)
        self.questions: list[dict[str, Any]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._reply(200, {"object": "list", "data": [{"id": "tiny-translator"}]})

            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                owner.questions.append({"path": self.path, **question})
                translation = owner.translations.get(question["messages"][-1]["content"])
                if translation is None:
                    self._reply(500, {"error": {"message": "out of words in /secret/path"}})
                else:
                    message = {"role": "assistant", "content": translation}
                    self._reply(200, {"choices": [{"index": 0, "message": message}]})

            def _reply(self, status: int, body: object) -> None:
                content = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args: object) -> None:
                pass

        return Handler


@contextmanager
def running_language_server(**translations: str) -> Iterator[LanguageServer]:
    """One that answers until the end of the block."""
    server = LanguageServer(translations)
    server.start()
    try:
        yield server
    finally:
        server.stop()
