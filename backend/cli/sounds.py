"""Commands that look at the library and look after it, over the backend's API."""

import hashlib
import json
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table
from rich.text import Text

from backend.cli.calls import API, CommandError, calling, checked, get
from backend.settings import Settings

_RESCAN_TIMEOUT = httpx.Timeout(10.0, read=3600.0)


def print_list(
    settings: Settings, query: dict[str, Any], console: Console, *, is_json: bool
) -> None:
    """One page of the library.

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
            sound["created_at"][:16].replace("T", " "),
        )
    console.print(table)
    console.print(f"page {page['page']} of {max(page['pages'], 1)}, {page['total']} sounds")


def print_sound(settings: Settings, sound_id: int, console: Console, *, is_json: bool) -> None:
    """All about one sound.

    Raises:
        NotThere: There is none of that id.
    """
    sound = get(settings, f"{API}/{sound_id}")
    if is_json:
        print_json(sound, console)
        return
    for name, value in sound.items():
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
    """Fetches a sound's file, checks it and gives it its name when it is whole.

    Args:
        settings: Where the backend is.
        sound_id: Of the sound.
        target: A file, or a folder; default: the working directory, under the sound's name.
        console: What is printed goes there.
        is_forced: Whether a file that is there is replaced.
        is_json: Whether the result is printed as JSON.

    Raises:
        NotThere: There is no such sound, or its file is gone.
        CommandError: The file is there already, or came in damaged.
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
    """What each engine can do.

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
    """Brings sounds and files together again.

    Raises:
        CommandError: The backend refuses.
    """
    with calling(settings) as client:
        response = client.post(f"{API}/rescan", timeout=_RESCAN_TIMEOUT)
        reply = checked(response).json()
    if is_json:
        print_json(reply["data"], console)
        return
    for kind, sign in (("added", "+"), ("returned", "+"), ("missing", "-"), ("skipped", "?")):
        for item in reply["data"][kind]:
            reason = item.get("reason") or f"{kind}, sound {item['sound_id']}"
            console.print(f"{sign} {item['file_path']}: {reason}", markup=False)
    console.print(reply["message"])


def print_json(value: Any, console: Console) -> None:
    """For scripts: one JSON document on standard output, without colours."""
    console.out(json.dumps(value, ensure_ascii=False, indent=2), highlight=False)


def make_table(*columns: str) -> Table:
    """An empty table without a frame."""
    table = Table(box=None, pad_edge=False)
    for column in columns:
        # A name that is broken over lines cannot be found again, by eye or by grep.
        table.add_column(column, overflow="fold", no_wrap=column == "name")
    return table


def _target(target: Path | None, sound: dict[str, Any]) -> Path:
    if target is not None and not target.is_dir():
        return target
    stem = "".join("_" if c in '/\\\0"' else c for c in sound["name"]).lstrip(".")
    suffix = Path(sound["file_path"] or "").suffix
    # Names are long in Chinese: 3 bytes a character of the 255 that a file's name may take.
    return (target or Path()) / f"{stem[:80] or sound['id']}{suffix}"


def _save(response: httpx.Response, path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("wb") as stream:
        for block in response.iter_bytes():
            stream.write(block)
            digest.update(block)
    return digest.hexdigest()
