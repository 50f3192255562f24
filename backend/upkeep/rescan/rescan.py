"""The steps of a rescan in their order."""

import asyncio
import logging
import time
from collections import defaultdict
from functools import partial

from backend.db.database import Database
from backend.errors import RescanRunning, StorageError
from backend.files import Library
from backend.files.metadata import Metadata
from backend.files.sound_entry import SoundEntry
from backend.files.sound_paths import METADATA_NAME, folder_and_name, printable
from backend.files.walking import Listing
from backend.telemetry.operation_log import OperationLog
from backend.upkeep.metadata_marks import mark_files
from backend.upkeep.metadata_sync import MetadataSync
from backend.upkeep.rescan.adopting import Adopter, link_to_parents
from backend.upkeep.rescan.checked_files import CheckedFiles
from backend.upkeep.rescan.known_rows import files_of_rows, taken_paths, unfinished_sounds
from backend.upkeep.rescan.marking import Marker
from backend.upkeep.rescan.moving import Mover
from backend.upkeep.rescan.renewing import Renewer
from backend.upkeep.rescan.report import Added, RescanReport, Skipped

_log = logging.getLogger(__name__)


class Rescan:
    """The rescan of all files and all rows, one at a time.

    Args:
        database: The database of the rows.
        library: The files of the sounds.
        metadata: The `metadata.json` of each folder.
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
        self._mover = Mover(database, library)
        self._renewer = Renewer(database, library, CheckedFiles(library.rescan_record))
        self._adopter = Adopter(database, library, youngest_seconds)
        self._marker = Marker(database, library)
        self._running = asyncio.Lock()

    async def run(self, client_address: str) -> RescanReport:
        """Rescan the library, in the time that it takes to read the new files.

        Args:
            client_address: The address of the client who asks for it.

        Raises:
            RescanRunning: Another one is under way in this process.
            StorageError: The sounds folder cannot be read.
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
            _log_findings(report)
            return report

    async def _run(self) -> RescanReport:
        report = RescanReport()
        listing = await asyncio.to_thread(self._library.walk)
        # After the walk: a sound that was finished meanwhile has a row by now.
        rows = await files_of_rows(self._database)
        taken = taken_paths(rows)
        report.file_count = len(listing.files)
        strangers = [path for path in listing.files if path not in taken]
        strangers = await self._mover.match(strangers, listing, rows, report)
        await self._renewer.renew(rows, listing, report)
        await self._adopt(strangers, listing, taken, report)
        rows = await files_of_rows(self._database)
        await self._marker.mark([row for row in rows if row.deleted_at is None], report)
        await self._write_metadata(report)
        report.ignored += listing.ignored
        return report

    async def _adopt(
        self, paths: list[str], listing: Listing, taken: set[str], report: RescanReport
    ) -> None:
        unfinished = await unfinished_sounds(self._database)
        by_folder: dict[str, list[str]] = defaultdict(list)
        for path in paths:
            by_folder[folder_and_name(path)[0]].append(path)
        for folder in listing.folders:
            entries = await self._entries(folder, listing)
            for path in by_folder[folder]:
                result = await self._adopter.adopt(path, listing.files[path], entries, unfinished)
                if isinstance(result, Added):
                    report.added.append(result)
                elif isinstance(result, Skipped):
                    report.skipped.append(result)
            known = [f"{folder}/{name}" if folder else name for name in entries]
            stale = [path for path in known if path not in listing.files and path not in taken]
            if stale:
                await self._database.write(partial(mark_files, relative_paths=stale))
        new_ids = [added.sound_id for added in report.added]
        await self._database.write(lambda session: link_to_parents(session, new_ids))

    async def _entries(self, folder: str, listing: Listing) -> dict[str, SoundEntry]:
        path = f"{folder}/{METADATA_NAME}" if folder else METADATA_NAME
        try:
            known = await asyncio.to_thread(self._metadata.read, folder)
        except StorageError as error:
            listing.ignore(path, error.message)
            return {}
        entries, problems = known.entries()
        for problem in problems:
            listing.ignore(path, problem)
        return entries

    async def _write_metadata(self, report: RescanReport) -> None:
        try:
            await self._metadata_sync.flush()
        except StorageError as error:
            # The rows are right, and the mirror is tried again.
            report.skipped.append(Skipped(METADATA_NAME, error.message))
            self._metadata_sync.wake()


def _log_findings(report: RescanReport) -> None:
    findings = [(found.relative_path, found.reason) for found in report.skipped]
    findings += [(found.relative_path, found.reason) for found in report.ignored]
    for path, reason in findings:
        _log.info("rescan: %s: %s", printable(path), reason)
