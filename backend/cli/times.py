"""Times as people read them: in the zone of this machine, with its offset."""

from datetime import datetime
from typing import Any

_SUFFIX = "_at"


def local_minute(text: str) -> str:
    """Return a time of the API for a table, to the minute: `2026-11-28 21:05+08:00`."""
    return datetime.fromisoformat(text).astimezone().isoformat(sep=" ", timespec="minutes")


def local_moment(seconds: float) -> str:
    """Return a time in seconds since 1970 to the second: `2026-11-28 21:05:09+08:00`."""
    return datetime.fromtimestamp(seconds).astimezone().isoformat(sep=" ", timespec="seconds")


def local_times(value: Any) -> Any:
    """Return a reply of the API with each time in it in the local zone, to the second."""
    if isinstance(value, dict):
        return {
            name: _local_second(item) if name.endswith(_SUFFIX) else local_times(item)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [local_times(item) for item in value]
    return value


def _local_second(value: Any) -> Any:
    try:
        return datetime.fromisoformat(value).astimezone().isoformat(sep=" ", timespec="seconds")
    except (ValueError, TypeError):  # no time, whatever its name
        return value
