"""The sidecar's process: `envsound-server`, or `python -m envsound_server`."""

import asyncio
import os
import sys

from pydantic import ValidationError

from envsound_server.core import LibraryMissing, serve
from envsound_server.errors import EnvsoundError
from envsound_server.serving.server import PortTaken
from envsound_server.serving.tls import TlsUnusable
from envsound_server.settings import Settings
from envsound_server.settings.loopback import bypass_proxies
from envsound_server.telemetry.logging import start_logging

EXIT_BAD_SETTING = 2
EXIT_PORT_TAKEN = 78
"""EX_CONFIG of sysexits.h: a restart does not help."""

NO_ACCESS_FOR_OTHERS = 0o027
"""The part of the umask that a process adds: files have 0640 at most, folders 0750."""


def main() -> None:
    """Read the settings and serve, or write what is wrong with them as one sentence to stderr."""
    os.umask(os.umask(0) | NO_ACCESS_FOR_OTHERS)
    bypass_proxies()
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        sentence = first["msg"].removeprefix("Value error, ")
        if not first["loc"]:  # a rule for several settings, which the sentence names
            _exit(EXIT_BAD_SETTING, sentence)
        _exit(EXIT_BAD_SETTING, f"{first['loc'][0]} is not usable: {sentence}")
    start_logging(settings.log_format, is_debug=settings.debug)
    try:
        asyncio.run(serve(settings))
    except PortTaken as error:
        _exit(EXIT_PORT_TAKEN, str(error))
    except (TlsUnusable, LibraryMissing) as error:
        _exit(EXIT_BAD_SETTING, str(error))
    except EnvsoundError as error:
        _exit(EXIT_BAD_SETTING, error.message)


def _exit(code: int, sentence: str) -> None:
    sys.stderr.write(f"envsound-server: {sentence}\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
