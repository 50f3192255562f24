"""A substitute for Ollama, which is not available in tests: its two OpenAI-compatible endpoints.

A table determines the replies. The requests are recorded.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply of the server.

    Attributes:
        text: Output of the model.
        status: HTTP status. Any other than 200 has no output.
        body: The whole body of the reply, in place of a valid one.
        delay_seconds: Delay of the reply, s.
    """

    text: str = ""
    status: int = 200
    body: object = None
    delay_seconds: float = 0.0


_NO_WORDS = Reply(status=500)


class LanguageServer:
    """A server of one language model, `tiny-translator`.

    Args:
        answers: Outputs by user text: the same each time, or one after the other, of which the
            last is repeated. Any other text gets a reply with status 500.
    """

    def __init__(self, answers: Mapping[str, str | Sequence[Reply]]) -> None:
        self.answers = dict(answers)
        self.questions: list[dict[str, Any]] = []
        self.asked_once = Event()
        self._stopped = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def asked(self, text: str) -> list[dict[str, Any]]:
        """Return the requests about a user's text, in order."""
        return [question for question in self.questions if _text(question) == text]

    def _reply_to(self, question: dict[str, Any]) -> Reply:
        text = _text(question)
        answer = self.answers.get(text, [_NO_WORDS])
        if isinstance(answer, str):
            return Reply(answer)
        return answer[min(len(self.asked(text)), len(answer)) - 1]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._reply(200, {"object": "list", "data": [{"id": "tiny-translator"}]})

            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                owner.questions.append({"path": self.path, **question})
                owner.asked_once.set()
                reply = owner._reply_to(question)
                owner._stopped.wait(reply.delay_seconds)
                if reply.status != 200:
                    error = {"error": {"message": "out of words in /secret/path"}}
                    self._reply(reply.status, error)
                else:
                    message = {"role": "assistant", "content": reply.text}
                    choices = {"choices": [{"index": 0, "message": message}]}
                    self._reply(200, choices if reply.body is None else reply.body)

            def _reply(self, status: int, body: object) -> None:
                content = json.dumps(body).encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                except OSError:  # whoever asked has gone
                    self.close_connection = True

            def log_message(self, *args: object) -> None:
                pass

        return Handler


def _text(question: Mapping[str, Any]) -> str:
    """Return the first message of the user. A second attempt has more messages."""
    texts = [m["content"] for m in question["messages"] if m["role"] == "user"]
    return str(texts[0])


@contextmanager
def running_language_server(
    replies: Mapping[str, Sequence[Reply]] | None = None, **translations: str
) -> Iterator[LanguageServer]:
    """Yield a running server."""
    server = LanguageServer({**(replies or {}), **translations})
    server.start()
    try:
        yield server
    finally:
        server.stop()
