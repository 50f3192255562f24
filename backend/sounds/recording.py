"""The recording of use cases: one call in the transaction of each."""

import time
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from backend.access.api_keys import Caller
from backend.db.database import after_commit
from backend.db.models import Category, Preset, Tag, UsageAction
from backend.db.models import EnvironmentSound as Row
from backend.jobs import JobRunner
from backend.sounds.usage import log_usage
from backend.telemetry.operation_log import OperationLog
from backend.upkeep.metadata_sync import MetadataSync

_QUEUED = frozenset({UsageAction.GENERATE, UsageAction.REGENERATE})
_STOPPED = frozenset({UsageAction.CANCEL, UsageAction.DELETE})
_MIRRORED = frozenset({UsageAction.UPLOAD, UsageAction.UPDATE, UsageAction.DELETE})
_RESULTS = {
    UsageAction.GENERATE: "accepted",
    UsageAction.REGENERATE: "accepted",
    UsageAction.UPLOAD: "completed",
    UsageAction.UPDATE: "updated",
    UsageAction.DELETE: "deleted",
}


class Recorder:
    """The recorder of use cases.

    It writes the usage log and the metadata marks in the transaction. After the commit it writes
    the operation log, and wakes the workers, the watchers and the metadata sync. A transaction that
    is rolled back leaves no trace.

    Args:
        metadata_sync: Mirrors rows in `metadata.json`.
        operation_log: The log of operations.
        runner: Wakes workers and watchers, of other processes too.
    """

    def __init__(
        self, metadata_sync: MetadataSync, operation_log: OperationLog, runner: JobRunner
    ) -> None:
        self._metadata_sync = metadata_sync
        self._operation_log = operation_log
        self._runner = runner

    def record(
        self,
        session: Session,
        caller: Caller,
        action: UsageAction,
        row: Row,
        *,
        operation: str = "",
        started_at: float | None = None,
        **detail: Any,
    ) -> None:
        """Record what was done with one sound.

        Args:
            session: The session of the transaction.
            caller: The user.
            action: The kind of use.
            row: The sound, flushed and up to date.
            operation: The name in the operation log; empty: that of the action.
            started_at: When it began, by the monotonic clock, s; None for what is over at once.
            **detail: More for the usage log, as JSON.
        """
        _use(session, caller, action, row, detail)
        self._spread(session, action, [row.id])
        line = {
            "who": caller.address,
            "what": row.name if action is UsageAction.UPLOAD else row.prompt,
            "sound_id": row.id,
            "result": str(_RESULTS.get(action, row.generation_status)),
        }
        after_commit(session, partial(self._log, operation or action.value, started_at, **line))

    def record_batch(
        self,
        session: Session,
        caller: Caller,
        action: UsageAction,
        rows: Collection[Row],
        **detail: Any,
    ) -> None:
        """Record what was done with several sounds at once, as one line of the operation log."""
        for row in rows:
            _use(session, caller, action, row, detail)
        sound_ids = [row.id for row in rows]
        self._spread(session, action, sound_ids)
        line = {"who": caller.address, "what": str(sound_ids), "sound_id": None}
        write = partial(self._log, f"batch-{action.value}", None, **line, result=_RESULTS[action])
        after_commit(session, write)

    def record_feedback(
        self, session: Session, caller: Caller, action: UsageAction, sound_id: int, **detail: Any
    ) -> None:
        """Record the feedback of a listener, in the usage log only."""
        log_usage(session, caller, action, sound_id, **detail)

    def record_entry(
        self,
        session: Session,
        caller: Caller,
        operation: str,
        entry: Category | Tag | Preset,
        result: str,
        changed_sounds: ColumnElement[bool] | None,
    ) -> None:
        """Record what was done with a category, a tag or a preset.

        Args:
            session: The session of the transaction, before an entry is deleted in it.
            caller: The caller who did it.
            operation: The name in the operation log, such as `update-tag`.
            entry: The entry.
            result: The result in the operation log, such as `updated`.
            changed_sounds: The sounds that have it; None where they do not show the change.
        """
        if changed_sounds is not None:
            self._metadata_sync.mark_where(session, changed_sounds)
        line = {"who": caller.address, "what": entry.name, "sound_id": None, "result": result}
        after_commit(session, partial(self._log, operation, None, **line))

    def _spread(self, session: Session, action: UsageAction, sound_ids: Sequence[int]) -> None:
        """Have mirror, workers and watchers follow what was done."""
        if action in _MIRRORED:
            self._metadata_sync.mark(session, sound_ids)
        for sound_id in sound_ids:
            if action in _QUEUED | _STOPPED:
                self._runner.announce(session, sound_id)
            if action in _QUEUED:
                after_commit(session, self._runner.wake)
            if action in _STOPPED or action is UsageAction.REGENERATE:
                after_commit(session, partial(self._runner.hurry, sound_id))

    def _log(self, operation: str, started_at: float | None, **line: Any) -> None:
        seconds = None if started_at is None else time.monotonic() - started_at
        self._operation_log.write(operation, seconds=seconds, **line)


def _use(
    session: Session, caller: Caller, action: UsageAction, row: Row, detail: Mapping[str, Any]
) -> None:
    # The usage log outlives the sound, and people know it by its name.
    name: dict[str, Any] = {"name": row.name} if action is UsageAction.DELETE else {}
    log_usage(session, caller, action, row.id, **name, **detail)
