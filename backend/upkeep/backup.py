"""The backup of the whole library in a folder, and its restoration.

    manifest.json       written last: a folder without it is an incomplete backup
    database.sqlite3    or database.dump (pg_dump)
    sounds/2026/11/...  the finished files and each month's metadata.json

The backend may continue to run during a backup. A file never changes under its name and exists
before its row and after it. So the files are copied first, then the database at one moment, then
the files that were added meanwhile. Every row of the backup has its file in the backup.
"""

import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import URL

from backend.files.atomic import write_atomically
from backend.files.store import FileStatus, SoundStore
from backend.upkeep.database_dumps import dump, has_sounds, kind_of, load

MANIFEST = "manifest.json"

_VERSION = 1
_DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
_SOUNDS = "sounds"
_KEPT = re.compile(
    r"[0-9]{4}/[0-9]{2}/([^/\\\x00.][^/\\\x00]*\.(wav|flac|mp3|ogg|opus)|metadata\.json)"
)
"""The paths of the sounds folder that a backup holds and a restore writes."""
_BLOCK_BYTES = 1 << 20


class BackupError(Exception):
    """A backup that cannot be made or used. The message has the cause and the remedy."""


class KeptFile(BaseModel):
    """A file of the backup."""

    model_config = ConfigDict(frozen=True)

    size_bytes: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


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
class Place:
    """The database and the files of a library.

    Attributes:
        database: The URL with the name of a synchronous driver.
        sounds_dir: The sounds folder of this machine, absolute.
        store: The store of the finished files.
    """

    database: URL
    sounds_dir: Path
    store: SoundStore


def back_up(place: Place, target: Path) -> Manifest:
    """Copy a library into an empty or new folder. Blocks.

    Raises:
        BackupError: The folder is not empty, or a copy differs from its file.
        DumpError: The database refuses.
        OSError: The disk refuses.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BackupError("the folder is not empty; name another one")
    if target.resolve().is_relative_to(place.sounds_dir.resolve()):
        raise BackupError("the folder lies in the sounds folder; name one outside of it")
    target.mkdir(parents=True, exist_ok=True)
    files: dict[str, KeptFile] = {}
    _copy_new(place.store, target, files)
    database_name = _DATABASES[kind_of(place.database)]
    dump(place.database, target / database_name)
    files[database_name] = _measured(target / database_name)
    _copy_new(place.store, target, files)
    manifest = Manifest(
        version=_VERSION,
        created_at=datetime.now(UTC),
        database_kind=kind_of(place.database),
        files=files,
    )
    write_atomically(target / MANIFEST, manifest.model_dump_json(indent=1).encode(), is_synced=True)
    return manifest


def restore(source: Path, place: Place, *, is_forced: bool) -> Manifest:
    """Replace a library by a backup, while the backend is stopped. Blocks.

    Everything is checked before anything is changed.

    Args:
        source: The backup's folder.
        place: The library.
        is_forced: True if existing sounds may be deleted.

    Raises:
        BackupError: The backup is damaged or of another kind, or the place is not empty.
        DumpError: The database refuses.
        OSError: The disk refuses.
    """
    manifest = verify(source)
    if manifest.database_kind != kind_of(place.database):
        raise BackupError(
            f"the backup's database is {manifest.database_kind}, "
            f"DATABASE_URL names {kind_of(place.database)}; "
            "copy the files of sounds/ and let `envsound rescan` make the rows instead"
        )
    there = set(_kept_paths(place.store))
    if not is_forced and (there or has_sounds(place.database)):
        raise BackupError("there are sounds already; restore with --force deletes them")
    wanted = {name.removeprefix(f"{_SOUNDS}/") for name in manifest.files if _is_sound(name)}
    for path in sorted(wanted):
        kept = manifest.files[f"{_SOUNDS}/{path}"]
        _put_back(source / _SOUNDS / path, place, path, kept)
    load(place.database, source / _DATABASES[manifest.database_kind])
    for path in there - wanted:
        place.store.remove(path)
    return manifest


def verify(source: Path) -> Manifest:
    """Return the manifest of a backup after a check of every file. Blocks.

    Raises:
        BackupError: The folder is not a backup, or the backup is damaged.
        OSError: The disk refuses.
    """
    try:
        manifest = Manifest.model_validate_json((source / MANIFEST).read_bytes())
    except (FileNotFoundError, NotADirectoryError) as error:
        raise BackupError("the folder holds no backup, or one that was not finished") from error
    except ValidationError as error:
        raise BackupError(f"{MANIFEST} is damaged") from error
    if manifest.version != _VERSION:
        raise BackupError(f"the backup is of version {manifest.version}; this is {_VERSION}")
    if _DATABASES.get(manifest.database_kind) not in manifest.files:
        raise BackupError(f"{MANIFEST} is damaged")
    for name, kept in manifest.files.items():
        if name not in _DATABASES.values() and not _is_sound(name):
            raise BackupError(f"{MANIFEST} names {name!r}, which is no part of a backup")
        try:
            found = _measured(source / name)
        except FileNotFoundError as error:
            raise BackupError(f"the backup is damaged: {name} is missing") from error
        if found != kept:
            raise BackupError(f"the backup is damaged: {name} has changed")
    return manifest


def _is_sound(name: str) -> bool:
    folder, _, path = name.partition("/")
    return folder == _SOUNDS and _KEPT.fullmatch(path) is not None


def _kept_paths(store: SoundStore) -> dict[str, FileStatus]:
    return {
        path: status
        for month in store.months()
        for path, status in sorted(store.files(month).items())
        if _KEPT.fullmatch(path)
    }


def _copy_new(store: SoundStore, target: Path, files: dict[str, KeptFile]) -> None:
    """Copy new files and every metadata.json, and verify each copy."""
    for path, status in _kept_paths(store).items():
        name = f"{_SOUNDS}/{path}"
        if name in files and not path.endswith("/metadata.json"):
            continue
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            with store.open(path) as reading:
                kept = _copy(reading, copy, status.modified_at)
        except FileNotFoundError:
            # Deleted or regenerated since it was listed.
            copy.unlink(missing_ok=True)
            continue
        if _measured(copy) != kept:
            raise BackupError(f"the copy of {path} differs from the file; check the disk")
        files[name] = kept


def _put_back(source: Path, place: Place, path: str, kept: KeptFile) -> None:
    partial = place.sounds_dir / "temp" / f"restoring_{secrets.token_hex(8)}"
    partial.parent.mkdir(parents=True, exist_ok=True)
    try:
        with source.open("rb") as reading:
            copied = _copy(reading, partial, source.stat().st_mtime)
        if copied != kept:
            raise BackupError(f"{path} changed while it was copied; check the disk")
        place.store.keep(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _copy(reading: BinaryIO, target: Path, modified_at: float) -> KeptFile:
    """Copy a file, synced, and return its size and checksum."""
    digest = hashlib.sha256()
    size_bytes = 0
    with target.open("wb") as writing:
        while block := reading.read(_BLOCK_BYTES):
            writing.write(block)
            digest.update(block)
            size_bytes += len(block)
        writing.flush()
        os.fsync(writing.fileno())
    os.utime(target, (modified_at, modified_at))
    return KeptFile(size_bytes=size_bytes, sha256=digest.hexdigest())


def _measured(path: Path) -> KeptFile:
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        return KeptFile(size_bytes=stream.tell(), sha256=sha256)
