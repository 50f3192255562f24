"""Adding a person's own file to the library."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath

from sqlalchemy.orm import Session

from backend.access.api_keys import Caller
from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.db.models import SoundOrigin, SoundStatus, UsageAction
from backend.errors import QueueFull
from backend.files import Library, SoundStore
from backend.files.description import measured
from backend.files.incoming import IncomingFile
from backend.files.inspection import Inspection
from backend.files.tags import FileTags
from backend.sounds.recording import Recorder
from backend.sounds.rows import check_category, find_tags

_MAX_AT_ONCE = 8
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
        self._count = 0
        self._decoders = asyncio.Semaphore(_MAX_DECODED_AT_ONCE)

    @asynccontextmanager
    async def receiving(self) -> AsyncIterator["Receipt"]:
        """Receive a file. It is deleted at the end, unless it is kept.

        Raises:
            QueueFull: Too many are coming in already.
            StorageError: The disk refuses.
        """
        if self._count >= _MAX_AT_ONCE:
            raise QueueFull(
                f"{_MAX_AT_ONCE} files are being uploaded already; "
                f"try again in {_RETRY_SECONDS:.0f} s",
                _RETRY_SECONDS,
            )
        self._count += 1
        try:
            incoming = await asyncio.to_thread(
                IncomingFile, self._folder, self.max_megabytes, self._store
            )
            try:
                yield Receipt(incoming)
            finally:
                await asyncio.to_thread(incoming.discard)
        finally:
            self._count -= 1

    async def keep(self, receipt: "Receipt", new: NewUpload, caller: Caller) -> Row:
        """Check a file that was received whole, and add it to the library.

        Raises:
            UploadRefused: It is no sound that can be kept.
            InvalidRequest: There is no such category or tag.
            StorageError: The disk refuses.
        """
        await receipt.flush()
        async with self._decoders:
            found, tags = await asyncio.to_thread(receipt.incoming.check, self._max_seconds)
        name = _name(new, tags)
        path = await asyncio.to_thread(receipt.incoming.publish, name, found.audio_format)
        try:
            return await self._database.write(
                lambda session: self._insert(
                    session, _row(new, name, path, found, tags), new, caller, receipt.started_at
                )
            )
        except BaseException:
            await asyncio.to_thread(self._library.delete, path)
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


def _name(new: NewUpload, tags: FileTags) -> str:
    # A browser may send a whole path, of either kind.
    stem = PurePath(new.file_name.replace("\\", "/")).stem
    texts = (new.name, tags.title, stem, "upload")
    return next(name for text in texts if (name := _one_line(text)))


def _one_line(text: str) -> str:
    kept = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(kept.split())[:200]


def _row(new: NewUpload, name: str, path: str, found: Inspection, tags: FileTags) -> Row:
    recipe = tags.recipe
    return Row(
        **measured(found),
        name=name,
        prompt=new.prompt or (recipe.prompt[:1000] if recipe is not None else ""),
        description=new.description,
        category_id=new.category_id,
        origin=SoundOrigin.UPLOADED,
        generation_status=SoundStatus.COMPLETED,
        generation_progress=100.0,
        relative_path=path,
    )
