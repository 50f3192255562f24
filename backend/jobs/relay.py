"""The exchange of progress between backends over Redis.

Nothing here is needed to make a sound: what cannot be carried is dropped, and viewers look at the
rows instead.
"""

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Awaitable, Callable

from pydantic import BaseModel, ValidationError

from backend.db.redis import AWAY, RedisConnection
from backend.jobs.broadcaster import Broadcaster, SoundProgress

_MAX_WAITING_MESSAGES = 1024
"""The most messages that wait while Redis is slow, of which the oldest are dropped."""

_MAX_MESSAGES_AT_ONCE = 128
_CANCEL_AGAIN_SECONDS = 0.2
_FIRST_DELAY_SECONDS = 0.1
_LONGEST_DELAY_SECONDS = 5.0

_log = logging.getLogger(__name__)


class _Message(BaseModel):
    """A message from one backend to the others.

    Attributes:
        sender: The backend; it does not listen to itself.
        sound_id: The sound.
        progress: How far it is; None: its row has changed.
    """

    sender: str
    sound_id: int
    progress: SoundProgress | None


class Relay:
    """The exchange between a broadcaster and a channel in Redis.

    Args:
        link: To Redis.
        broadcaster: Its publications go out; what others publish comes in.
        quiet_seconds: The time without a message after which the connection is checked, s.
    """

    def __init__(
        self, link: RedisConnection, broadcaster: Broadcaster, quiet_seconds: float = 5.0
    ) -> None:
        self._link = link
        self._broadcaster = broadcaster
        self._quiet_seconds = quiet_seconds
        self._channel = f"{link.namespace}:progress"
        self._sender = secrets.token_hex(8)
        self._waiting: deque[str] = deque(maxlen=_MAX_WAITING_MESSAGES)
        self._news = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Start the exchange, which goes on through failures of Redis."""
        self._broadcaster.relay_to(self._enqueue)
        duties = (self._send, self._receive)
        self._tasks = [asyncio.create_task(self._kept_up(duty)) for duty in duties]

    @property
    def is_running(self) -> bool:
        """True while all of its tasks run."""
        return bool(self._tasks) and not any(task.done() for task in self._tasks)

    async def stop(self) -> None:
        """Stop the exchange, after one attempt to send what waits."""
        try:
            async with asyncio.timeout(_FIRST_DELAY_SECONDS):
                await self._send_waiting()
        except AWAY:
            pass  # nobody depends on it
        while not all(task.done() for task in self._tasks):
            # More than once: the Redis client swallows a cancel that comes with its own timeout.
            for task in self._tasks:
                task.cancel()
            await asyncio.wait(self._tasks, timeout=_CANCEL_AGAIN_SECONDS)

    def _enqueue(self, sound_id: int, progress: SoundProgress | None) -> None:
        message = _Message(sender=self._sender, sound_id=sound_id, progress=progress)
        self._waiting.append(message.model_dump_json())
        self._news.set()

    async def _send(self, on_success: Callable[[], None]) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            await self._send_waiting()
            on_success()

    async def _send_waiting(self) -> None:
        while self._waiting:
            count = min(len(self._waiting), _MAX_MESSAGES_AT_ONCE)
            async with self._link.client.pipeline(transaction=False) as pipeline:
                for _ in range(count):
                    pipeline.publish(self._channel, self._waiting.popleft())
                await pipeline.execute()

    async def _receive(self, on_success: Callable[[], None]) -> None:
        async with self._link.client.pubsub() as subscription:
            await subscription.subscribe(self._channel)
            is_asked = False
            while True:
                message = await subscription.get_message(timeout=self._quiet_seconds)
                if message is None and is_asked:
                    raise TimeoutError("no answer to a ping")
                is_asked = message is None
                if message is None:
                    await subscription.ping()
                elif message["type"] == "subscribe":
                    on_success()
                    # Messages from the meantime are lost.
                    self._broadcaster.catch_up()
                elif message["type"] == "message":
                    self._tell(message["data"])

    def _tell(self, data: bytes) -> None:
        try:
            message = _Message.model_validate_json(data)
        except ValidationError:
            _log.warning("a message of another program on %s is left out", self._channel)
            return
        if message.sender != self._sender:
            self._broadcaster.receive(message.sound_id, message.progress)

    async def _kept_up(self, duty: Callable[[Callable[[], None]], Awaitable[None]]) -> None:
        """Run an endless task, again with growing delays while Redis is away."""
        failure_count = 0

        def on_success() -> None:
            nonlocal failure_count
            failure_count = 0
            self._link.has_answered()

        while True:
            try:
                await duty(on_success)
            except AWAY as error:
                self._link.has_failed(error)
            except Exception:  # a mistake in one message must not end the rest
                _log.exception("something went wrong with the relay of progress; it goes on")
            delay_seconds = _FIRST_DELAY_SECONDS * 2 ** min(failure_count, 10)
            failure_count += 1
            await asyncio.sleep(min(delay_seconds, _LONGEST_DELAY_SECONDS))
