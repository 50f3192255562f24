"""The loopback interface, which no call leaves through a proxy.

`http_proxy`, `https_proxy` and `all_proxy` are for other machines. A program without `no_proxy`
sends also its calls to 127.0.0.1 to the proxy, which cannot answer them.
"""

import os
from collections.abc import MutableMapping
from ipaddress import ip_address
from urllib.parse import urlsplit

_NAMES = ("localhost", "127.0.0.1", "::1")
_ANY_HOST = "*"
_LOCAL_SCHEMES = ("unix", "unix-abstract", "vsock")


def bypass_proxies(environment: MutableMapping[str, str] = os.environ) -> None:
    """Add the loopback interface to the hosts that are reached without a proxy.

    Libraries read one of two spellings. The lower case wins, as in curl.
    """
    hosts = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
    names = [name for name in (part.strip() for part in hosts.split(",")) if name]
    if _ANY_HOST not in names:
        names += [name for name in _NAMES if name not in names]
    environment["no_proxy"] = environment["NO_PROXY"] = ",".join(names)


def is_loopback(host: str) -> bool:
    """Return True for a host name or an address of the loopback interface."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_loopback_target(target: str) -> bool:
    """Return True for a target in gRPC's notation that never leaves this machine."""
    scheme, _, rest = target.partition(":")
    if scheme in _LOCAL_SCHEMES:
        return True
    address = rest if scheme in ("dns", "ipv4", "ipv6") else target
    # dns://authority/host:port
    return is_loopback(urlsplit(f"//{address.rpartition('/')[2]}").hostname or "")
