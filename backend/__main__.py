"""The entry point of the backend: `python -m backend`."""

import asyncio
import socket
import sys
import time
from importlib.util import find_spec
from typing import NoReturn

import uvicorn
from pydantic import ValidationError

from backend.api.application import Api, services_of
from backend.api.http_server import server_config
from backend.app import create_app, prepare_folders
from backend.db.database import DatabaseUnavailable
from backend.db.engine import check_reachable
from backend.files.atomic import check_writable, keep_others_out
from backend.settings import Settings, SettingUnusable, describe
from backend.settings.loopback import bypass_proxies
from backend.telemetry.logging import start_logging

EXIT_BAD_SETTING = 2
EXIT_CANNOT_START = 78
"""EX_CONFIG of sysexits.h: a restart would not help."""

EXIT_TRY_AGAIN = 75
"""EX_TEMPFAIL of sysexits.h: a restart may succeed."""

_TRY_AGAIN_SECONDS = 2.0
_STOP_SECONDS = 5


class _Server(uvicorn.Server):
    """A server that drains before it stops.

    It serves while the sounds in the making end, so that viewers see their end. Then it closes
    endless streams, since a stop would wait for them.
    """

    def __init__(self, config: uvicorn.Config, app: Api, drain_seconds: float) -> None:
        super().__init__(config)
        self._app = app
        self._drain_seconds = drain_seconds
        self._draining: asyncio.Task[None] | None = None

    async def on_tick(self, counter: int) -> bool:
        """Return True once the server has to stop: drained, or asked a second time."""
        if not await super().on_tick(counter):
            return False
        if self._draining is None:
            runner = services_of(self._app).runner
            self._draining = asyncio.create_task(runner.drain(self._drain_seconds))
        if self.force_exit:
            # The second Ctrl-C ends the drain alone, so that sounds are still given back.
            self.force_exit = False
            return True
        return self._draining.done()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, let requests finish and end the application."""
        services_of(self._app).broadcaster.close()
        await super().shutdown(sockets)
        if self._draining is not None:
            self._draining.cancel()


def main() -> None:
    """Serve until SIGTERM or SIGINT.

    A setting that cannot work ends the process with one sentence and no traceback.
    """
    bypass_proxies()
    keep_others_out()
    settings = _read_settings()
    try:
        app = create_app(settings)
    except SettingUnusable as error:
        _leave(f"The settings are wrong: {error}.", EXIT_BAD_SETTING)
    start_logging(settings.log_format, is_debug=settings.debug)
    _check_surroundings(settings)
    listener = listen(settings.backend_host, settings.backend_port)
    config = server_config(app, settings, timeout_graceful_shutdown=_STOP_SECONDS)
    _Server(config, app, settings.drain_seconds).run(sockets=[listener])


def _read_settings() -> Settings:
    """Return the settings, unless one of them cannot work."""
    try:
        settings = Settings()
    except ValidationError as error:
        _leave(describe(error), EXIT_BAD_SETTING)
    if settings.database.drivername.startswith("postgresql") and not find_spec("psycopg"):
        _leave(
            "DATABASE_URL: PostgreSQL needs its driver; install envsound[postgresql], "
            "or leave it unset for SQLite.",
            EXIT_BAD_SETTING,
        )
    has_keys = settings.api_keys_file or settings.api_keys.get_secret_value()
    if settings.is_exposed and not (has_keys or settings.allow_anonymous):
        _leave(
            f"BACKEND_HOST={settings.backend_host} lets other machines in and there are no keys: "
            "set API_KEYS_FILE (`envsound keys new NAME --role admin` prints its lines), "
            "or ALLOW_ANONYMOUS=true where something else guards the port.",
            EXIT_BAD_SETTING,
        )
    return settings


def _check_surroundings(settings: Settings) -> None:
    """Create the folders and reach the database, or end the process with a sentence."""
    try:
        prepare_folders(settings)
        check_writable(settings.folders)
    except OSError as error:
        _leave_for_now(
            f"A folder cannot be created or written: {error}. "
            "Mount its disk, free some space, or set DATA_DIR."
        )
    try:
        check_reachable(settings.database)
    except DatabaseUnavailable:
        # The driver's message may hold the address and the password.
        _leave_for_now(
            "DATABASE_URL: the database cannot be reached, or does not let this user in. "
            "Start it, or check host, port, user and password."
        )


def _leave_for_now(sentence: str) -> NoReturn:
    # supervisord restarts a process without limit once it has run for a second.
    time.sleep(_TRY_AGAIN_SECONDS)
    _leave(sentence, EXIT_TRY_AGAIN)


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket, or end the process with a sentence on the cause."""
    try:
        # With the protocol's number asyncio recognises TCP and disables Nagle's algorithm, which
        # would hold the second packet of a reply back for 40 ms.
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # Two processes may both bind; only one may listen.
        listener.listen(2048)
    except OSError as error:
        _leave(
            f"The port {port} on {host} cannot be listened on ({error.strerror}). "
            "Stop the other program or set BACKEND_PORT and BACKEND_HOST.",
            EXIT_CANNOT_START,
        )
    return listener


def _leave(sentence: str, exit_code: int) -> NoReturn:
    sys.stderr.write(sentence + "\n")
    sys.exit(exit_code)


if __name__ == "__main__":
    main()
