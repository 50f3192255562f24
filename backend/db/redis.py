"""The connection to Redis, which backends may share and none of them requires."""

import logging
import time

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from backend.errors import BackendError

AWAY = (RedisError, OSError, TimeoutError)
"""The errors of a call while Redis is unreachable."""

_MAX_CONNECTIONS = 50
_PAUSE_SECONDS = 1.0
"""The pause before optional calls try a failed Redis again, s."""

_log = logging.getLogger(__name__)


class RedisAway(BackendError):
    """A Redis that does not answer. Only `/ready` reports it to clients."""

    reason = "REDIS_AWAY"


class RedisConnection:
    """A bounded pool of connections with timeouts, and the state of Redis.

    Args:
        url: `redis://`, `rediss://` or `unix://`.
        timeout_seconds: The limit of a call and of a connection attempt, s.
    """

    def __init__(self, url: str, timeout_seconds: float = 1.0) -> None:
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=_MAX_CONNECTIONS,
            timeout=timeout_seconds,
            socket_connect_timeout=timeout_seconds,
            socket_timeout=timeout_seconds,
            # One immediate retry, for a pooled connection that a restart of Redis has broken.
            # Callers decide on further retries.
            retry=Retry(NoBackoff(), 1),
        )
        self.client: Redis = Redis.from_pool(pool)
        self._database: int = pool.connection_kwargs.get("db") or 0
        self._is_up = True
        self._next_try_at = 0.0

    @property
    def namespace(self) -> str:
        """The prefix of keys and channels, which has the URL's database number.

        Redis separates the keys of its databases, but not the channels.
        """
        return f"envsound:{self._database}"

    @property
    def is_worth_a_try(self) -> bool:
        """True if the last call succeeded, or the pause after a failure is over."""
        return self._is_up or time.monotonic() >= self._next_try_at

    def has_answered(self) -> None:
        """Record a success, and log the return of Redis."""
        if not self._is_up:
            _log.info("Redis is back")
        self._is_up = True

    def has_failed(self, error: BaseException) -> None:
        """Record a failure, and log the loss of Redis without its address."""
        if self._is_up:
            _log.warning(
                "Redis is away (%s): each backend counts requests for itself, and shows the "
                "progress of other backends' sounds by looking at their rows",
                type(error).__name__,
            )
        self._is_up = False
        self._next_try_at = time.monotonic() + _PAUSE_SECONDS

    async def check(self) -> None:
        """Raise an error unless Redis answers.

        Raises:
            RedisAway: Redis does not answer.
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
        """Close every connection."""
        await self.client.aclose()
