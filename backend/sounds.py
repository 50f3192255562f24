"""What clients do with the sounds that there are: look, watch, cancel, delete."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple, TypeAlias

from sqlalchemy import Select, case, delete, func, or_, select, true, update

from backend.db import Database
from backend.errors import (
    SoundNotCompleted,
    SoundNotFound,
    SoundNotRunning,
)
from backend.jobs import Broadcaster, JobRunner, SoundProgress, Viewer
from backend.models import EnvironmentSound as Row
from backend.models import SoundStatus

_LOOK_AT_ROW_SECONDS = 1.0
"""How often a viewer looks at a sound that another process makes, s."""

Changes: TypeAlias = AsyncIterator[tuple[Row, SoundProgress | None]]
"""A row at each change, with fresher progress than it holds where there is any."""

_NO_SYNC = {"synchronize_session": False}


class Page(NamedTuple):
    """Rows of one page, and how many there are on all pages."""

    rows: list[Row]
    total: int


class Sounds:
    """The use cases, each in short transactions of its own.

    Args:
        database: Where the rows are.
        runner: To be told of cancelled sounds.
        broadcaster: Tells how far sounds are.
    """

    def __init__(self, database: Database, runner: JobRunner, broadcaster: Broadcaster) -> None:
        self._database = database
        self._runner = runner
        self._broadcaster = broadcaster

    async def get(self, sound_id: int) -> Row:
        """The row.

        Raises:
            SoundNotFound: There is none.
        """
        row = await self._database.read(lambda session: session.get(Row, sound_id))
        if row is None:
            raise SoundNotFound(sound_id)
        return row

    async def page(self, wanted: Select[Row], page: int, page_size: int) -> Page:
        """One page of the rows that a query selects, in its order."""
        count = wanted.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
        rows = wanted.limit(page_size).offset((page - 1) * page_size)
        return await self._database.read(
            lambda session: Page(list(session.scalars(rows)), session.scalars(count).one())
        )

    @asynccontextmanager
    async def watched(self, sound_id: int) -> AsyncIterator[Changes]:
        """The sound as it is now, then at every change, until it is over, or deleted.

        Raises:
            SoundNotFound: There is none.
            QueueFull: Too many watch already.
        """
        with self._broadcaster.viewer(sound_id) as viewer:
            yield self._changes(viewer, await self.get(sound_id))

    async def _changes(self, viewer: Viewer, row: Row) -> Changes:
        viewer.skip_updates()
        yield row, self._broadcaster.last(row.id)
        while not (row.generation_status.is_final or viewer.is_closed):
            news = await viewer.news(_LOOK_AT_ROW_SECONDS)
            for progress in news.updates:
                yield row, progress
            if not news.has_row_changed:
                continue
            try:
                seen, row = row, await self.get(row.id)
            except SoundNotFound:
                return
            if row.updated_at != seen.updated_at:
                viewer.skip_updates()
                yield row, self._broadcaster.last(row.id)

    async def cancel(self, sound_id: int) -> Row:
        """Cancels at once what waits, and asks the worker to stop what is in the making.

        Raises:
            SoundNotFound: There is none.
            SoundNotRunning: It is over.
        """
        running = (SoundStatus.PENDING, SoundStatus.PROCESSING)
        statement = (
            update(Row)
            .where(Row.id == sound_id, Row.generation_status.in_(running))
            .values(
                cancel_requested=true(),
                generation_status=case(
                    (Row.generation_status == SoundStatus.PENDING, SoundStatus.CANCELLED),
                    else_=Row.generation_status,
                ),
            )
            .returning(Row)
        )
        row = await self._database.write(
            lambda session: session.scalars(statement, execution_options=_NO_SYNC).first(),
            statement_count=1,
        )
        if row is None:
            raise SoundNotRunning((await self.get(sound_id)).generation_status)
        self._runner.hurry(sound_id)
        return row

    async def delete(self, sound_id: int) -> Row:
        """Deletes the row, which also stops a worker; the file, if any, is the caller's to delete.

        Raises:
            SoundNotFound: There is none.
        """
        statement = delete(Row).where(Row.id == sound_id).returning(Row)
        row = await self._database.write(
            lambda session: session.scalars(statement, execution_options=_NO_SYNC).first(),
            statement_count=1,
        )
        if row is None:
            raise SoundNotFound(sound_id)
        self._runner.hurry(sound_id)
        return row

    async def count_download(self, sound_id: int) -> None:
        """One more download."""
        statement = (
            update(Row)
            .where(Row.id == sound_id)
            .values(download_count=Row.download_count + 1, updated_at=Row.updated_at)
        )
        await self._database.write(
            lambda session: session.execute(statement, execution_options=_NO_SYNC),
            statement_count=1,
        )


def relative_path(row: Row) -> str:
    """Where the file of a completed sound is, below the sounds folder.

    Raises:
        SoundNotCompleted: The sound has no file.
    """
    if row.generation_status is not SoundStatus.COMPLETED or row.file_path is None:
        raise SoundNotCompleted(row.generation_status)
    return row.file_path


def matching(*, status: SoundStatus | None, search: str) -> Select[Row]:
    """A query for the rows with a status (None: any) and a text in name, prompt or description."""
    wanted = select(Row)
    if status is not None:
        wanted = wanted.where(Row.generation_status == status)
    if search:
        texts = (Row.name, Row.prompt, Row.description)
        wanted = wanted.where(or_(*(text.icontains(search, autoescape=True) for text in texts)))
    return wanted
