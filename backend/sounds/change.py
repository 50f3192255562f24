"""Changing sounds: edit, cancel, delete, one or many at once.

A deleted sound is only marked. The retention sweep removes row and file in the end.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import case, true, update
from sqlalchemy.orm import Session

from backend.access.api_keys import Caller
from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.db.models import SoundStatus, Tag, UsageAction
from backend.db.models.base import utc_now
from backend.errors import BackendError, BatchRefused, BatchResult, Forbidden, SoundNotFound
from backend.errors import SoundNotRunning as NotRunning
from backend.jobs.discards import discard_result
from backend.jobs.statements import cancelled
from backend.sidecar.engine_cache import EngineCache
from backend.sidecar.engine_types import EngineList
from backend.sounds.queued_rows import SETTINGS
from backend.sounds.recording import Recorder
from backend.sounds.rows import check_category, find_tags, lock_with_children, locked, locked_rows
from backend.sounds.setting_changes import apply_settings, touches_sampling

Change: TypeAlias = Mapping[str, Any]
"""New values by column name, and `tag_ids`. What it does not hold stays."""

_NO_SYNC = {"synchronize_session": False}
_RUNNING = (SoundStatus.PENDING, SoundStatus.PROCESSING)


class SoundChanges:
    """The use cases, each a short transaction.

    Args:
        database: The database of the rows.
        recorder: Records each use case in its transaction.
        engine_cache: The engines, which decide on the settings that a sound has.
    """

    def __init__(self, database: Database, recorder: Recorder, engine_cache: EngineCache) -> None:
        self._database = database
        self._recorder = recorder
        self._engine_cache = engine_cache

    async def update(self, sound_id: int, change: Change, caller: Caller) -> tuple[Row, list[str]]:
        """Change a sound and return it, with a sentence for each part of the change that waits.

        Raises:
            SoundNotFound: There is none.
            InvalidRequest: There is no such category or tag.
        """
        engines = await self._engines(change)

        def work(session: Session) -> tuple[Row, list[str]]:
            row = locked(session, sound_id)
            tags = _checked_tags(session, change)
            notes = _apply(row, change, tags, engines)
            session.flush()
            session.refresh(row)
            fields = sorted(change)
            self._recorder.record(session, caller, UsageAction.UPDATE, row, fields=fields)
            return row, notes

        return await self._database.write(work)

    async def update_all(
        self, sound_ids: Sequence[int], change: Change, caller: Caller
    ) -> list[BatchResult]:
        """Change all of these sounds, or none.

        Raises:
            BatchRefused: One of them is not there, or not theirs.
            InvalidRequest: There is no such category or tag.
        """
        engines = await self._engines(change)

        def work(session: Session) -> list[BatchResult]:
            tags = _checked_tags(session, change)
            rows = _all_changeable(session, sound_ids, caller)
            for row in rows.values():
                _apply(row, change, tags, engines)
            self._recorder.record_batch(
                session, caller, UsageAction.UPDATE, rows.values(), fields=sorted(change)
            )
            return [BatchResult(sound_id, is_done=True) for sound_id in sound_ids]

        return await self._database.write(work)

    async def _engines(self, change: Change) -> EngineList | None:
        return await self._engine_cache.known() if touches_sampling(change) else None

    async def delete(self, sound_id: int, caller: Caller) -> Row:
        """Mark the sound as deleted, which also stops its making.

        Raises:
            SoundNotFound: There is none.
        """
        started_at = time.monotonic()

        def work(session: Session) -> Row:
            lock_with_children(session, [sound_id])
            row = locked(session, sound_id)
            _mark_deleted(session, row)
            self._recorder.record(session, caller, UsageAction.DELETE, row, started_at=started_at)
            return row

        return await self._database.write(work, may_use_ballast=True)

    async def delete_all(self, sound_ids: Sequence[int], caller: Caller) -> list[BatchResult]:
        """Mark all of these sounds as deleted, or none.

        Raises:
            BatchRefused: One of them is not there, or not theirs.
        """

        def work(session: Session) -> list[BatchResult]:
            lock_with_children(session, sound_ids)
            rows = _all_changeable(session, sound_ids, caller)
            for row in rows.values():
                _mark_deleted(session, row)
            self._recorder.record_batch(session, caller, UsageAction.DELETE, rows.values())
            return [BatchResult(sound_id, is_done=True) for sound_id in sound_ids]

        return await self._database.write(work, may_use_ballast=True)

    async def cancel(self, sound_id: int, caller: Caller) -> Row:
        """Cancel at once a sound that waits, or ask the worker to stop one in the making.

        A sound that was made before keeps its file and is completed again.

        Raises:
            SoundNotFound: There is none.
            SoundNotRunning: Its making is over.
        """
        is_waiting = Row.generation_status == SoundStatus.PENDING
        statement = (
            update(Row)
            .where(Row.id == sound_id, Row.generation_status.in_(_RUNNING))
            .values(
                cancel_requested=true(),
                generation_status=case((is_waiting, cancelled()), else_=Row.generation_status),
                # They told why it waits.
                error_message=None,
                error_reason=None,
            )
        )

        def work(session: Session) -> Row:
            row = locked(session, sound_id)
            if row.generation_status not in _RUNNING:
                raise NotRunning(row.generation_status)
            _discard_if_begun(session, row)
            session.execute(statement, execution_options=_NO_SYNC)
            session.refresh(row)
            self._recorder.record(session, caller, UsageAction.CANCEL, row)
            return row

        return await self._database.write(work, may_use_ballast=True)


def _all_changeable(session: Session, sound_ids: Sequence[int], caller: Caller) -> dict[int, Row]:
    rows = locked_rows(session, sound_ids)
    results = [_checked(rows, sound_id, caller) for sound_id in sound_ids]
    if any(result.reason for result in results):
        raise BatchRefused(results)
    return rows


def _checked(rows: Mapping[int, Row], sound_id: int, caller: Caller) -> BatchResult:
    error: BackendError
    if sound_id not in rows:
        error = SoundNotFound(sound_id)
    elif not caller.may_change(rows[sound_id].created_by):
        error = Forbidden("only who made this, or an admin, may change it")
    else:
        return BatchResult(sound_id, is_done=False)
    return BatchResult(sound_id, False, error.reason, error.message)


def _checked_tags(session: Session, change: Change) -> list[Tag]:
    check_category(session, change.get("category_id"))
    return find_tags(session, change.get("tag_ids", ()))


def _apply(row: Row, change: Change, tags: list[Tag], engines: EngineList | None) -> list[str]:
    """Change the row, and return a sentence for each part of the change that waits."""
    for name, value in change.items():
        if name not in SETTINGS and name != "tag_ids":
            setattr(row, name, value)
    if "tag_ids" in change:
        row.tags = tags
    row.updated_at = utc_now()
    return apply_settings(row, change, engines)


def _discard_if_begun(session: Session, row: Row) -> None:
    """Have the result of a sound that waits discarded, if an earlier attempt may have left one.

    That of a sound in the making is discarded by whoever ends the making.
    """
    if row.generation_status is SoundStatus.PENDING and row.attempt > 0:
        discard_result(session, row)


def _mark_deleted(session: Session, row: Row) -> None:
    row.deleted_at = utc_now()
    # Its idempotency key may ask for another sound now.
    row.idempotency_key = None
    if not row.generation_status.is_final:
        row.cancel_requested = True
    _discard_if_begun(session, row)
    if row.generation_status is SoundStatus.PENDING:
        row.generation_status = SoundStatus.CANCELLED
    # Sounds that were made from it have no parent now.
    children = update(Row).where(Row.parent_id == row.id)
    session.execute(
        children.values(parent_id=None, updated_at=Row.updated_at), execution_options=_NO_SYNC
    )
