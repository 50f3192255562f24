"""The calls of the backend from the command line, and their errors.

Exit codes of `envsound`:

    0  done
    1  refused or failed, with the cause on stderr
    2  the command or a setting is wrong
    3  the backend cannot be reached
    4  there is no such sound, or its file is gone
    5  done but for the files that are named, by a backup or a restore
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from backend.settings import Settings

API = "/api/v1/environment-sounds"

_TIMEOUT = httpx.Timeout(10.0, read=60.0)  # events have a heartbeat well within that
_LOOPBACK_OF = {"0.0.0.0": "127.0.0.1", "::": "::1"}
_NOT_THERE = (httpx.codes.NOT_FOUND, httpx.codes.GONE)


class CommandError(Exception):
    """A failed command. The message has the cause."""

    exit_code = 1


class BackendUnreachable(CommandError):
    """A backend that does not answer."""

    exit_code = 3


class NotThere(CommandError):
    """A sound that does not exist, or whose file is gone."""

    exit_code = 4


def url_of(settings: Settings) -> str:
    """Return the URL of the backend of these settings, as this machine reaches it."""
    host = _LOOPBACK_OF.get(settings.backend_host, settings.backend_host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.backend_port}"


@contextmanager
def calling(settings: Settings) -> Iterator[httpx.Client]:
    """Provide a client of the backend.

    Raises:
        BackendUnreachable: The backend does not answer, or the connection broke.
    """
    url = url_of(settings)
    key = settings.envsound_api_key.get_secret_value()
    headers = {"X-API-Key": key} if key else {}
    try:
        # The backend is on this machine, which no proxy leads to.
        with httpx.Client(
            base_url=url, timeout=_TIMEOUT, headers=headers, trust_env=False
        ) as client:
            yield client
    except httpx.HTTPError as error:
        raise BackendUnreachable(
            f"the backend at {url} does not answer ({error}); start it with `make run`"
        ) from error


def checked(response: httpx.Response) -> httpx.Response:
    """Return a successful response.

    Raises:
        NotThere: The id does not exist.
        CommandError: The backend refuses for another reason.
    """
    if response.is_success:
        return response
    response.read()
    try:
        problem = response.json()
        sentence = f"{problem['reason']}: {problem['detail']}"
    except (ValueError, KeyError, TypeError):
        sentence = f"the backend answered {response.status_code}"
    raise (NotThere if response.status_code in _NOT_THERE else CommandError)(sentence)


def get(settings: Settings, path: str, **query: Any) -> Any:
    """Return the JSON at a path. Parameters that are None are left out."""
    wanted = {name: value for name, value in query.items() if value is not None}
    with calling(settings) as client:
        return checked(client.get(path, params=wanted)).json()
