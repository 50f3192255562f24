"""The commands that derive a sound from another one."""

from typing import Annotated

import typer
from rich.console import Console

from backend.cli.generate import make_from_sound
from backend.settings import Settings

_console = Console(highlight=False, soft_wrap=True)

_SoundId = Annotated[int, typer.Argument(min=1, help="The id of the source sound.")]
_Prompt = Annotated[
    str | None, typer.Option(help="The wanted sound; default: the source's prompt.")
]
_Seed = Annotated[int | None, typer.Option(help="The same seed gives the same sound.")]
_Steps = Annotated[int | None, typer.Option(help="Sampling steps; default: the engine's.")]
_Name = Annotated[str | None, typer.Option(help="The name of the new sound.")]
_Engine = Annotated[
    str | None, typer.Option(help="The engine that generates it; default: one that can.")
]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]


def vary(
    sound_id: _SoundId,
    strength: Annotated[
        float | None, typer.Option(help="The share to regenerate, above 0 to 1; default: 0.7.")
    ] = None,
    duration: Annotated[float | None, typer.Option(help="Length, s; default: the sound's.")] = None,
    prompt: _Prompt = None,
    seed: _Seed = None,
    steps: _Steps = None,
    name: _Name = None,
    engine: _Engine = None,
    is_json: _Json = False,
) -> None:
    """Generate a variation of a sound, which stays unchanged."""
    body = {
        "strength": strength,
        "duration": duration,
        "prompt": prompt,
        "seed": seed,
        "steps": steps,
        "name": name,
        "engine": engine,
    }
    make_from_sound(Settings(), sound_id, "vary", body, _console, is_json=is_json)


def extend(
    sound_id: _SoundId,
    duration: Annotated[float, typer.Option(help="Length of the whole, s.")],
    prompt: _Prompt = None,
    seed: _Seed = None,
    steps: _Steps = None,
    name: _Name = None,
    engine: _Engine = None,
    is_json: _Json = False,
) -> None:
    """Generate a longer sound that begins with this one, which stays unchanged."""
    body = {
        "duration": duration,
        "prompt": prompt,
        "seed": seed,
        "steps": steps,
        "name": name,
        "engine": engine,
    }
    make_from_sound(Settings(), sound_id, "extend", body, _console, is_json=is_json)


def repair(
    sound_id: _SoundId,
    start: Annotated[float, typer.Option(help="The start of the part to regenerate, s.")],
    end: Annotated[float, typer.Option(help="The end of the part, s.")],
    prompt: _Prompt = None,
    seed: _Seed = None,
    steps: _Steps = None,
    name: _Name = None,
    engine: _Engine = None,
    is_json: _Json = False,
) -> None:
    """Generate a sound with a part of this one replaced. This one stays unchanged."""
    body = {
        "start": start,
        "end": end,
        "prompt": prompt,
        "seed": seed,
        "steps": steps,
        "name": name,
        "engine": engine,
    }
    make_from_sound(Settings(), sound_id, "repair", body, _console, is_json=is_json)
