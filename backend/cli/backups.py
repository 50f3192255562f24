"""The commands for backups, which need no running backend."""

from pathlib import Path

import httpx
from rich.console import Console

from backend.cli.calls import CommandError, url_of
from backend.cli.sounds import print_json
from backend.files import open_store
from backend.files.atomic import keep_others_out
from backend.settings import Settings, SettingUnusable
from backend.upkeep.backup import Backup, Place, back_up
from backend.upkeep.backup_manifest import BackupError
from backend.upkeep.database_dumps import DumpError
from backend.upkeep.restoring import Restored, restore

_warnings = Console(stderr=True)


class NotWhole(CommandError):
    """A backup or a restored library that lacks files, which were named."""

    exit_code = 5


def make_backup(settings: Settings, target: Path, console: Console, *, is_json: bool) -> None:
    """Copy the library into a new folder, also during operation.

    Raises:
        CommandError: The library cannot be copied.
        NotWhole: It is copied but for some files.
    """
    try:
        backup = back_up(_place(settings), target)
    except (BackupError, DumpError) as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"the storage refuses: {error.strerror}") from error
    _tell(backup, "backed up", console, is_json=is_json)


def restore_backup(
    settings: Settings, source: Path, console: Console, *, is_forced: bool, is_json: bool
) -> None:
    """Replace the library by a backup.

    Raises:
        CommandError: The backend runs, the backup is damaged, or the library has sounds.
        NotWhole: It is restored but for some files.
    """
    if _answers(settings):
        raise CommandError("the backend is running; stop it first with `envsound down`")
    try:
        restored = restore(source, _place(settings), is_forced=is_forced)
    except (BackupError, DumpError) as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"the storage refuses: {error.strerror}") from error
    _tell(restored, "restored", console, is_json=is_json)


def _place(settings: Settings) -> Place:
    keep_others_out()
    try:
        return Place(settings.database, settings.sounds_dir, open_store(settings))
    except SettingUnusable as error:
        raise CommandError(f"the settings are wrong: {error}") from error


def _answers(settings: Settings) -> bool:
    try:
        reply = httpx.get(f"{url_of(settings)}/health", timeout=5, trust_env=False)
        # 503: it runs, and needs a restart.
        return reply.is_success or reply.status_code == httpx.codes.SERVICE_UNAVAILABLE
    except httpx.HTTPError:
        return False


def _tell(done: Backup | Restored, what: str, console: Console, *, is_json: bool) -> None:
    manifest, left_out = done.manifest, done.left_out
    if is_json:
        summary = manifest.model_dump(mode="json", exclude={"files"})
        counts = {"file_count": len(manifest.files), "size_bytes": manifest.size_bytes}
        named = {"left_out": [{"path": e.relative_path, "reason": e.reason} for e in left_out]}
        print_json(summary | counts | named, console)
    else:
        megabytes = manifest.size_bytes / 1e6
        count = len(manifest.files)
        console.print(f"{what}: {count} files, {megabytes:.1f} MB, checksums verified")
    for each in left_out:
        _warnings.print(f"left out: {each.relative_path}: {each.reason}", markup=False)
    if left_out:
        raise NotWhole(f"{what}, without the files that are named ({len(left_out)})")
