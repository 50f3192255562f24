"""The rate limits of callers."""

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


class _Count(NamedTuple):
    """The state of a limit after one more request."""

    is_allowed: bool
    remaining_count: int
    reset_seconds: float


class RateLimits:
    """The counts of requests, in fixed windows that begin with a caller's first request.

    With Redis all backends share the counts. Without it, or while it is unreachable, this process
    counts for itself.

    Args:
        limits: The limits by name, with None for no limit.
        link: The connection to Redis, or None without a Redis.
        timeout_seconds: The time limit of a count in Redis, s. A request waits for it.
    """

    def __init__(
        self,
        limits: Mapping[str, RateLimitItem | None],
        link: RedisConnection | None,
        timeout_seconds: float = 0.5,
    ) -> None:
        self._timeout_seconds = timeout_seconds
        self._limits = limits
        self._link = link
        self._here = FixedWindowRateLimiter(MemoryStorage())
        self._shared = None if link is None else FixedWindowRateLimiter(_redis_storage(link))

    async def count(self, name: str, caller: str) -> dict[str, str]:
        """Count one request.

        Returns:
            The headers that state the limit (draft-ietf-httpapi-ratelimit-headers-10).

        Raises:
            RateLimited: The caller is above the limit.
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
        """Return the count that all backends share, or None while Redis is unreachable."""
        if self._shared is None or self._link is None or not self._link.is_worth_a_try:
            return None
        try:
            async with asyncio.timeout(self._timeout_seconds):
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
    # The pool has the address. The URL only names the kind of server.
    options: dict[str, Any] = {"connection_pool": link.client.connection_pool}
    return RedisStorage(
        "async+redis://",
        implementation="redispy",
        key_prefix=f"{link.namespace}:limits",
        **options,
    )
