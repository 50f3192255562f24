"""The commands for backups, which need no running backend."""

from pathlib import Path

import httpx
from rich.console import Console

from backend.cli.calls import CommandError, url_of
from backend.cli.sounds import print_json
from backend.files import open_store
from backend.settings import Settings, SettingUnusable
from backend.upkeep.backup import BackupError, Manifest, Place, back_up, restore
from backend.upkeep.database_dumps import DumpError


def make_backup(settings: Settings, target: Path, console: Console, *, is_json: bool) -> None:
    """Copy the library into a new folder, also during operation.

    Raises:
        CommandError: The library cannot be copied.
    """
    try:
        manifest = back_up(_place(settings), target)
    except (BackupError, DumpError) as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"the storage refuses: {error.strerror}") from error
    _tell(manifest, "backed up", console, is_json=is_json)


def restore_backup(
    settings: Settings, source: Path, console: Console, *, is_forced: bool, is_json: bool
) -> None:
    """Replace the library by a backup.

    Raises:
        CommandError: The backend runs, the backup is damaged, or the library has sounds.
    """
    if _answers(settings):
        raise CommandError("the backend is running; stop it first with `envsound down`")
    try:
        manifest = restore(source, _place(settings), is_forced=is_forced)
    except (BackupError, DumpError) as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"the storage refuses: {error.strerror}") from error
    _tell(manifest, "restored", console, is_json=is_json)


def _place(settings: Settings) -> Place:
    try:
        return Place(settings.database, settings.sounds_dir, open_store(settings))
    except SettingUnusable as error:
        raise CommandError(f"the settings are wrong: {error}") from error


def _answers(settings: Settings) -> bool:
    try:
        return httpx.get(f"{url_of(settings)}/health", timeout=5).is_success
    except httpx.HTTPError:
        return False


def _tell(manifest: Manifest, what: str, console: Console, *, is_json: bool) -> None:
    if is_json:
        summary = manifest.model_dump(mode="json", exclude={"files"})
        counts = {"file_count": len(manifest.files), "size_bytes": manifest.size_bytes}
        print_json(summary | counts, console)
        return
    megabytes = manifest.size_bytes / 1e6
    console.print(f"{what}: {len(manifest.files)} files, {megabytes:.1f} MB, checksums verified")
