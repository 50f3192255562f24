"""The commands for the library, over the backend's API."""

import hashlib
import json
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table
from rich.text import Text

from backend.cli.calls import API, CommandError, calling, checked, get
from backend.cli.times import local_minute, local_times
from backend.settings import Settings

_RESCAN_SIGNS = {
    "added": "+",
    "returned": "+",
    "moved": ">",
    "renewed": "*",
    "missing": "-",
    "skipped": "?",
    "ignored": "?",
}
"""The kinds of findings of a rescan, with the sign before each line."""
_RESCAN_TIMEOUT = httpx.Timeout(10.0, read=3600.0)


def print_list(
    settings: Settings, query: dict[str, Any], console: Console, *, is_json: bool
) -> None:
    """Print one page of the library.

    Raises:
        CommandError: The backend refuses.
    """
    page = get(settings, f"{API}/", **query)["data"]
    if is_json:
        print_json(page, console)
        return
    table = make_table("id", "name", "status", "s", "engine", "made")
    for sound in page["sounds"]:
        seconds = sound["duration"]
        table.add_row(
            str(sound["id"]),
            Text(sound["name"]),
            sound["generation_status"],
            "" if seconds is None else f"{seconds:.1f}",
            Text(sound["engine"] or sound["origin"]),
            local_minute(sound["created_at"]),
        )
    console.print(table)
    console.print(f"page {page['page']} of {max(page['pages'], 1)}, {page['total']} sounds")


def print_sound(settings: Settings, sound_id: int, console: Console, *, is_json: bool) -> None:
    """Print all fields of one sound.

    Raises:
        NotThere: The id does not exist.
    """
    sound = get(settings, f"{API}/{sound_id}")
    if is_json:
        print_json(sound, console)
        return
    for name, value in local_times(sound).items():
        if value in (None, "", []):
            continue
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        console.print(f"{name:<20} {text}", markup=False)


def download(
    settings: Settings,
    sound_id: int,
    target: Path | None,
    console: Console,
    *,
    is_forced: bool,
    is_json: bool,
) -> None:
    """Download a sound's file, verify it and rename it when it is complete.

    Args:
        settings: The settings with the backend's address.
        sound_id: The id of the sound.
        target: A file or a folder. Default: the sound's name in the working directory.
        console: The console for the output.
        is_forced: True to replace an existing file.
        is_json: True to print the result as JSON.

    Raises:
        NotThere: The sound does not exist, or its file is gone.
        CommandError: The file exists already, or the download is damaged.
    """
    with calling(settings) as client:
        sound = checked(client.get(f"{API}/{sound_id}")).json()
        path = _target(target, sound)
        if path.exists() and not is_forced:
            raise CommandError(f"{path} is there already; --force replaces it")
        partial = path.with_name(f".{path.name[:100]}.partial")
        try:
            with client.stream("GET", f"{API}/{sound_id}/download") as response:
                sha256 = _save(checked(response), partial)
            if sha256 != sound["sha256"]:
                raise CommandError("the file that came in is not the sound's; try again")
            partial.replace(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}") from error
        finally:
            partial.unlink(missing_ok=True)
    result = {"sound_id": sound_id, "file": str(path), "size_bytes": path.stat().st_size}
    if is_json:
        print_json(result, console)
    else:
        console.print(str(path), markup=False)


def print_engines(settings: Settings, console: Console, *, is_json: bool) -> None:
    """Print the limits and the licence of each engine.

    Raises:
        CommandError: The backend, or the sidecar behind it, cannot be reached.
    """
    reply = get(settings, "/api/v1/engines")
    if is_json:
        print_json(reply, console)
        return
    table = make_table("name", "state", "s", "steps", "licence")
    for engine in reply["engines"]:
        seconds, steps = engine["duration_seconds"], engine["steps"]
        is_default = engine["name"] == reply["default_engine"]
        table.add_row(
            Text(engine["name"] + (" (default)" if is_default else "")),
            Text(engine["unavailable_reason"] or engine["state"]),
            f"{seconds['low']:g} - {seconds['high']:g}",
            "none" if steps is None else f"{steps['low']:g} - {steps['high']:g}",
            Text(" ".join(filter(None, [engine["license"], engine["attribution"]]))),
        )
    console.print(table)


def rescan(settings: Settings, console: Console, *, is_json: bool) -> None:
    """Run a rescan and print its report.

    Raises:
        CommandError: The backend refuses.
    """
    with calling(settings) as client:
        response = client.post(f"{API}/rescan", timeout=_RESCAN_TIMEOUT)
        reply = checked(response).json()
    if is_json:
        print_json(reply["data"], console)
        return
    for kind, sign in _RESCAN_SIGNS.items():
        for item in reply["data"][kind]:
            reason = item.get("reason") or f"{kind}, sound {item['sound_id']}"
            console.print(f"{sign} {item['file_path']}: {reason}", markup=False)
    console.print(reply["message"])


def print_json(value: Any, console: Console) -> None:
    """Print one JSON document for scripts, without colours."""
    console.out(json.dumps(value, ensure_ascii=False, indent=2), highlight=False)


def make_table(*columns: str) -> Table:
    """Return an empty table without a frame."""
    table = Table(box=None, pad_edge=False)
    for column in columns:
        # A name that is wrapped over lines cannot be found with grep.
        table.add_column(column, overflow="fold", no_wrap=column == "name")
    return table


def _target(target: Path | None, sound: dict[str, Any]) -> Path:
    if target is not None and not target.is_dir():
        return target
    stem = "".join("_" if c in '/\\\0"' else c for c in sound["name"]).lstrip(".")
    suffix = Path(sound["file_path"] or "").suffix
    # A Chinese character takes 3 of the 255 bytes of a file name.
    return (target or Path()) / f"{stem[:80] or sound['id']}{suffix}"


def _save(response: httpx.Response, path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("wb") as stream:
        for block in response.iter_bytes():
            stream.write(block)
            digest.update(block)
    return digest.hexdigest()
