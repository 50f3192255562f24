"""The adoption of files without a row, from `metadata.json`, their tags or the audio alone."""

import asyncio
import time
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session, aliased

from backend.db.database import Database, DatabaseUnavailable
from backend.db.models import Category, DiscardedRequest, SoundOrigin, SoundStatus, Tag, name_key
from backend.db.models import EnvironmentSound as Row
from backend.errors import BackendError, SoundFileGone
from backend.files import Library
from backend.files.atomic import storage_errors
from backend.files.description import Source, describe
from backend.files.sound_entry import SoundEntry
from backend.files.sound_paths import folder_and_name
from backend.files.walking import FileStatus
from backend.sidecar.licenses import license_columns
from backend.upkeep.metadata_marks import mark_sounds
from backend.upkeep.rescan.known_rows import Unfinished
from backend.upkeep.rescan.report import Added, Skipped

_ROWS_AT_ONCE = 1000
_RUNNING = (SoundStatus.PENDING, SoundStatus.PROCESSING)
_YOUNG = "it is younger than a minute; rescan later"
_COMING = "it may belong to a sound that is still to be made, or that is being deleted"
_OVERTAKEN = "another process has made a row for it, or for its tags; rescan again"
_UNUSABLE = "its entry or its tags hold what the database cannot"


class Adopter:
    """The making of rows for files.

    Args:
        database: The database of the rows.
        library: The files of the sounds.
        youngest_seconds: The age below which a file is left alone, s.
    """

    def __init__(self, database: Database, library: Library, youngest_seconds: float) -> None:
        self._database = database
        self._library = library
        self._youngest_seconds = youngest_seconds

    async def adopt(
        self,
        path: str,
        status: FileStatus,
        entries: Mapping[str, SoundEntry],
        unfinished: Sequence[Unfinished],
    ) -> Added | Skipped | None:
        """Make a row for a file, or return the reason why not. None: it is gone."""
        if abs(time.time() - status.modified_at) < self._youngest_seconds:
            return Skipped(path, _YOUNG)
        known = entries.get(folder_and_name(path)[1])
        try:
            entry, source = await asyncio.to_thread(self._describe, path, status, known)
        except SoundFileGone:
            return None
        except BackendError as error:
            return Skipped(path, error.message)
        except (ValueError, OverflowError):
            return Skipped(path, _UNUSABLE)
        if source is Source.TAGS:
            for sound in unfinished:
                if sound.may_be(entry):
                    return Skipped(path, _left_by(sound))
        return await self._insert(path, entry, source)

    async def _insert(self, path: str, entry: SoundEntry, source: Source) -> Added | Skipped:
        try:
            sound_id = await self._database.write(
                lambda session: _insert(session, path, entry, source)
            )
        except IntegrityError:
            return Skipped(path, _OVERTAKEN)
        except DatabaseUnavailable:
            raise
        except (StatementError, ValueError, OverflowError):
            return Skipped(path, _UNUSABLE)
        return Skipped(path, _COMING) if sound_id is None else Added(sound_id, path, source)

    def _describe(
        self, path: str, status: FileStatus, known: SoundEntry | None
    ) -> tuple[SoundEntry, Source]:
        if known is not None and known.file_size_bytes == status.size_bytes:
            return known, Source.METADATA
        with storage_errors("the sound's file cannot be read"):
            return describe(self._library.find(path), folder_and_name(path)[1], known)


def _left_by(sound: Unfinished) -> str:
    end = "deleted" if sound.is_deleted else "cancelled or given up"
    return f"it belongs to sound {sound.sound_id}, which was {end}; upload the file to have it back"


def _insert(session: Session, path: str, entry: SoundEntry, source: Source) -> int | None:
    """Add the row, unless a sound that is still to be made may be about to claim the file."""
    unwanted = select(DiscardedRequest.id).where(DiscardedRequest.prompt == entry.prompt)
    if source is not Source.FILE and session.scalars(unwanted).first() is not None:
        # The sidecar has not yet answered that the file of a stopped sound is deleted.
        return None
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
    if entry.license_name is None and SoundOrigin(entry.origin) is SoundOrigin.GENERATED:
        # It was written before sounds had terms.
        fields |= license_columns(None, entry.generation_model)
    return Row(
        **{**fields, "notes": list(entry.notes), "origin": SoundOrigin(entry.origin)},
        category=_category(session, entry.category),
        tags=_tags(session, entry.tags),
        generation_status=SoundStatus.COMPLETED,
        generation_progress=100.0,
    )


def link_to_parents(session: Session, sound_ids: Sequence[int]) -> None:
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
    wanted = select(Category).where(Category.name_key == name_key(name))
    return session.scalars(wanted).first() or Category(name=name)


def _tags(session: Session, names: Iterable[str]) -> list[Tag]:
    tags: dict[str, Tag] = {}
    for name in names:
        key = name_key(name)
        if key not in tags:
            known = session.scalars(select(Tag).where(Tag.name_key == key)).first()
            tags[key] = known or Tag(name=name)
    return list(tags.values())
