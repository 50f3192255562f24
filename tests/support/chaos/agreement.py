"""The agreement of rows, files, metadata and hashes once a stack is at rest."""

import hashlib
import json
import time
from pathlib import Path
from typing import Any

import sqlalchemy

_FINAL = ("completed", "failed", "cancelled")
_ROWS = sqlalchemy.text(
    "SELECT id, request_id, generation_status, relative_path, sha256, deleted_at, error_reason,"
    " error_message FROM environment_sounds"
)


def disagreements(database_url: str, sounds_dir: Path) -> list[str]:
    """Return a sentence for each thing that does not agree with the rows."""
    rows = _rows(database_url)
    files = {
        str(path.relative_to(sounds_dir)): path for path in sounds_dir.glob("[0-9]*/[0-9]*/env_*")
    }
    kept = {row.relative_path: row for row in rows if row.relative_path is not None}
    found = [sentence for row in rows for sentence in _of_row(row)]
    found += [f"{path} has no row" for path in sorted(files.keys() - kept.keys())]
    found += [f"{path} of a row is missing" for path in sorted(kept.keys() - files.keys())]
    found += [
        f"{path} differs from the hash of its row"
        for path in files.keys() & kept.keys()
        if hashlib.sha256(files[path].read_bytes()).hexdigest() != kept[path].sha256
    ]
    found += [f"temp/{path.name} is left over" for path in (sounds_dir / "temp").iterdir()]
    return found + _of_metadata(sounds_dir, kept)


def wait_for_agreement(database_url: str, sounds_dir: Path, limit_seconds: float) -> None:
    """Wait until everything agrees, and fail with what does not."""
    deadline = time.monotonic() + limit_seconds
    while found := disagreements(database_url, sounds_dir):
        assert time.monotonic() < deadline, found
        time.sleep(0.5)


def sound_ids(database_url: str) -> set[int]:
    """Return the ids of all rows, deleted ones too."""
    return {row.id for row in _rows(database_url)}


def reasons(database_url: str) -> list[str]:
    """Return the reasons of the failures."""
    failed = [row for row in _rows(database_url) if row.generation_status == "failed"]
    return sorted(row.error_reason for row in failed)


def _rows(database_url: str) -> list[Any]:
    engine = sqlalchemy.create_engine(database_url)
    try:
        with engine.connect() as connection:
            return list(connection.execute(_ROWS))
    finally:
        engine.dispose()


def _of_row(row: Any) -> list[str]:
    found = []
    if row.deleted_at is None and row.generation_status not in _FINAL:
        found.append(f"sound {row.id} is still {row.generation_status}")
    if row.generation_status == "completed" and row.relative_path is None:
        found.append(f"sound {row.id} is completed without a file")
    if row.generation_status == "failed" and not (row.error_reason and row.error_message):
        found.append(f"sound {row.id} failed without a reason")
    if row.deleted_at is None and row.generation_status != "failed" and row.error_reason:
        found.append(f"sound {row.id} is {row.generation_status} with {row.error_reason}")
    return found


def _of_metadata(sounds_dir: Path, kept: dict[str, Any]) -> list[str]:
    found = []
    entries: dict[str, Any] = {}
    for path in sounds_dir.glob("[0-9]*/[0-9]*/metadata.json"):
        entries |= {
            f"{path.parent.relative_to(sounds_dir)}/{name.rpartition('/')[2]}": entry
            for name, entry in json.loads(path.read_text())["sounds"].items()
        }
    for path, row in kept.items():
        if row.deleted_at is None and path not in entries:
            found.append(f"{path} is not in metadata.json")
        elif path in entries and entries[path]["sha256"] != row.sha256:
            found.append(f"{path} has another hash in metadata.json")
    return found + [f"metadata.json names {path}" for path in entries.keys() - kept.keys()]
