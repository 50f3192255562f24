"""Changes of the settings that a sound is made with.

A row with a file keeps those of the file, and holds the new ones until it is generated again.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from backend.db.models import EnvironmentSound as Row
from backend.db.models import SoundOrigin
from backend.sidecar.engine_types import EngineList
from backend.sounds.queued_rows import SETTINGS

_SAMPLING = ("steps", "cfg_scale")
"""Settings that some engines have none of."""


def touches_sampling(change: Mapping[str, Any]) -> bool:
    """Return True if the engines have to be known to judge a change."""
    return any(name in change for name in _SAMPLING)


def apply_settings(row: Row, change: Mapping[str, Any], engines: EngineList | None) -> list[str]:
    """Change the settings of a row, and return a sentence for each part of the change that waits.

    Pages write back whole forms, so what is as it was, and what the sound's engine has no use for,
    changes nothing and needs no sentence.

    Args:
        row: The sound.
        change: New values by column name. Those of other columns are left alone.
        engines: The engines; None while they are unknown.
    """
    unused = _unused(row, engines)
    settings = {
        name: value
        for name, value in change.items()
        if name in SETTINGS and name not in unused and value != _next_setting(row, name)
    }
    if not settings:
        return []
    if row.origin is not SoundOrigin.GENERATED:
        return _apply_to_found(row, settings)
    if not row.generation_status.is_final:
        return [f"The sound is being made; {_named(settings)} stay as they are."]
    if row.relative_path is None:
        _set(row, settings)
        return []
    return _keep_for_later(row, settings)


def _keep_for_later(row: Row, settings: Mapping[str, Any]) -> list[str]:
    waiting = {**(row.next_settings or {}), **settings}
    differing = {name: value for name, value in waiting.items() if value != getattr(row, name)}
    row.next_settings = differing or None
    changed = settings.keys() & differing.keys()
    if not changed:
        return []
    later = f"{_named(changed)} will be used when it is generated again"
    return [f"The file stays as it was made; {later}."]


def _apply_to_found(row: Row, settings: Mapping[str, Any]) -> list[str]:
    """Change the words on a file that is never generated again."""
    _set(row, {name: value for name, value in settings.items() if name == "prompt"})
    if "duration_seconds" not in settings:
        return []
    return ["The file was not generated here; its duration stays as it is."]


def _set(row: Row, settings: Mapping[str, Any]) -> None:
    for name, value in settings.items():
        setattr(row, name, value)


def _unused(row: Row, engines: EngineList | None) -> set[str]:
    """Return the settings that the engine of a row has none of, as far as is known."""
    engine = engines.find(row.engine_requested) if engines is not None else None
    if engine is not None:
        return {name for name in _SAMPLING if getattr(engine, name) is None}
    if row.relative_path is None:
        return set()
    return {name for name in _SAMPLING if getattr(row, name) is None}


def _next_setting(row: Row, name: str) -> Any:
    return (row.next_settings or {}).get(name, getattr(row, name))


def _named(names: Iterable[str]) -> str:
    return ", ".join(sorted(name.removesuffix("_seconds") for name in names))
