"""The commands that generate a sound and show its progress."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from backend.cli.calls import API, CommandError, calling, checked, url_of
from backend.cli.reading import print_expected
from backend.cli.sounds import print_json
from backend.settings import Settings

_RECONNECT_SECONDS = 30.0
_PAUSE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class SoundOptions:
    """The options of a sound. None leaves the choice to the server."""

    prompt: str
    duration: float | None
    seed: int | None
    name: str | None
    engine: str | None
    loop: bool
    negative_prompt: str | None = None

    @property
    def body(self) -> dict[str, Any]:
        """The JSON of the request."""
        fields = {
            "prompt": self.prompt,
            "duration": self.duration,
            "seed": self.seed,
            "name": self.name,
            "engine": self.engine,
            "loop": self.loop,
            "negative_prompt": self.negative_prompt,
        }
        return {name: value for name, value in fields.items() if value is not None}

    @property
    def reading(self) -> dict[str, Any]:
        """The JSON of the request for the reading of the prompt, with None for unset fields."""
        names = ("prompt", "engine", "negative_prompt", "duration")
        return {name: getattr(self, name) for name in names}


def generate_sound(
    settings: Settings, options: SoundOptions, console: Console, *, is_json: bool
) -> None:
    """Generate one sound and print its address, or all its fields as JSON.

    Raises:
        CommandError: The backend cannot be reached, or refuses, or the sound failed.
    """
    with calling(settings) as client:
        if not is_json:
            print_expected(client, options.reading, console)
        _make(settings, client, f"{API}/generate", options.body, console, is_json=is_json)


def make_from_sound(
    settings: Settings,
    sound_id: int,
    operation: str,
    body: dict[str, Any],
    console: Console,
    *,
    is_json: bool,
) -> None:
    """Derive a sound and print its address, or all its fields as JSON.

    Args:
        settings: The settings with the backend's address.
        sound_id: The id of the source sound.
        operation: `vary`, `extend` or `repair`.
        body: The fields of the request. None is left out.
        console: The console for the output.
        is_json: True to print the result as JSON.

    Raises:
        CommandError: The backend cannot be reached, or refuses, or the sound failed.
    """
    wanted = {name: value for name, value in body.items() if value is not None}
    with calling(settings) as client:
        path = f"{API}/{sound_id}/{operation}"
        _make(settings, client, path, wanted, console, is_json=is_json)


def _make(
    settings: Settings,
    client: httpx.Client,
    path: str,
    body: dict[str, Any],
    console: Console,
    *,
    is_json: bool,
) -> None:
    # Scripts read the result from stdout, so progress must not appear there.
    shown = Console(stderr=True, quiet=True) if is_json else console
    accepted = checked(client.post(path, json=body)).json()
    sound = _watch(client, accepted["sound_id"], shown)
    if sound["generation_status"] != "completed":
        raise CommandError(f"{sound['generation_status']}: {sound['error_message']}")
    if is_json:
        print_json(sound, console)
    else:
        _print_sound(settings, url_of(settings), sound, console)


def _watch(client: httpx.Client, sound_id: int, console: Console) -> dict[str, Any]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
    )
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task("waiting", total=100)
        for sound in _states(client, sound_id):
            status = sound["generation_status"]
            detail = sound.get("progress") or {}
            progress.update(
                task,
                description=detail.get("stage") or status,
                completed=sound["generation_progress"],
            )
            if status in ("completed", "failed", "cancelled"):
                return sound
    raise CommandError("the connection to the backend was lost; the sound is still being made")


def _states(client: httpx.Client, sound_id: int) -> Iterator[dict[str, Any]]:
    """Yield the sound at each of its changes, also across a restart of the backend."""
    deadline = time.monotonic() + _RECONNECT_SECONDS
    while time.monotonic() < deadline:
        try:
            with client.stream("GET", f"{API}/{sound_id}/events") as response:
                if response.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                    checked(response)
                for line in response.iter_lines():
                    if line.startswith("data:"):
                        yield json.loads(line.removeprefix("data:"))
                        deadline = time.monotonic() + _RECONNECT_SECONDS
        except httpx.TransportError:
            pass  # the next try may reach it
        time.sleep(_PAUSE_SECONDS)


def _print_sound(settings: Settings, url: str, sound: dict[str, Any], console: Console) -> None:
    rows = {
        "file": settings.sound_address(sound["file_path"]),
        "url": f"{url}{sound['file_url']}",
        "duration": f"{sound['duration']:.3f} s",
        "engine": f"{sound['generation_model']} ({sound['model_revision']})",
        "seed": sound["seed"],
        "licence": (sound["license"] or {}).get("name", "not known"),
    }
    for name, value in rows.items():
        console.print(f"{name:<9} {value}", markup=False)
    for note in sound["notes"]:
        console.print(f"{'note':<9} {note}", markup=False)
