"""A reverse proxy that serves a server below a path, and calls it by its own name.

Development servers (vite with `changeOrigin`) and proxies of platforms do both.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx

_HOP_BY_HOP = {"connection", "content-length", "content-encoding", "host", "transfer-encoding"}


@contextmanager
def serving_below(prefix: str, url: str) -> Iterator[str]:
    """Yield the URL under which a server is found below a path such as `/envsound`."""

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            headers = {k: v for k, v in self.headers.items() if k.lower() not in _HOP_BY_HOP}
            path = self.path.removeprefix(prefix)
            reply = httpx.request(self.command, url + path, headers=headers, content=body)
            self.send_response(reply.status_code)
            for name, value in reply.headers.multi_items():
                if name not in _HOP_BY_HOP:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content)

        do_POST = do_DELETE = do_PUT = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix}"
    finally:
        server.shutdown()
        server.server_close()
