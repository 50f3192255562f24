"""The list of a backup's files, and its verification."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from backend.files.sound_paths import (
    METADATA_NAME,
    folder_and_name,
    is_own,
    place_refusal,
    printable,
)
from backend.files.walking import Ignored
from backend.upkeep.copying import KeptFile, measured, open_regular

MANIFEST = "manifest.json"
VERSION = 1
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}

_SOUNDS = "sounds/"
_MAX_MANIFEST_BYTES = 1 << 30
_DAMAGED = f"{MANIFEST} is damaged"


class BackupError(Exception):
    """A backup that cannot be made or used. The message has the cause and the remedy."""


class Manifest(BaseModel):
    """The content of a backup. The names are paths below its folder."""

    model_config = ConfigDict(frozen=True)

    version: int
    created_at: datetime
    database_kind: str
    files: dict[str, KeptFile]

    @property
    def size_bytes(self) -> int:
        """The size of all files."""
        return sum(file.size_bytes for file in self.files.values())


@dataclass(frozen=True, slots=True)
class Verified:
    """A backup whose files were read.

    Attributes:
        manifest: The list of its files.
        sounds: The paths of files in the sounds folder that are as the manifest says.
        refused: The others, each with the reason.
    """

    manifest: Manifest
    sounds: tuple[str, ...]
    refused: tuple[Ignored, ...]


def name_of(path: str) -> str:
    """Return the name in a backup of a path in the sounds folder."""
    return f"{_SOUNDS}{path}"


def place_problem(path: str) -> str | None:
    """Return the reason why a backup holds no file of a path, as a sentence, or None."""
    if is_own(path) and folder_and_name(path)[1] != METADATA_NAME:
        return "it is the product's own"
    return place_refusal(path)


def verify(source: Path) -> Verified:
    """Return the content of a backup after a check of every file. Blocks.

    Raises:
        BackupError: The folder is not a backup, or its list or its database is damaged.
        OSError: The disk refuses.
    """
    manifest = _read(source)
    if manifest.version != VERSION:
        raise BackupError(f"the backup is of version {manifest.version}; this is {VERSION}")
    database = DATABASES.get(manifest.database_kind)
    if database is None or database not in manifest.files:
        raise BackupError(_DAMAGED)
    if (problem := _problem(source, database, manifest)) is not None:
        raise BackupError(f"the backup is damaged: {database}: {problem}")
    sounds, refused = [], []
    for name in manifest.files.keys() - {database}:
        if (problem := _problem(source, name, manifest)) is None:
            sounds.append(name.removeprefix(_SOUNDS))
        else:
            refused.append(Ignored(printable(name), problem))
    refused.sort(key=lambda each: each.relative_path)
    return Verified(manifest, tuple(sorted(sounds)), tuple(refused))


def _read(source: Path) -> Manifest:
    try:
        with open_regular(source / MANIFEST) as stream:
            content = stream.read(_MAX_MANIFEST_BYTES)
        return Manifest.model_validate_json(content)
    except FileNotFoundError as error:
        raise BackupError("the folder holds no backup, or one that was not finished") from error
    except ValidationError as error:
        raise BackupError(_DAMAGED) from error


def _problem(source: Path, name: str, manifest: Manifest) -> str | None:
    """Return the reason why a file of the manifest cannot be restored, or None."""
    if name not in DATABASES.values() and (
        not name.startswith(_SOUNDS) or place_problem(name.removeprefix(_SOUNDS)) is not None
    ):
        return "it is no part of a backup"
    try:
        found = measured(source / name)
    except FileNotFoundError:
        return "it is missing"
    except OSError as error:
        return f"it cannot be read: {error.strerror}"
    return None if found == manifest.files[name] else "it has changed"
