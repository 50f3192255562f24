"""One JSON line an operation: who asked for what, how long it took, what came of it.

The line goes to `logs/environment_sounds.log` below the data folder, which the backend rotates;
this process notices that and opens the new file.
"""

import asyncio
import json
import logging
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener, WatchedFileHandler
from pathlib import Path
from queue import SimpleQueue
from typing import Protocol

from envsound_server.errors import EnvsoundError
from envsound_server.sounds import Event, Sound
from envsound_server.tracing import current_id

_log = logging.getLogger(__name__)
_operations = logging.getLogger("envsound_server.operations")


class Asked(Protocol):
    """What the log keeps of a request."""

    @property
    def prompt(self) -> str:
        """What is to be heard."""
        ...

    @property
    def request_id(self) -> str:
        """The client's idempotency key."""
        ...


def start_operation_log(data_folder: Path) -> QueueListener:
    """Opens the log; the listener's thread writes it, so that no call waits for the disk."""
    folder = data_folder / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    queue: SimpleQueue[logging.LogRecord] = SimpleQueue()
    listener = QueueListener(queue, WatchedFileHandler(folder / "environment_sounds.log"))
    _operations.addHandler(QueueHandler(queue))
    _operations.setLevel(logging.INFO)
    _operations.propagate = False
    listener.start()
    return listener


async def logged(events: AsyncGenerator[Event], asked: Asked, peer: str) -> AsyncGenerator[Event]:
    """Passes the events of one sound on and writes its line at their end."""
    started_at = time.monotonic()
    result: dict[str, object] = {"result": "cancelled"}
    try:
        async with aclosing(events) as closing_events:
            async for event in closing_events:
                if isinstance(event, Sound):
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
        told = result.get("reason", result["result"])
        _log.info("GenerateSound: %s after %.3f s", told, seconds)
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "process": "sidecar",
            "operation": "generate_sound",
            "who": peer,
            "prompt": asked.prompt[:200],
            "request_id": asked.request_id,
            "seconds": round(seconds, 3),
            "trace_id": current_id(),
            **result,
        }
        _operations.info(json.dumps(line, ensure_ascii=False))
