"""The restoration of a library from a backup."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from backend.files.atomic import BucketRefused
from backend.files.sound_paths import METADATA_NAME, is_sound_path, printable
from backend.files.walking import Ignored
from backend.upkeep.backup import Place
from backend.upkeep.backup_manifest import (
    DATABASES,
    BackupError,
    Manifest,
    name_of,
    verify,
)
from backend.upkeep.copying import KeptFile, open_regular, write_copy
from backend.upkeep.database_dumps import has_sounds, kind_of, load


@dataclass(frozen=True, slots=True)
class Restored:
    """The list of the restored files, and what was left out, each with the reason."""

    manifest: Manifest
    left_out: tuple[Ignored, ...]


def restore(source: Path, place: Place, *, is_forced: bool) -> Restored:
    """Replace a library by a backup, while the backend is stopped. Blocks.

    Everything is checked before anything is changed. A sound that is damaged in the backup is left
    out, and what the library has in its place stays.

    Args:
        source: The backup's folder.
        place: The library.
        is_forced: True if existing sounds may be deleted.

    Raises:
        BackupError: The backup has no usable database or is of another kind, or the place is not
            empty.
        DumpError: The database refuses.
        OSError: The disk refuses.
    """
    verified = verify(source)
    manifest = verified.manifest
    if manifest.database_kind != kind_of(place.database):
        raise BackupError(
            f"the backup's database is {manifest.database_kind}, "
            f"DATABASE_URL names {kind_of(place.database)}; "
            "copy the files of sounds/ and let `envsound rescan` make the rows instead"
        )
    there = _sounds_of(place)
    if not is_forced and (there or has_sounds(place.database)):
        raise BackupError("there are sounds already; restore with --force deletes them")
    left_out = list(verified.refused)
    for path in verified.sounds:
        try:
            _put_back(source, place, path, manifest.files[name_of(path)])
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
            reason = f"it has no place in the library: {error.strerror}"
            left_out.append(Ignored(printable(name_of(path)), reason))
    load(place.database, source / DATABASES[manifest.database_kind])
    for path in there:
        if name_of(path) not in manifest.files:
            place.store.remove(path)
    missing = {each.relative_path for each in left_out}
    files = {name: kept for name, kept in manifest.files.items() if printable(name) not in missing}
    return Restored(manifest.model_copy(update={"files": files}), tuple(left_out))


def _sounds_of(place: Place) -> set[str]:
    """Return the sounds and each `metadata.json` of a library, without those of other programs."""
    if not place.sounds_dir.exists():
        return set()
    listing = place.store.walk()
    found = {path for path in listing.files if is_sound_path(path)}
    for folder in listing.folders:
        path = f"{folder}/{METADATA_NAME}".lstrip("/")
        try:
            place.store.status(path)
        except BucketRefused:
            raise
        except OSError:
            continue
        found.add(path)
    return found


def _put_back(source: Path, place: Place, path: str, kept: KeptFile) -> None:
    partial = place.sounds_dir / "temp" / f"restoring_{secrets.token_hex(8)}"
    partial.parent.mkdir(parents=True, exist_ok=True)
    file = source / name_of(path)
    try:
        with open_regular(file) as reading:
            copied = write_copy(reading, partial, file.stat().st_mtime)
        if copied != kept:
            raise BackupError(f"{printable(path)} changed while it was copied; check the disk")
        place.store.keep(partial, path)
    finally:
        partial.unlink(missing_ok=True)
