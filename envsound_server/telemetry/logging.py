"""How a line of the log looks."""

import json
import logging
from datetime import UTC, datetime
from typing import Literal

from envsound_server.telemetry.tracing import current_id

LogFormat = Literal["text", "json"]

_TEXT = "%(asctime)s %(levelname)s [%(trace_id)s] %(name)s: %(message)s"
_NO_TRACE = "-"


def start_logging(log_format: LogFormat, *, is_debug: bool) -> None:
    """Has everything that this process logs written to stderr."""
    handler = logging.StreamHandler()
    handler.addFilter(_add_trace_id)
    handler.setFormatter(_JsonLines() if log_format == "json" else logging.Formatter(_TEXT))
    logging.basicConfig(level=logging.DEBUG if is_debug else logging.INFO, handlers=[handler])


def _add_trace_id(record: logging.LogRecord) -> bool:
    record.trace_id = current_id() or _NO_TRACE
    return True


class _JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        trace_id = getattr(record, "trace_id", _NO_TRACE)
        line: dict[str, str | None] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "trace_id": None if trace_id == _NO_TRACE else trace_id,
            "exception": self.formatException(record.exc_info) if record.exc_info else None,
        }
        return json.dumps(line, ensure_ascii=False)
