"""The commands, calls, metrics and settings that the documentation names: each one exists."""

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

from backend.app import create_app
from backend.cli import app as command_line
from backend.cli.backups import NotWhole
from backend.cli.calls import CommandError
from backend.settings import Settings as BackendSettings
from envsound_server.settings import Settings as SidecarSettings

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md")]
API = "/api/v1/environment-sounds"
METHODS = ("GET", "POST", "PUT", "DELETE")
COMMAND = re.compile(
    r"^(?:    |\$ |)(?:\.venv/bin/)?(envsound (?:[a-z][a-z-]*)(?: .*)?)$", re.MULTILINE
)
METRIC = re.compile(r"\benvsound_(?:backend|sidecar)_[a-z_]+")
SETTING = re.compile(r"`([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)(?:=[^`]*)?`")
NOT_COMMANDS = ("generates", "is")


def page_id(page: Path) -> str:
    return page.name


@cache
def sources() -> str:
    """Return the text of everything that reads or sets environment variables."""
    folders = ("backend", "envsound_server", "tests", "bench", "docker")
    paths = [ROOT / "Makefile", ROOT / "docker-compose.yml", ROOT / ".env.example"]
    paths += [path for folder in folders for path in (ROOT / folder).rglob("*")]
    kinds = ("", ".py", ".yml", ".example", ".env")
    return "\n".join(p.read_text() for p in paths if p.is_file() and p.suffix in kinds)


def wrong_commands(text: str) -> Iterator[str]:
    """Yield each command whose name or option does not exist."""
    group: Any = typer.main.get_command(command_line)
    for line in COMMAND.findall(text):
        if line.split()[1] in NOT_COMMANDS:
            continue
        words = shlex.split(line, comments=True)
        command = group.commands.get(words[1])
        if hasattr(command, "commands") and len(words) > 2:
            command = command.commands.get(words[2])
        if command is None:
            yield line
            continue
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        yield from (
            f"{line}: {word}" for word in words if word.startswith("--") and word not in known
        )


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_commands(page: Path) -> None:
    assert list(wrong_commands(page.read_text())) == []


@pytest.mark.parametrize("page", [*PAGES, *(ROOT / "docker" / "monitoring").iterdir()], ids=page_id)
def test_metrics(page: Path) -> None:
    for name in set(METRIC.findall(page.read_text())):
        base = re.sub(r"_(bucket|count|sum|total)$", "", name)
        short = re.sub(r"^envsound_(backend|sidecar)_", "", base)
        assert re.search(rf'["_]({base}|{short})["_]', sources()), name


def documented_calls() -> set[tuple[str, str]]:
    """Return the methods and paths of the calls that the library's page describes."""
    text = (ROOT / "docs" / "library.md").read_text()
    found = set()
    for row in re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE):
        methods: list[str] = []
        has_path = False
        for words in (part.partition("?")[0].split() for part in re.findall(r"`([^`]+)`", row)):
            named = [word for word in words if word in METHODS]
            # `GET`, `PUT /x` names both methods of x; `POST /x`, `/y` names one of both paths.
            methods = named if named and has_path else methods + named
            has_path = words[-1].startswith("/")
            if has_path:
                found |= {(method, words[-1]) for method in methods or METHODS}
    return found


def test_every_call_has_a_row() -> None:
    paths = create_app(BackendSettings()).openapi()["paths"]
    served = {
        (method.upper(), path.removeprefix(API).replace("{sound_id}", "{id}") or "/")
        for path, operations in paths.items()
        if path.startswith(API)
        for method in operations
    }
    documented = documented_calls()
    taxonomy = ("/categories", "/tags", "/presets")
    missing = {
        (method, path) for method, path in served - documented if not path.startswith(taxonomy)
    }
    assert missing == set()
    assert {call for call in documented if call not in served and "{" not in call[1]} <= {
        (method, path) for method in METHODS for path in taxonomy
    }


def test_exit_codes() -> None:
    text = (ROOT / "docs" / "library.md").read_text()
    documented = {int(code) for code in re.findall(r"^\| (\d) \| .+ \|$", text, re.MULTILINE)}
    used = {error.exit_code for error in (CommandError, *CommandError.__subclasses__())}
    assert NotWhole.exit_code in used
    # 0 is success, 2 is the parser's own code for a wrong command line.
    assert documented == used | {0, 2}


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_settings(page: Path) -> None:
    known = {
        str(field.validation_alias)
        for settings in (BackendSettings, SidecarSettings)
        for field in settings.model_fields.values()
    }
    for name in set(SETTING.findall(page.read_text())):
        # OpenTelemetry and the AWS SDK read settings of their own.
        is_library = name.startswith(("OTEL_", "AWS_"))
        assert name in known or is_library or re.search(rf"\b{name}\b", sources()), name
