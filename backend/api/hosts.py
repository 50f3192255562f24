"""The names that the server is called by."""

import socket
from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit


class AllowedHosts:
    """The host names of requests that the server answers.

    A page reaches a server of another network by DNS rebinding: its own name comes to resolve to
    the server's address. The browser then sends that name as `Host`. So addresses are always let
    through, and names only if nobody else can make them resolve: `localhost`, the machine's own,
    and the configured ones.

    Args:
        names: Configured names. `*.example.org` stands for every name below it, `*` for all.
        listening_host: The address or name that the server listens on.
    """

    def __init__(self, names: Iterable[str], listening_host: str) -> None:
        own = socket.gethostname().lower()
        known = {name.lower().rstrip(".") for name in names}
        self._allows_all = "*" in known
        self._suffixes = (
            ".localhost",
            *(name[1:] for name in known if name.startswith("*.")),
        )
        self._names = known | {"localhost", own, f"{own}.local", listening_host.lower()}

    def includes(self, host: str) -> bool:
        """Return True if a request with this `Host` header is meant for the server."""
        if self._allows_all:
            return True
        try:
            name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
        except ValueError:
            return False
        return _is_address(name) or name in self._names or name.endswith(self._suffixes)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
