"""The rescan: it reconciles rows and files after a crash, a lost database or changes by hand.

Files without a row get one: from `metadata.json`, else from the file's own tags. Rows whose file is
gone are marked, and unmarked when it is back. Nothing is deleted.

A sound that is just being finished has its file before its row says so. So a file is left alone
while it is younger than a minute, and while a sound with its prompt is still to be made: a backend
that crashed in between gets the same file again.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import PurePosixPath
from typing import TypeAlias

from sqlalchemy import or_, select, update
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session, aliased

from backend.db.database import Database
from backend.db.models import Category, SoundOrigin, SoundStatus, Tag
from backend.db.models import EnvironmentSound as Row
from backend.errors import RescanRunning, SoundFileGone, UploadRefused
from backend.files import Library
from backend.files.atomic import storage_errors
from backend.files.description import Source, describe
from backend.files.metadata import Metadata, SoundEntry
from backend.files.store import FileStatus
from backend.sidecar.licenses import license_columns
from backend.telemetry.operation_log import OperationLog
from backend.upkeep.metadata_marks import mark_files, mark_sounds
from backend.upkeep.metadata_sync import MetadataSync

_ROWS_AT_ONCE = 1000
_FileOfRow: TypeAlias = tuple[int, str | None, datetime | None]
"""Id, path, and since when the file is missing."""
_RUNNING = (SoundStatus.PENDING, SoundStatus.PROCESSING)


@dataclass(frozen=True, slots=True)
class Added:
    """A file that has a row now."""

    sound_id: int
    relative_path: str
    source: Source


@dataclass(frozen=True, slots=True)
class Marked:
    """A row whose file is gone, or back."""

    sound_id: int
    relative_path: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that has no row yet, and the reason as a sentence."""

    relative_path: str
    reason: str


@dataclass(slots=True)
class RescanReport:
    """The findings and changes of a rescan."""

    file_count: int = 0
    row_count: int = 0
    added: list[Added] = field(default_factory=list)
    missing: list[Marked] = field(default_factory=list)
    returned: list[Marked] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def added_count(self) -> int:
        """Return the number of files that have a row now."""
        return len(self.added)

    @property
    def missing_count(self) -> int:
        """Return the number of rows that were marked."""
        return len(self.missing)

    @property
    def returned_count(self) -> int:
        """Return the number of rows that were unmarked."""
        return len(self.returned)

    @property
    def skipped_count(self) -> int:
        """Return the number of files that were left alone."""
        return len(self.skipped)

    @property
    def summary(self) -> str:
        """Return the numbers of it as a sentence."""
        return (
            f"{self.added_count} added, {self.missing_count} missing, "
            f"{self.returned_count} back, {self.skipped_count} left alone."
        )


class Rescan:
    """The rescan of all files and all rows, one at a time.

    Args:
        database: The database of the rows.
        library: The files of the sounds.
        metadata: The `metadata.json` of each month.
        metadata_sync: Brings `metadata.json` up to date afterwards.
        operation_log: The log of operations.
        youngest_seconds: The age below which a file without a row is left alone, s.
    """

    def __init__(
        self,
        database: Database,
        library: Library,
        metadata: Metadata,
        metadata_sync: MetadataSync,
        operation_log: OperationLog,
        *,
        youngest_seconds: float = 60.0,
    ) -> None:
        self._database = database
        self._library = library
        self._metadata = metadata
        self._metadata_sync = metadata_sync
        self._operation_log = operation_log
        self._youngest_seconds = youngest_seconds
        self._running = asyncio.Lock()

    async def run(self, client_address: str) -> RescanReport:
        """Rescan the library, in the time that it takes to read the new files.

        Args:
            client_address: The address of the client who asks for it.

        Raises:
            RescanRunning: Another one is under way in this process.
            StorageError: The disk refuses.
        """
        if self._running.locked():
            raise RescanRunning
        async with self._running:
            started_at = time.monotonic()
            report = await self._run()
            self._operation_log.write(
                "rescan",
                who=client_address,
                what="",
                sound_id=None,
                result=report.summary,
                seconds=time.monotonic() - started_at,
            )
            return report

    async def _run(self) -> RescanReport:
        report = RescanReport()
        known = await self._known_paths()
        for month in await asyncio.to_thread(self._library.months):
            await self._add_new(month, known, report)
        await self._database.write(
            lambda session: _link_to_parents(session, [a.sound_id for a in report.added])
        )
        await self._mark_rows(report)
        await self._metadata_sync.flush()
        return report

    async def _known_paths(self) -> set[str]:
        columns = select(Row.relative_path, Row.previous_relative_path).where(
            or_(Row.relative_path.is_not(None), Row.previous_relative_path.is_not(None))
        )
        pairs = await self._database.read(lambda session: session.execute(columns).all())
        return {path for pair in pairs for path in pair if path is not None}

    async def _add_new(self, month: str, known: set[str], report: RescanReport) -> None:
        files = await asyncio.to_thread(self._library.files, month)
        entries = await asyncio.to_thread(self._metadata.read, month)
        report.file_count += len(files)
        for path, status in files.items():
            if path in known:
                continue
            if abs(time.time() - status.modified_at) < self._youngest_seconds:
                report.skipped.append(Skipped(path, "it is younger than a minute; rescan later"))
                continue
            result = await self._add(path, status, entries.get(PurePosixPath(path).name))
            if isinstance(result, Added):
                report.added.append(result)
            elif isinstance(result, Skipped):
                report.skipped.append(result)
        paths = [f"{month}/{name}" for name in entries]
        stale = [path for path in paths if path not in files and path not in known]
        if stale:
            await self._database.write(lambda session: mark_files(session, stale))

    async def _add(
        self, path: str, status: FileStatus, known: SoundEntry | None
    ) -> Added | Skipped | None:
        try:
            entry, source = await asyncio.to_thread(self._describe, path, status, known)
        except SoundFileGone:
            return None
        except UploadRefused as error:
            return Skipped(path, error.message)
        try:
            sound_id = await self._database.write(
                lambda session: _insert(session, path, entry, source)
            )
        except IntegrityError:
            # Another process was quicker.
            return None
        except DataError:
            return Skipped(path, "its entry in metadata.json holds what the database cannot")
        if sound_id is None:
            return Skipped(path, "it may belong to a sound that is still to be made")
        return Added(sound_id, path, source)

    def _describe(
        self, path: str, status: FileStatus, known: SoundEntry | None
    ) -> tuple[SoundEntry, Source]:
        if known is not None and known.file_size_bytes == status.size_bytes:
            return known, Source.METADATA
        with storage_errors("a sound's file cannot be read"):
            return describe(self._library.find(path), PurePosixPath(path).name, known)

    async def _mark_rows(self, report: RescanReport) -> None:
        last_id = 0
        while rows := await self._rows_after(last_id):
            wrong = await asyncio.to_thread(self._wrongly_marked, rows)
            for sound_id, path, is_there in wrong:
                if await self._mark(sound_id, path, is_missing=not is_there):
                    marked = report.returned if is_there else report.missing
                    marked.append(Marked(sound_id, path))
            report.row_count += len(rows)
            last_id = rows[-1][0]
            sound_ids = [sound_id for sound_id, _, _ in rows]
            await self._database.write(partial(mark_sounds, sound_ids=sound_ids))

    async def _rows_after(self, last_id: int) -> Sequence[_FileOfRow]:
        wanted = (
            select(Row.id, Row.relative_path, Row.file_missing_since)
            .where(Row.id > last_id, Row.relative_path.is_not(None), Row.deleted_at.is_(None))
            .order_by(Row.id)
            .limit(_ROWS_AT_ONCE)
        )
        return await self._database.read(lambda session: session.execute(wanted).all())

    def _wrongly_marked(self, rows: Sequence[_FileOfRow]) -> list[tuple[int, str, bool]]:
        return [
            (sound_id, path, is_there)
            for sound_id, path, missing_since in rows
            if path is not None and (is_there := self._is_there(path)) != (missing_since is None)
        ]

    def _is_there(self, path: str) -> bool:
        try:
            self._library.check(path)
        except SoundFileGone:
            return False
        return True

    async def _mark(self, sound_id: int, path: str, *, is_missing: bool) -> bool:
        since = datetime.now(UTC) if is_missing else None
        statement = (
            update(Row)
            .where(Row.id == sound_id, Row.relative_path == path)
            .values(file_missing_since=since)
            .returning(Row.id)
        )
        marked = await self._database.write(
            lambda session: session.scalars(
                statement, execution_options={"synchronize_session": False}
            ).first(),
            statement_count=1,
        )
        return marked is not None


def _insert(session: Session, path: str, entry: SoundEntry, source: Source) -> int | None:
    """Add the row, unless a sound that is still to be made may be about to claim the file."""
    running = select(Row.request).where(Row.generation_status.in_(_RUNNING))
    if source is not Source.FILE and any(
        request is not None and request["prompt"] == entry.prompt
        for request in session.scalars(running)
    ):
        return None
    row = row_of(session, entry)
    row.relative_path = path
    session.add(row)
    session.flush()
    mark_sounds(session, [row.id])
    return row.id


def row_of(session: Session, entry: SoundEntry) -> Row:
    """Return a new, completed row. Category and tags are found by name, or made.

    The path of its file is the caller's to set.
    """
    fields = entry.model_dump(exclude={"category", "tags"})
    if entry.license_name is None and entry.origin == SoundOrigin.GENERATED:
        # It was written before sounds had terms.
        fields |= license_columns(None, entry.generation_model)
    return Row(
        **{**fields, "notes": list(entry.notes), "origin": SoundOrigin(entry.origin)},
        category=_category(session, entry.category),
        tags=[_tag(session, name) for name in dict.fromkeys(entry.tags)],
        generation_status=SoundStatus.COMPLETED,
        generation_progress=100.0,
    )


def _link_to_parents(session: Session, sound_ids: Sequence[int]) -> None:
    """Link new rows to the rows that they were made from, by the files."""
    parent = aliased(Row)
    parent_id = (
        select(parent.id)
        .where(
            parent.relative_path == Row.source_file,
            parent.deleted_at.is_(None),
            parent.id != Row.id,
        )
        .scalar_subquery()
    )
    for start in range(0, len(sound_ids), _ROWS_AT_ONCE):
        batch = sound_ids[start : start + _ROWS_AT_ONCE]
        session.execute(
            update(Row)
            .where(Row.id.in_(batch), Row.source_file.is_not(None))
            .values(parent_id=parent_id, updated_at=Row.updated_at),
            execution_options={"synchronize_session": False},
        )


def _category(session: Session, name: str | None) -> Category | None:
    if not name:
        return None
    known = session.scalars(select(Category).where(Category.name == name)).first()
    return known or Category(name=name)


def _tag(session: Session, name: str) -> Tag:
    return session.scalars(select(Tag).where(Tag.name == name)).first() or Tag(name=name)
