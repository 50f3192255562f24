"""The operation log: one JSON line for each sound that a client asks for.

A line holds the client, the prompt, the duration and the result. The file is this process's own.
"""

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from queue import SimpleQueue

from envsound_server.telemetry.tracing import current_id

_MAX_FILE_BYTES = 10 * 1024 * 1024
_KEPT_FILE_COUNT = 5

_log = logging.getLogger(__name__)
_operations = logging.getLogger("envsound_server.operations")


class _OperationFile(RotatingFileHandler):
    """The file, opened at the first line, and again after its folder or disk was away."""

    _is_refused = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        try:
            Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            self.handleError(record)
        else:
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - the library's
        """Leave the line out, and say so once."""
        if not self._is_refused:
            _log.warning("the operation log cannot be written: %s", sys.exc_info()[1])
        self._is_refused = True


def start_operation_log(data_folder: Path, name: str) -> QueueListener:
    """Open the log.

    The listener's thread writes it, so that no call waits for the disk.

    Args:
        data_folder: The log goes to `logs` below it.
        name: The file's name without `.log`. Two processes that rotate one file lose lines.
    """
    queue: SimpleQueue[logging.LogRecord] = SimpleQueue()
    file = _OperationFile(
        data_folder / "logs" / f"{name}.log",
        maxBytes=_MAX_FILE_BYTES,
        backupCount=_KEPT_FILE_COUNT,
        encoding="utf-8",
        delay=True,
    )
    listener = QueueListener(queue, file)
    _operations.addHandler(QueueHandler(queue))
    _operations.setLevel(logging.INFO)
    _operations.propagate = False
    listener.start()
    return listener


def write_operation(fields: Mapping[str, object]) -> None:
    """Append a line with the time, the process, the trace id and these fields."""
    line = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "process": "sidecar",
        "trace_id": current_id(),
        **fields,
    }
    _operations.info(json.dumps(line, ensure_ascii=False))
