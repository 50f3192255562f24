"""The configuration of the HTTP server."""

import resource
from functools import partial
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from backend.api.connections import Connection, Connections, TimeLimits
from backend.settings import Settings
from backend.settings.values import listed

_MAX_DESCRIPTORS = 65_536
_RESERVED_DESCRIPTORS = 256
"""For the database, files and threads."""

_MAX_CONNECTIONS = 10_000


def server_config(
    app: ASGIApp, settings: Settings, limits: TimeLimits | None = None, **options: Any
) -> uvicorn.Config:
    """Return the configuration of uvicorn.

    Args:
        app: The application.
        settings: The proxies that are believed, and how much is logged.
        limits: The times that a client may take; default: those of `TimeLimits`.
        options: Further options of uvicorn.
    """
    connection: Any = partial(
        Connection, connections=Connections(max_connections()), limits=limits or TimeLimits()
    )
    return uvicorn.Config(
        app,
        http=connection,
        # No endpoint is a WebSocket; the library for them would be a second way in.
        ws="none",
        log_config=None,
        access_log=settings.debug,
        server_header=False,
        forwarded_allow_ips=list(listed(settings.forwarded_allow_ips)),
        **options,
    )


def max_connections() -> int:
    """Return the bound on open connections, which leaves file descriptors for everything else."""
    count = _raise_descriptor_limit()
    return min(_MAX_CONNECTIONS, max(count - _RESERVED_DESCRIPTORS, count // 2))


def _raise_descriptor_limit() -> int:
    """Let the process open as many files as it may, and return how many these are.

    The soft limit is small for programs that use `select`, which this process does not.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return _MAX_DESCRIPTORS
    wanted = _MAX_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, _MAX_DESCRIPTORS)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(soft, wanted)
