"""How much one caller may ask for in a short time."""

import asyncio
import math
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from limits import RateLimitItem
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter

from backend.db.redis import AWAY, RedisConnection
from backend.errors import RateLimited

_TIMEOUT_SECONDS = 0.5


class _Count(NamedTuple):
    """What a limit says to one more request."""

    is_allowed: bool
    remaining_count: int
    reset_seconds: float


class RateLimits:
    """Counts requests in fixed windows that begin with a caller's first request.

    They are counted in Redis where there is one, so that a caller has one limit at all backends;
    while Redis is away, in this process.

    Args:
        limits: By name; None: no limit of that name.
        link: To Redis; None: there is none.
    """

    def __init__(
        self, limits: Mapping[str, RateLimitItem | None], link: RedisConnection | None
    ) -> None:
        self._limits = limits
        self._link = link
        self._here = FixedWindowRateLimiter(MemoryStorage())
        self._shared = None if link is None else FixedWindowRateLimiter(_redis_storage(link))

    async def count(self, name: str, caller: str) -> dict[str, str]:
        """Counts one request.

        Returns:
            The headers that tell the caller of the limit (draft-ietf-httpapi-ratelimit-headers-10).

        Raises:
            RateLimited: It was one too many.
        """
        limit = self._limits[name]
        if limit is None:
            return {}
        count = await self._count_shared(limit, name, caller)
        if count is None:
            count = await _count(self._here, limit, name, caller)
        seconds = max(1, math.ceil(count.reset_seconds))
        headers = {
            "RateLimit-Policy": f'"{name}";q={limit.amount};w={limit.get_expiry()}',
            "RateLimit": f'"{name}";r={count.remaining_count};t={seconds}',
        }
        if not count.is_allowed:
            raise RateLimited(
                f"more than {limit.amount} requests in {limit.get_expiry()} s; "
                f"try again in {seconds} s",
                seconds,
                headers,
            )
        return headers

    async def _count_shared(self, limit: RateLimitItem, name: str, caller: str) -> _Count | None:
        """The count that all backends share; None while Redis is away."""
        if self._shared is None or self._link is None or not self._link.is_worth_a_try:
            return None
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                count = await _count(self._shared, limit, name, caller)
        except AWAY as error:
            self._link.has_failed(error)
            return None
        self._link.has_answered()
        return count


async def _count(
    limiter: FixedWindowRateLimiter, limit: RateLimitItem, name: str, caller: str
) -> _Count:
    is_allowed = await limiter.hit(limit, name, caller)
    window = await limiter.get_window_stats(limit, name, caller)
    return _Count(is_allowed, max(0, window.remaining), window.reset_time - time.time())


def _redis_storage(link: RedisConnection) -> RedisStorage:
    # The pool decides where to connect; the URL only names the kind of server.
    options: dict[str, Any] = {"connection_pool": link.client.connection_pool}
    return RedisStorage(
        "async+redis://",
        implementation="redispy",
        key_prefix=f"{link.namespace}:limits",
        **options,
    )
