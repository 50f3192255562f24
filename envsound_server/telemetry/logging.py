"""The lines that this process logs, as text or JSON."""

import logging
from functools import partial
from typing import Literal

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from envsound_server.telemetry.tracing import current_id

LogFormat = Literal["text", "json"]

_TEXT = "%(asctime)s %(levelname)s [%(trace_id)s] %(name)s: %(message)s"
_JSON_FIELDS = ("levelname", "name", "message", "trace_id", "exc_info")
_JSON_NAMES = {"levelname": "level", "name": "logger", "exc_info": "exception"}


def start_logging(log_format: LogFormat, *, is_debug: bool) -> None:
    """Write everything that this process logs to stderr."""
    is_json = log_format == "json"
    handler = logging.StreamHandler()
    handler.addFilter(partial(_add_trace_id, no_trace=None if is_json else "-"))
    handler.addFilter(_is_no_bad_metadata)
    handler.setFormatter(_json_formatter() if is_json else logging.Formatter(_TEXT))
    logging.basicConfig(level=logging.DEBUG if is_debug else logging.INFO, handlers=[handler])


def _add_trace_id(record: logging.LogRecord, no_trace: str | None) -> bool:
    record.trace_id = current_id() or no_trace
    return True


def _is_no_bad_metadata(record: logging.LogRecord) -> bool:
    """Return False for grpcio's traceback of metadata that is no text, which anybody may send."""
    return not (record.name.startswith("grpc.") and record.msg == "Invalid encoding on %s")


def _json_formatter() -> logging.Formatter:
    return JsonFormatter(
        _JSON_FIELDS,
        timestamp="time",
        rename_fields=_JSON_NAMES,
        rename_fields_keep_missing=True,
        # uvicorn's: the message once more, with colours.
        reserved_attrs=[*RESERVED_ATTRS, "color_message"],
        json_ensure_ascii=False,
    )
