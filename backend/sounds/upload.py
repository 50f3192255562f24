"""Adding a person's own file to the library."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from sqlalchemy.orm import Session

from backend.access.api_keys import Caller
from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.db.models import SoundOrigin, SoundStatus, UsageAction
from backend.errors import BackendError, QueueFull, UploadBroken
from backend.files import Library, SoundStore
from backend.files.decoder import Decoder
from backend.files.description import measured
from backend.files.incoming import IncomingFile
from backend.files.inspection import Inspection
from backend.sounds.recording import Recorder
from backend.sounds.rows import check_category, find_tags

_MAX_AT_ONCE = 16
_MAX_AT_ONCE_PER_CALLER = 8
"""Half of all, so that one caller who sends as slowly as allowed keeps nobody out."""

_MAX_DECODED_AT_ONCE = 2
_RETRY_SECONDS = 10.0
_WRITE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class NewUpload:
    """The fields that come with a person's file.

    Attributes:
        name: The sound's name; empty: the file's own title, else its name.
        file_name: The file's name where it comes from; only ever a name for people.
        prompt: The sounds that are heard in it.
        description: The person's own words on it.
        category_id: The id of the category, if any.
        tag_ids: The ids of the tags.
    """

    name: str = ""
    file_name: str = ""
    prompt: str = ""
    description: str = ""
    category_id: int | None = None
    tag_ids: tuple[int, ...] = ()


class Uploads:
    """The use case: files that people upload.

    Args:
        database: The database of the rows.
        library: The files of the sounds.
        recorder: Records each upload in its transaction.
        folder: The sounds folder of this machine, absolute.
        store: The store of finished sounds.
        max_megabytes: The largest file that is accepted, 10**6 bytes.
        max_seconds: The longest sound that is accepted, s.
    """

    def __init__(
        self,
        database: Database,
        library: Library,
        recorder: Recorder,
        folder: Path,
        store: SoundStore,
        *,
        max_megabytes: int,
        max_seconds: float,
    ) -> None:
        self.max_megabytes = max_megabytes
        self._database = database
        self._library = library
        self._recorder = recorder
        self._folder = folder
        self._store = store
        self._max_seconds = max_seconds
        self._counts: Counter[str] = Counter()
        self._decoders = asyncio.Semaphore(_MAX_DECODED_AT_ONCE)

    @asynccontextmanager
    async def receiving(self, caller: Caller) -> AsyncIterator["Receipt"]:
        """Receive a file. It is deleted at the end, unless it is kept.

        Raises:
            QueueFull: Too many are coming in already, of all callers or of this one.
            StorageError: The disk refuses.
        """
        with self._place(caller.account):
            incoming = await asyncio.to_thread(
                IncomingFile, self._folder, self.max_megabytes, self._store
            )
            try:
                yield Receipt(incoming)
            finally:
                await asyncio.to_thread(incoming.discard)

    @contextmanager
    def _place(self, account: str) -> Iterator[None]:
        """Hold one of the places for files that are coming in."""
        if self._counts.total() >= _MAX_AT_ONCE:
            raise _full(f"{_MAX_AT_ONCE} files")
        if self._counts[account] >= _MAX_AT_ONCE_PER_CALLER:
            raise _full(f"{_MAX_AT_ONCE_PER_CALLER} of your files")
        self._counts[account] += 1
        try:
            yield
        finally:
            self._counts[account] -= 1
            if not self._counts[account]:
                del self._counts[account]

    async def keep(
        self,
        receipt: "Receipt",
        new: NewUpload,
        caller: Caller,
        client_left: Callable[[], Awaitable[None]],
    ) -> Row:
        """Check a file that was received whole, and add it to the library.

        Args:
            receipt: The file.
            new: The fields that came with it.
            caller: The caller.
            client_left: Returns when the client is gone. Then the check ends, if it still runs.

        Raises:
            UploadBroken: The client is gone.
            UploadRefused: It is no sound that can be kept.
            InvalidRequest: There is no such category or tag.
            StorageError: The disk refuses.
        """
        await receipt.flush()
        found = await _unless(client_left, self._check(receipt))
        name = _name(new, found)
        path = await asyncio.to_thread(receipt.incoming.publish, name, found.audio_format)
        try:
            return await self._database.write(
                lambda session: self._insert(
                    session, _row(new, name, path, found), new, caller, receipt.started_at
                )
            )
        except BaseException:
            await asyncio.to_thread(self._library.delete, path)
            raise

    async def _check(self, receipt: "Receipt") -> Inspection:
        async with self._decoders:
            decoder = Decoder(self._max_seconds)
            check = asyncio.ensure_future(asyncio.to_thread(receipt.incoming.check, decoder))
            try:
                return await asyncio.shield(check)
            except asyncio.CancelledError:
                decoder.stop()
                # The file is in use until the thread has ended.
                with suppress(BackendError):
                    await check
                raise

    def _insert(
        self, session: Session, row: Row, new: NewUpload, caller: Caller, started_at: float
    ) -> Row:
        check_category(session, new.category_id)
        row.tags = find_tags(session, new.tag_ids)
        row.created_by = caller.name
        session.add(row)
        session.flush()
        session.refresh(row)
        self._recorder.record(session, caller, UsageAction.UPLOAD, row, started_at=started_at)
        return row


class Receipt:
    """A file that is being received, whose bytes are gathered into few writes.

    Args:
        incoming: The file that they are written to.
    """

    def __init__(self, incoming: IncomingFile) -> None:
        self.incoming = incoming
        self.started_at = time.monotonic()
        self._waiting = bytearray()

    async def write(self, content: bytes) -> None:
        """Append the next bytes.

        Raises:
            UploadTooLarge: They are too many.
            StorageError: The disk refuses.
        """
        self._waiting += content
        if len(self._waiting) >= _WRITE_BYTES:
            await self.flush()

    async def flush(self) -> None:
        """Write the bytes that wait, and raise as `write` does."""
        content, self._waiting = bytes(self._waiting), bytearray()
        await asyncio.to_thread(self.incoming.write, content)


async def _unless(
    client_left: Callable[[], Awaitable[None]], checking: Coroutine[Any, Any, Inspection]
) -> Inspection:
    """Return the result of a check, which is cancelled if the client leaves before."""
    check = asyncio.ensure_future(checking)
    leaving = asyncio.ensure_future(client_left())
    try:
        await asyncio.wait((check, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not check.done():
            raise UploadBroken
        return await check
    finally:
        for task in (check, leaving):
            task.cancel()
        await asyncio.gather(check, leaving, return_exceptions=True)


def _full(what: str) -> QueueFull:
    return QueueFull(
        f"{what} are being uploaded already; try again in {_RETRY_SECONDS:.0f} s", _RETRY_SECONDS
    )


def _name(new: NewUpload, found: Inspection) -> str:
    # A browser may send a whole path, of either kind.
    stem = PurePath(new.file_name.replace("\\", "/")).stem
    texts = (new.name, found.tags.title, stem, "upload")
    return next(name for text in texts if (name := _one_line(text)))


def _one_line(text: str) -> str:
    kept = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(kept.split())[:200]


def _row(new: NewUpload, name: str, path: str, found: Inspection) -> Row:
    recipe = found.tags.recipe
    return Row(
        **measured(found),
        name=name,
        prompt=new.prompt or (recipe.prompt if recipe is not None else ""),
        description=new.description,
        category_id=new.category_id,
        notes=list(found.notes),
        origin=SoundOrigin.UPLOADED,
        generation_status=SoundStatus.COMPLETED,
        generation_progress=100.0,
        relative_path=path,
    )
