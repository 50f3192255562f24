"""The output of how an engine reads a prompt, alone or before a generation."""

from typing import Any

import httpx
from rich.console import Console
from rich.text import Text

from backend.cli.calls import API, calling, checked
from backend.cli.sounds import make_table, print_json
from backend.settings import Settings


def print_reading(
    settings: Settings, wanted: dict[str, Any], console: Console, *, is_json: bool
) -> None:
    """Print the sounds that an engine would generate, and the words that it ignores.

    Args:
        settings: The settings with the backend's address.
        wanted: The fields of the request. None is left out.
        console: The console for the output.
        is_json: True to print the reading as JSON.

    Raises:
        CommandError: The backend, or the sidecar behind it, refuses or cannot be reached.
    """
    with calling(settings) as client:
        reading = checked(_asked(client, wanted)).json()
    if is_json:
        print_json(reading, console)
        return
    if reading["reader"] == "engine":
        console.print(f"The {reading['engine']} engine takes any text as it is.", markup=False)
    if reading["layers"]:
        table = make_table("sound", "in Chinese", "how", "from s", "until s")
        for layer in reading["layers"]:
            span = (f"{layer['start']:g}", f"{layer['end']:g}")
            name, chinese_name = Text(layer["kind"]), Text(layer["chinese_name"])
            table.add_row(name, chinese_name, Text(_manner(layer)), *span)
        console.print(table)
    for line in (*_rest(reading), *reading["notes"]):
        console.print(line, markup=False)


def print_expected(client: httpx.Client, wanted: dict[str, Any], console: Console) -> None:
    """Print one line on the sounds that will be generated.

    Print nothing for an engine that accepts any text, or after an error. The generation itself
    reports errors of the request.
    """
    response = _asked(client, wanted)
    reading = response.json() if response.is_success else {}
    if not reading.get("layers"):
        return
    heard = ", ".join(layer["description"] for layer in reading["layers"])
    lines = [f"heard: {heard}", *_rest(reading)]
    if reading["reader"] == "language_model":
        lines.append("read by the language model")
    console.print("; ".join(lines), markup=False)


def _asked(client: httpx.Client, wanted: dict[str, Any]) -> httpx.Response:
    body = {name: value for name, value in wanted.items() if value is not None}
    return client.post(f"{API}/read-prompt", json=body)


def _manner(layer: dict[str, Any]) -> str:
    """Return the properties of a layer that differ from the usual."""
    count, every_seconds = layer["count"], layer["every_seconds"]
    courses = {"rising": "growing louder", "falling": "fading away"}
    words = (
        layer["intensity"],
        layer["distance"],
        layer["pace"],
        layer["place"],
        (layer["motion"] or "").replace("_", " "),
        None if count is None else "once" if count == 1 else f"{count} times",
        None if every_seconds is None else f"every {every_seconds:g} s",
        courses.get(layer["swell"]),
        "suddenly" if layer["sudden"] else None,
    )
    return ", ".join(word for word in words if word)


def _rest(reading: dict[str, Any]) -> list[str]:
    """Return the ignored words and the suggestions."""
    parts = {
        "left out": reading["left_out"],
        "not understood": reading["not_understood"],
        "did you mean": [sound["name"] for sound in reading["suggestions"]],
    }
    return [f"{label}: {', '.join(names)}" for label, names in parts.items() if names]
