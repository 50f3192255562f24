"""The loopback interface, which no call leaves through a proxy."""

import os
from collections.abc import MutableMapping

_NAMES = ("localhost", "127.0.0.1", "::1")
_ANY_HOST = "*"


def bypass_proxies(environment: MutableMapping[str, str] = os.environ) -> None:
    """Add the loopback interface to the hosts that are reached without a proxy.

    Libraries read one of two spellings. The lower case wins, as in curl.
    """
    hosts = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
    names = [name for name in (part.strip() for part in hosts.split(",")) if name]
    if _ANY_HOST not in names:
        names += [name for name in _NAMES if name not in names]
    environment["no_proxy"] = environment["NO_PROXY"] = ",".join(names)
