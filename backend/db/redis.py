"""The connection to Redis, which several backends may share and none of them depends on."""

import logging
import time

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from backend.errors import BackendError

AWAY = (RedisError, OSError, TimeoutError)
"""What a call raises while Redis is away."""

_MAX_CONNECTIONS = 50
_TIMEOUT_SECONDS = 1.0
_PAUSE_SECONDS = 1.0
"""How long a failed Redis is left alone by those who can do without it, s."""

_log = logging.getLogger(__name__)


class RedisAway(BackendError):
    """Redis does not answer; nothing but `/ready` ever tells a client."""

    reason = "REDIS_AWAY"


class RedisConnection:
    """A bounded pool of connections, each call with a timeout, and whether Redis answers.

    Args:
        url: `redis://`, `rediss://` or `unix://`.
    """

    def __init__(self, url: str) -> None:
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=_MAX_CONNECTIONS,
            timeout=_TIMEOUT_SECONDS,
            socket_connect_timeout=_TIMEOUT_SECONDS,
            socket_timeout=_TIMEOUT_SECONDS,
            # Once more, at once, for a connection that an earlier Redis has left dead in the pool;
            # whether to wait or to go on without, who calls knows best.
            retry=Retry(NoBackoff(), 1),
        )
        self.client: Redis = Redis.from_pool(pool)
        self._database: int = pool.connection_kwargs.get("db") or 0
        self._is_up = True
        self._next_try_at = 0.0

    @property
    def namespace(self) -> str:
        """What keys and channels begin with; installations differ by the URL's database number.

        Redis keeps keys of its databases apart, but not channels.
        """
        return f"envsound:{self._database}"

    @property
    def is_worth_a_try(self) -> bool:
        """Whether it answered last time, or has been left alone for long enough."""
        return self._is_up or time.monotonic() >= self._next_try_at

    def has_answered(self) -> None:
        """Tells the log when Redis is back."""
        if not self._is_up:
            _log.info("Redis is back")
        self._is_up = True

    def has_failed(self, error: BaseException) -> None:
        """Tells the log when Redis goes away, without its address."""
        if self._is_up:
            _log.warning(
                "Redis is away (%s): each backend counts requests for itself, and shows the "
                "progress of other backends' sounds by looking at their rows",
                type(error).__name__,
            )
        self._is_up = False
        self._next_try_at = time.monotonic() + _PAUSE_SECONDS

    async def check(self) -> None:
        """Nothing, if Redis answers.

        Raises:
            RedisAway: It does not.
        """
        try:
            await self.client.ping()
        except AWAY as error:
            self.has_failed(error)
            raise RedisAway(
                "Redis does not answer; sounds are made all the same, see the log"
            ) from error
        self.has_answered()

    async def close(self) -> None:
        """Closes every connection."""
        await self.client.aclose()
