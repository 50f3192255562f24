"""The values of settings that have a form of their own: URLs, limits, lists."""

from urllib.parse import urlsplit

from limits import RateLimitItem, parse_many
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

_DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}

_POSTGRESQL_LIMITS = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
"""The limits of PostgreSQL's connections, in libpq's words and units, where the URL has none."""


def listed(text: str) -> tuple[str, ...]:
    """Return the entries of a setting that holds several, separated by commas."""
    return tuple(entry for entry in (part.strip() for part in text.split(",")) if entry)


def database_url(text: str) -> URL:
    """Return the URL with the driver's name filled in.

    Raises:
        ValueError: The URL cannot be parsed, or the kind of database is not supported.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise ValueError("is no database URL; write sqlite:///file or postgresql://...") from error
    kind = url.drivername.split("+")[0]
    if kind not in _DRIVERS:
        raise ValueError(f"{kind!r} is not supported; write sqlite:///file or postgresql://...")
    if kind == "sqlite" and url.database in (None, "", ":memory:"):
        raise ValueError("an SQLite database needs a file; write sqlite:///data/sounds.db")
    if kind != "sqlite":
        url = url.set(query=_POSTGRESQL_LIMITS | dict(url.query))
    return url.set(drivername=_DRIVERS[kind])


def rate_limit(text: str) -> RateLimitItem | None:
    """Return a limit such as `60/minute`, or None for `off`.

    Raises:
        ValueError: The text is neither.
    """
    if text == "off":
        return None
    try:
        (limit,) = parse_many(text)
    except ValueError as error:
        raise ValueError("has to be written like 60/minute, or off") from error
    if limit.amount < 1:
        raise ValueError("has to allow at least 1; write off for no limit")
    return limit


def check_redis(url: str) -> None:
    """Raise ValueError for what is no URL of a Redis."""
    try:
        parts = urlsplit(url)
        is_known = parts.scheme in ("redis", "rediss", "unix") and parts.port != 0
    except ValueError:
        is_known = False
    if not is_known:
        raise ValueError("is no Redis URL; write redis://host:6379/0, rediss://... or unix://...")


def sidecar_target(url: str) -> str:
    """Return a sidecar's address in gRPC's notation.

    Raises:
        ValueError: The URL is not an address.
    """
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, rest = "", url
    if scheme not in ("", "http", "https", "dns", "ipv4", "ipv6", "unix"):
        raise ValueError(f"{scheme}:// is not supported; write host:port or http://host:port")
    if scheme in ("dns", "ipv4", "ipv6", "unix"):
        return url
    try:
        parts = urlsplit(f"//{rest}")
        port = parts.port
    except ValueError as error:
        raise ValueError("the port is no number from 1 to 65535") from error
    if not parts.hostname or port is None or parts.path not in ("", "/"):
        raise ValueError(f"{url!r} has no host or no port; write host:port")
    return parts.netloc
