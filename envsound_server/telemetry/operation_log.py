"""One JSON line an operation: who asked for what, how long it took, what came of it.

The line goes to `logs/environment_sounds.log` below the data folder, which the backend rotates;
this process notices that and opens the new file.
"""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener, WatchedFileHandler
from pathlib import Path
from queue import SimpleQueue

from envsound_server.telemetry.tracing import current_id

_operations = logging.getLogger("envsound_server.operations")


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


def write_operation(fields: Mapping[str, object]) -> None:
    """Append a line with the time, the process, the trace and these fields."""
    line = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "process": "sidecar",
        "trace_id": current_id(),
        **fields,
    }
    _operations.info(json.dumps(line, ensure_ascii=False))
