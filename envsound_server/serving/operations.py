"""One line of the operation log for each sound that a client asks for."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Protocol

from envsound_server.domain.events import Event, FinishedSound
from envsound_server.errors import EnvsoundError
from envsound_server.telemetry.operation_log import write_operation

_log = logging.getLogger(__name__)


class Asked(Protocol):
    """The fields of a request that the log keeps."""

    @property
    def prompt(self) -> str:
        """Return the prompt."""
        ...

    @property
    def request_id(self) -> str:
        """Return the client's idempotency key."""
        ...


async def logged(events: AsyncGenerator[Event], asked: Asked, peer: str) -> AsyncGenerator[Event]:
    """Pass the events of one sound on, and write its line at their end."""
    started_at = time.monotonic()
    result: dict[str, object] = {"result": "cancelled"}
    try:
        async with aclosing(events) as closing_events:
            async for event in closing_events:
                if isinstance(event, FinishedSound):
                    result = {
                        "result": "completed",
                        "file": event.relative_path,
                        "engine": event.engine,
                    }
                yield event
    except EnvsoundError as error:
        result = {"result": "failed", "reason": error.reason, "detail": error.message}
        raise
    except (asyncio.CancelledError, GeneratorExit):
        raise
    except BaseException:
        result = {"result": "failed", "reason": "INTERNAL"}
        raise
    finally:
        seconds = time.monotonic() - started_at
        outcome = result.get("reason", result["result"])
        _log.info("GenerateSound: %s after %.3f s", outcome, seconds)
        line = {
            "operation": "generate_sound",
            "who": peer,
            "prompt": asked.prompt[:200],
            "request_id": asked.request_id,
            "seconds": round(seconds, 3),
            **result,
        }
        write_operation(line)
