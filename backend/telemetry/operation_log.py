"""The operation log `environment_sounds.log`: one JSON line an operation.

A line holds the client, the prompt or file, the duration and the result. The file is this
process's own.
"""

import json
import logging
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from queue import SimpleQueue

from backend.telemetry.tracing import current_id

_MAX_FILE_BYTES = 10 * 1024 * 1024
_KEPT_FILE_COUNT = 5
_MAX_TEXT_LENGTH = 200


class OperationLog:
    """The operation log of this process.

    A thread of its own writes it, so that no request waits for the disk.

    Args:
        folder: Where the file goes; has to exist.
    """

    def __init__(self, folder: Path) -> None:
        queue: SimpleQueue[logging.LogRecord] = SimpleQueue()
        self._file = RotatingFileHandler(
            folder / "environment_sounds.log",
            maxBytes=_MAX_FILE_BYTES,
            backupCount=_KEPT_FILE_COUNT,
            encoding="utf-8",
        )
        self._listener = QueueListener(queue, self._file)
        self._handler = QueueHandler(queue)
        self._listener.start()

    def write(
        self,
        operation: str,
        *,
        who: str,
        what: str,
        sound_id: int | None,
        result: str,
        seconds: float | None = None,
    ) -> None:
        """Append a line.

        Args:
            operation: The kind, such as `generate`, `cancel`, `delete`.
            who: Address of the client, or the worker.
            what: The prompt or the file, cut to 200 characters.
            sound_id: The row's id, if there is one.
            result: `accepted`, `completed`, or the reason of a failure.
            seconds: Its duration, s; None for an operation that is over at once.
        """
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "process": "backend",
            "operation": operation,
            "who": who,
            "sound_id": sound_id,
            "prompt": what[:_MAX_TEXT_LENGTH],
            "seconds": None if seconds is None else round(seconds, 3),
            "result": result,
            "trace_id": current_id(),
        }
        message = json.dumps(line, ensure_ascii=False)
        self._handler.emit(
            logging.LogRecord("backend.operations", logging.INFO, "", 0, message, None, None)
        )

    def close(self) -> None:
        """Write the lines that wait, and close the file."""
        self._listener.stop()
        self._file.close()
