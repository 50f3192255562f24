"""The record of files that were equal to their rows, so that each is read once only."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from pydantic import TypeAdapter, ValidationError

from backend.files.atomic import write_atomically

State: TypeAlias = tuple[int, float, str]
"""The size in bytes, the modification time in seconds since 1970, and the SHA-256."""

_states = TypeAdapter(dict[str, State])
_log = logging.getLogger(__name__)


class CheckedFiles:
    """The record in a file of the cache. Without it every sound is read again.

    Args:
        file: The file.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def load(self) -> dict[str, State]:
        """Return the states by relative path, none for a missing or damaged record. Blocks."""
        try:
            return _states.validate_json(self._file.read_bytes())
        except (OSError, ValidationError):
            return {}

    def save(self, states: Mapping[str, State]) -> None:
        """Write the record, if the disk permits. Blocks."""
        try:
            write_atomically(self._file, json.dumps(states).encode(), is_synced=False)
        except OSError as error:
            _log.warning("the next rescan reads every file again: %s", error.strerror)
