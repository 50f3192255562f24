"""Asks the backend for a sound and watches it being made."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from backend.settings import Settings

_API = "/api/v1/environment-sounds"
_TIMEOUT = httpx.Timeout(10.0, read=60.0)  # the events have a heartbeat well within that
_RECONNECTIONS = 5


class GenerationError(Exception):
    """The sound could not be made; the message says why."""


@dataclass(frozen=True, slots=True)
class SoundOptions:
    """What to ask for; None leaves it to the server."""

    prompt: str
    duration: float | None
    seed: int | None
    name: str | None
    engine: str | None
    loop: bool

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
        }
        return {name: value for name, value in fields.items() if value is not None}


def generate_sound(settings: Settings, options: SoundOptions, console: Console) -> None:
    """Makes one sound and prints where it is.

    Raises:
        GenerationError: The backend cannot be reached, or refuses, or the sound failed.
    """
    url = f"http://{settings.backend_host}:{settings.backend_port}"
    try:
        with httpx.Client(base_url=url, timeout=_TIMEOUT) as client:
            accepted = _json(client.post(f"{_API}/generate", json=options.body))
            for note in accepted["notes"]:
                console.print(note)
            sound = _watch(client, accepted["sound_id"], console)
    except httpx.HTTPError as error:
        raise GenerationError(
            f"the backend at {url} does not answer ({error}); start it with `make run`"
        ) from error
    if sound["generation_status"] != "completed":
        raise GenerationError(f"{sound['generation_status']}: {sound['error_message']}")
    _print_sound(settings, url, sound, console)


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
    raise GenerationError("the connection to the backend was lost; the sound is still being made")


def _states(client: httpx.Client, sound_id: int) -> Iterator[dict[str, Any]]:
    """The sound at each of its changes, over as many connections as it takes."""
    for _ in range(_RECONNECTIONS):
        try:
            with client.stream("GET", f"{_API}/{sound_id}/events") as response:
                for line in response.iter_lines():
                    if line.startswith("data:"):
                        yield json.loads(line.removeprefix("data:"))
        except httpx.TransportError:
            continue


def _json(response: httpx.Response) -> Any:
    if response.is_success:
        return response.json()
    try:
        problem = response.json()
        raise GenerationError(f"{problem['reason']}: {problem['detail']}")
    except (ValueError, KeyError):
        raise GenerationError(f"the backend answered {response.status_code}") from None


def _print_sound(settings: Settings, url: str, sound: dict[str, Any], console: Console) -> None:
    rows = {
        "file": settings.sounds_dir / sound["file_path"],
        "url": f"{url}{sound['file_url']}",
        "duration": f"{sound['duration']:.3f} s",
        "engine": f"{sound['generation_model']} ({sound['model_revision']})",
        "seed": sound["seed"],
    }
    for name, value in rows.items():
        console.print(f"{name:<9} {value}", markup=False)
    for note in sound["notes"]:
        console.print(f"{'note':<9} {note}", markup=False)
