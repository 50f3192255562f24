"""The writing of marked sounds into `metadata.json`, one folder after the other."""

import asyncio
import logging
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError
from sqlalchemy import select

from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.db.models import MetadataMark
from backend.errors import SoundFileGone, StorageError, StorageFailed
from backend.files import Library
from backend.files.metadata import FolderMetadata, Metadata, SoundEntry
from backend.files.sound_paths import folder_and_name, is_sound_path
from backend.files.store import Overtaken
from backend.upkeep.metadata_marks import mark_folder

_MAX_TRIES = 50
_SAME_NAMED = SoundEntry.model_fields.keys() - {"category", "tags"}

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Outcome:
    """The marks that are done, and the errors of the folders whose marks have to stay."""

    done: list[MetadataMark] = field(default_factory=list)
    failures: list[StorageError] = field(default_factory=list)


class MetadataWriter:
    """The writer of the entries of marked sounds and files.

    Args:
        database: The database of the rows.
        metadata: The `metadata.json` of each folder.
        library: The files of the sounds.
    """

    def __init__(self, database: Database, metadata: Metadata, library: Library) -> None:
        self._database = database
        self._metadata = metadata
        self._library = library

    async def write(self, marks: Sequence[MetadataMark]) -> Outcome:
        """Write the entries of what is marked. One folder's failure costs only its own marks.

        Raises:
            SQLAlchemyError: The database refuses.
            StorageError: The lock cannot be had.
        """
        outcome = Outcome()
        # The rows are read under the lock: no other process can have read newer ones and be
        # overtaken by these.
        lock = await asyncio.to_thread(self._metadata.lock)
        try:
            for folder, of_folder in (await self._by_folder(marks, outcome)).items():
                try:
                    kept = await self._write_folder(folder, set(of_folder))
                except StorageError as error:
                    outcome.failures.append(error)
                    continue
                for path, its_marks in of_folder.items():
                    outcome.done += [mark for mark in its_marks if path not in kept]
        finally:
            lock.close()
        return outcome

    async def _by_folder(
        self, marks: Sequence[MetadataMark], outcome: Outcome
    ) -> dict[str, dict[str, list[MetadataMark]]]:
        """Return the marks by folder and path. Those of sounds without a file are done."""
        ids = {mark.sound_id for mark in marks if mark.sound_id is not None}
        wanted = select(Row.id, Row.relative_path).where(Row.id.in_(ids))
        found = await self._database.read(lambda session: session.execute(wanted).all())
        paths = {row.id: row.relative_path for row in found}
        folders: dict[str, dict[str, list[MetadataMark]]] = defaultdict(lambda: defaultdict(list))
        for mark in marks:
            path = mark.relative_path
            if mark.sound_id is not None:
                path = paths.get(mark.sound_id)
            if path is None or not is_sound_path(path):
                outcome.done.append(mark)
            else:
                folders[folder_and_name(path)[0]][path].append(mark)
        return folders

    async def _write_folder(self, folder: str, paths: set[str]) -> set[str]:
        """Write the entries of files in a folder, and return those whose marks have to stay."""
        for _ in range(_MAX_TRIES):
            known = await asyncio.to_thread(self._metadata.read, folder)
            # After the version: a machine that writes a newer entry now makes this write fail.
            entries, unusable = await self._entries(paths)
            kept = await asyncio.to_thread(self._existing, paths - entries.keys() - unusable)
            changes: dict[str, SoundEntry | None] = {
                folder_and_name(path)[1]: entries.get(path) for path in paths - kept - unusable
            }
            try:
                await asyncio.to_thread(self._metadata.write, known, changes)
            except Overtaken:
                # The lock covers this machine only, and other machines write to a bucket.
                continue
            await self._rebuild(known)
            return kept
        raise StorageFailed("metadata.json is changed by others all the time; try again")

    async def _rebuild(self, known: FolderMetadata) -> None:
        """Have every sound of a folder written again, whose file was damaged."""
        if known.problems:
            await self._database.write(lambda session: mark_folder(session, known.folder))

    async def _entries(self, paths: Iterable[str]) -> tuple[dict[str, SoundEntry], set[str]]:
        """Return the entries by path, and the paths of rows that no entry can hold."""
        wanted = select(Row).where(Row.relative_path.in_(paths))
        rows = await self._database.read(lambda session: list(session.scalars(wanted)))
        entries, unusable = {}, set()
        for row in rows:
            path = str(row.relative_path)
            try:
                entries[path] = entry_of(row)
            except ValidationError as error:
                _log.error("sound %d is not written into metadata.json: %s", row.id, error)
                unusable.add(path)
        return entries, unusable

    def _existing(self, paths: Iterable[str]) -> set[str]:
        """Return those of the files that are there.

        The entry of a deleted sound stays until its file is gone. Without it, a rescan would take
        the file for a new sound.
        """
        return {path for path in paths if self._is_there(path)}

    def _is_there(self, path: str) -> bool:
        try:
            self._library.check(path)
        except SoundFileGone:
            return False
        return True


def entry_of(row: Row) -> SoundEntry:
    """Return what of a row is kept beside its file. A value that is no number counts as none."""
    values = {name: getattr(row, name) for name in _SAME_NAMED}
    finite = {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in values.items()
    }
    return SoundEntry(
        **finite,
        category=row.category.name if row.category is not None else None,
        tags=tuple(tag.name for tag in row.tags),
    )
