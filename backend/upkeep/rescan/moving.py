"""The recognition of files by their content: moved by hand, or of a deleted sound."""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.errors import BackendError, SoundFileGone
from backend.files import Library
from backend.files.sound_paths import folder_and_name
from backend.files.walking import Listing
from backend.upkeep.metadata_marks import mark_files, mark_sounds
from backend.upkeep.rescan.known_rows import FileOfRow
from backend.upkeep.rescan.report import Moved, RescanReport, Skipped

_BLOCK_BYTES = 1 << 20
_DELETED = "sound {} with the same content was deleted; upload the file to have it back"


class Mover:
    """The matching of files without a row to rows, by SHA-256.

    Args:
        database: The database of the rows.
        library: The files of the sounds.
    """

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    async def match(
        self, paths: list[str], listing: Listing, rows: list[FileOfRow], report: RescanReport
    ) -> list[str]:
        """Give moved files to their rows, skip those of deleted sounds, and return the others."""
        live = [row for row in rows if row.deleted_at is None]
        gone = await asyncio.to_thread(self._gone, live, listing)
        live_hashes = {row.sha256 for row in live}
        deleted = {
            row.sha256: row
            for row in rows
            if row.deleted_at is not None and row.sha256 not in live_hashes
        }
        sizes = {row.size_bytes for row in (*gone, *deleted.values()) if row.sha256}
        candidates = [path for path in paths if listing.files[path].size_bytes in sizes]
        hashes = await asyncio.to_thread(self._hashes, candidates)
        placed = await self._move(gone, hashes, report)
        for path, sha256 in hashes.items():
            if path not in placed and sha256 in deleted:
                report.skipped.append(Skipped(path, _DELETED.format(deleted[sha256].sound_id)))
                placed.add(path)
        return [path for path in paths if path not in placed]

    def _gone(self, live: list[FileOfRow], listing: Listing) -> list[FileOfRow]:
        return [row for row in live if row.path not in listing.files and self._is_gone(row.path)]

    def _is_gone(self, path: str) -> bool:
        try:
            self._library.check(path)
        except SoundFileGone:
            return True
        except BackendError:
            # It is not known to be gone.
            return False
        return False

    def _hashes(self, paths: Iterable[str]) -> dict[str, str]:
        hashes = {}
        for path in paths:
            try:
                hashes[path] = hash_of(self._library, path)
            except BackendError:
                # Whoever reads it next tells the reason.
                continue
        return hashes

    async def _move(
        self, gone: list[FileOfRow], hashes: dict[str, str], report: RescanReport
    ) -> set[str]:
        by_hash: dict[str, list[str]] = defaultdict(list)
        for path, sha256 in hashes.items():
            by_hash[sha256].append(path)
        placed = set()
        for row in gone:
            found = by_hash.get(row.sha256 or "")
            if not found:
                continue
            path = max(found, key=lambda path: _likeness(row.path, path))
            found.remove(path)
            placed.add(path)
            if await self._database.write(partial(_follow, row=row, path=path)):
                report.moved.append(Moved(row.sound_id, row.path, path))
        return placed


def hash_of(library: Library, path: str) -> str:
    """Return the SHA-256 of a file. Blocks.

    Raises:
        SoundFileGone: There is no such file.
        StorageFailed: The disk refuses.
    """
    digest = hashlib.sha256()
    with library.reading(path) as stream:
        while block := stream.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _likeness(before: str, after: str) -> tuple[bool, bool]:
    """Return an order of equal files: a file that keeps its name or folder is the moved one."""
    (old_folder, old_name), (folder, name) = folder_and_name(before), folder_and_name(after)
    return name == old_name, folder == old_folder


def _follow(session: Session, row: FileOfRow, path: str) -> bool:
    """Give the row its file's new path, unless the row has changed meanwhile."""
    moved = (
        update(Row)
        .where(Row.id == row.sound_id, Row.relative_path == row.path, Row.sha256 == row.sha256)
        .values(relative_path=path, file_missing_since=None)
        .returning(Row.id)
        .execution_options(synchronize_session=False)
    )
    if session.scalars(moved).first() is None:
        return False
    children = session.scalars(select(Row).where(Row.source_file == row.path)).all()
    for child in children:
        child.source_file = path
        if child.source is not None:
            child.source = {**child.source, "sound_file": path}
    mark_sounds(session, [row.sound_id, *(child.id for child in children)])
    mark_files(session, [row.path])
    return True
