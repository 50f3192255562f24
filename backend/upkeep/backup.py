"""The backup of the whole library in a folder.

    manifest.json       written last: a folder without it is an incomplete backup
    database.sqlite3    or database.dump (pg_dump)
    sounds/2026/11/...  the finished files and each folder's metadata.json

The backend may continue to run during a backup. A file never changes under its name and exists
before its row and after it. So the files are copied first, then the database at one moment, then
the files that were added meanwhile. Every row of the backup has its file in the backup, unless
a warning names it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL

from backend.files.atomic import write_atomically
from backend.files.media import MEDIA_TYPES, suffix_of
from backend.files.sound_paths import METADATA_NAME, is_hidden, printable
from backend.files.store import NotReadable, SoundStore
from backend.files.walking import Ignored
from backend.upkeep.backup_manifest import (
    DATABASES,
    MANIFEST,
    VERSION,
    BackupError,
    Manifest,
    name_of,
    place_problem,
)
from backend.upkeep.copying import CopyRefused, KeptFile, Unsteady, copy_file, measured
from backend.upkeep.database_dumps import dump, kind_of

_MAX_COPIES = 3
"""The copies that are made of a file that changes meanwhile, before it is left out."""


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


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup, and what could not be part of it, each with the reason."""

    manifest: Manifest
    left_out: tuple[Ignored, ...]


def back_up(place: Place, target: Path) -> Backup:
    """Copy a library into an empty or new folder. Blocks.

    What cannot be copied is left out and named. The rest is complete.

    Raises:
        BackupError: The sounds folder is missing, the target is not empty, or a copy differs from
            what was read.
        DumpError: The database refuses.
        OSError: The disk refuses.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BackupError("the folder is not empty; name another one")
    if target.resolve().is_relative_to(place.sounds_dir.resolve()):
        raise BackupError("the folder lies in the sounds folder; name one outside of it")
    if not place.sounds_dir.is_dir():
        raise BackupError("the sounds folder is missing; check DATA_DIR and the mount")
    target.mkdir(parents=True, exist_ok=True)
    copier = _Copier(place.store, target)
    copier.copy_new()
    database_name = DATABASES[kind_of(place.database)]
    dump(place.database, target / database_name)
    copier.files[database_name] = measured(target / database_name)
    copier.copy_new()
    manifest = Manifest(
        version=VERSION,
        created_at=datetime.now(UTC),
        database_kind=kind_of(place.database),
        files=copier.files,
    )
    write_atomically(target / MANIFEST, manifest.model_dump_json(indent=1).encode(), is_synced=True)
    left_out = (Ignored(path, reason) for path, reason in sorted(copier.left_out.items()))
    return Backup(manifest, tuple(left_out))


class _Copier:
    """The copies of sounds in a backup's folder.

    Attributes:
        files: The verified copies by name in the backup.
        left_out: The reason for each path that is no part of it.
    """

    def __init__(self, store: SoundStore, target: Path) -> None:
        self.files: dict[str, KeptFile] = {}
        self.left_out: dict[str, str] = {}
        self._store = store
        self._target = target

    def copy_new(self) -> None:
        """Copy new files and every metadata.json, and verify each copy."""
        listing = self._store.walk()
        self.left_out = {
            each.relative_path: each.reason
            for each in listing.ignored
            if not is_hidden(each.relative_path) or suffix_of(each.relative_path) in MEDIA_TYPES
        }
        metadata = [f"{folder}/{METADATA_NAME}".lstrip("/") for folder in listing.folders]
        for path in (*listing.files, *metadata):
            if (problem := place_problem(path)) is not None:
                self.left_out[printable(path)] = problem
            elif name_of(path) not in self.files or path.endswith(METADATA_NAME):
                self._copy(path, name_of(path))

    def _copy(self, path: str, name: str) -> None:
        copy = self._target / name
        if self.files.pop(name, None) is not None:
            copy.unlink(missing_ok=True)
        try:
            self.files[name] = self._steady_copy(path, copy)
        except FileNotFoundError:
            # Deleted or regenerated since it was listed.
            return
        except (CopyRefused, NotReadable) as error:
            self.left_out[printable(path)] = error.strerror or "it cannot be read"

    def _steady_copy(self, path: str, copy: Path) -> KeptFile:
        for _ in range(_MAX_COPIES):
            try:
                kept = copy_file(self._store, path, copy)
            except Unsteady:
                continue
            if measured(copy) != kept:
                raise BackupError(f"the copy of {printable(path)} differs; check the disk")
            return kept
        raise CopyRefused(0, "it changes all the time; back up again when it is at rest")
