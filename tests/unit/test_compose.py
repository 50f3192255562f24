"""The settings in the documentation, in the code and in docker-compose.yml: the same ones."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic_settings import BaseSettings

from backend.settings import Settings as BackendSettings
from envsound_server.engines.inference.settings import ModelSettings
from envsound_server.engines.tangoflux.settings import TangoFluxSettings
from envsound_server.settings import Settings as SidecarSettings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "docker-compose.yml"
SECRETS = {"POSTGRES_PASSWORD": "x", "REDIS_PASSWORD": "x", "ENVSOUND_TOKEN": "token"}

OF_THE_CONTAINER = {"DATA_DIR", "BACKEND_HOST", "BACKEND_PORT", "ENVSOUND_HOST", "ENVSOUND_PORT"}
"""Where the image has its own value. In .env the two ports are those of the machine."""

OF_THE_SERVICES = {"DATABASE_URL", "REDIS_URL"}
"""What names other services of the file."""

INTERNAL = {"JOB_POLL_SECONDS"}
"""What no operator needs to change."""


def aliases(kind: type[BaseSettings]) -> set[str]:
    return {str(field.validation_alias) for field in kind.model_fields.values()}


def of_engine(kind: type[ModelSettings], prefix: str) -> set[str]:
    return {f"{prefix}_{name.upper()}" for name in kind.model_fields}


def settings() -> set[str]:
    """Return every setting that the code reads."""
    return (
        aliases(BackendSettings)
        | aliases(SidecarSettings)
        | of_engine(ModelSettings, "STABLE_AUDIO")
        | of_engine(TangoFluxSettings, "TANGOFLUX")
    )


def documented() -> set[str]:
    """Return the settings in the README's table, with abbreviated names spelled out."""
    text = (ROOT / "README.md").read_text().partition("## Configuration")[2].partition("\n## ")[0]
    names: set[str] = set()
    for row in re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE):
        found = re.findall(r"`([A-Z0-9_]+)`", row)
        # `ENVSOUND_TLS_CERT`, `_KEY`: the second has the beginning of the first.
        stem = found[0].rpartition("_")[0]
        names |= {stem + name if name.startswith("_") else name for name in found}
        if prefix := re.search(r"the rest of `([A-Z_]+)\*`", row):
            names |= {name for name in settings() if name.startswith(prefix[1])}
    return names


def environment() -> dict[str, str]:
    parsed: Any = yaml.safe_load(COMPOSE.read_text())
    found: dict[str, str] = parsed["services"]["backend"]["environment"]
    return found


def test_the_readme_has_every_setting() -> None:
    assert documented() - settings() == set()
    assert settings() - documented() == INTERNAL


def test_every_setting_reaches_the_containers() -> None:
    expected = settings() - OF_THE_CONTAINER
    assert set(environment()) == expected
    for name in expected - OF_THE_SERVICES:
        assert f"${{{name}:" in environment()[name], name


def test_the_example_names_only_what_is_read() -> None:
    written = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    read = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE.read_text()))
    assert set(written) <= read
    of_compose = read - settings()
    assert of_compose - set(written) == set()


def test_compose_passes_a_value_on(tmp_path: Path) -> None:
    if shutil.which("docker-compose") is None:
        pytest.skip("docker-compose is not installed")
    wanted = {
        name: f"value-of-{name.lower()}"
        for name in settings() - OF_THE_CONTAINER - OF_THE_SERVICES - set(SECRETS)
    }
    lines = [f"{name}={value}\n" for name, value in {**SECRETS, **wanted}.items()]
    (tmp_path / ".env").write_text("".join(lines))
    done = subprocess.run(
        ["docker-compose", "--env-file", str(tmp_path / ".env"), "--file", str(COMPOSE), "config"],
        env={"PATH": "/usr/local/bin:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    services = yaml.safe_load(done.stdout)["services"]
    for service in ("backend", "sidecar-gpu"):
        passed = services[service]["environment"]
        for name, value in wanted.items():
            assert value in str(passed[name]).split(","), name


def test_every_service_is_confined() -> None:
    services: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())["services"]
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert "cap_add" not in service, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["pids_limit"] > 0, name
        assert "mem_limit" in service, name
        # A version, not a name that moves on.
        is_pinned = re.search(r":\d+\.\d+", service["image"])
        assert is_pinned or "build" in service, name


def test_a_stop_takes_no_longer_than_the_container_is_given() -> None:
    drain_seconds = SidecarSettings.model_fields["drain_seconds"].default
    period = yaml.safe_load(COMPOSE.read_text())["services"]["backend"]["stop_grace_period"]
    seconds = int(re.search(r"(\d+)s", period)[1])  # type: ignore[index]
    assert seconds > 2 * (drain_seconds + 15)
