"""The protection against pages of other origins, which run in browsers that reach this server.

A page may send requests to any address that its browser reaches, also to one of the loopback
interface. The rules are those of Go's `http.CrossOriginProtection` and of Django's `ALLOWED_HOSTS`:
browsers state the origin of a page in headers that the page cannot change, and programs send none.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.api.error_handlers import error_response
from backend.api.hosts import AllowedHosts
from backend.api.paths import PUBLIC_FILES_PATH, is_probe, path_of
from backend.errors import BackendError, HostRefused, OriginRefused

_DEFAULT_PORTS = {"http": 80, "https": 443}
_OWN_SITES = ("same-origin", "none")
"""`none`: the person typed the address."""

_READING = ("GET", "HEAD")


class BrowserSafety:
    """The middleware that refuses foreign host names and what pages of other origins send.

    Every reply tells browsers to trust its content type, and to keep it from foreign pages.

    Args:
        app: The application that is protected.
        hosts: The names of the server.
        allowed_origins: Other origins whose pages may do what the server's own page may.
    """

    def __init__(self, app: ASGIApp, hosts: AllowedHosts, allowed_origins: Collection[str]) -> None:
        self._app = app
        self._hosts = hosts
        self._allowed_origins = frozenset(allowed_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope, Headers(scope=scope))
        app = self._app if refusal is None else error_response(Request(scope), refusal)
        # Players of any page may play a public file, as nginx serves it.
        policy = "cross-origin" if _is_public_file(scope) else "same-origin"

        async def hardened_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("x-content-type-options", "nosniff")
                headers.setdefault("cross-origin-resource-policy", policy)
                headers.setdefault("referrer-policy", "no-referrer")
                headers.setdefault("x-frame-options", "DENY")
            await send(message)

        await app(scope, receive, hardened_send)

    def _refusal(self, scope: Scope, headers: Headers) -> BackendError | None:
        # Probes and scrapers call by any name or none. The replies hold nothing of the library and
        # the calls change nothing, so that a rebound name gains nothing.
        if is_probe(scope):
            return None
        hosts = headers.getlist("host")
        is_known = len(hosts) == 1 and self._hosts.includes(hosts[0])
        # Only HTTP/1.0 has requests without a host, and no browser speaks it.
        if not is_known and (hosts or scope["http_version"] != "1.0"):
            return HostRefused(", ".join(hosts))
        if self._is_own(headers) or _is_harmless(scope, headers):
            return None
        return OriginRefused(headers.get("origin", ""))

    def _is_own(self, headers: Headers) -> bool:
        """Return True for a program, the server's own page and pages of allowed origins."""
        origin = headers.get("origin")
        site = headers.get("sec-fetch-site")
        if origin in self._allowed_origins:
            return True
        if site is not None:
            return site in _OWN_SITES
        # Browsers name the site only to trustworthy servers: with TLS, or on the loopback.
        return origin is None or _is_of_host(origin, headers.get("host", ""))


def _is_of_host(origin: str, host: str) -> bool:
    """Return True if an origin is the host that the request was sent to."""
    try:
        page = urlsplit(origin)
        server = urlsplit(f"//{host}")
        default = _DEFAULT_PORTS[page.scheme]
        return (page.hostname, page.port or default) == (server.hostname, server.port or default)
    except (ValueError, KeyError):
        return False


def _is_harmless(scope: Scope, headers: Headers) -> bool:
    """Return True for a link that a person followed, and for a public file."""
    if scope["method"] not in _READING:
        return False
    is_link = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") in (
        "document",
        None,
    )
    return is_link or _is_public_file(scope)


def _is_public_file(scope: Scope) -> bool:
    return path_of(scope).startswith(PUBLIC_FILES_PATH) and scope["method"] in _READING
