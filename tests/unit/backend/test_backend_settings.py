from pathlib import Path

import pytest
from pydantic import ValidationError

from backend.settings import Settings, describe
from backend.settings.values import sidecar_target


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.validation_alias), raising=False)
    monkeypatch.chdir(tmp_path)


def test_everything_is_below_the_working_directory_by_default(tmp_path: Path) -> None:
    settings = Settings()
    assert settings.sounds_dir == tmp_path / "data" / "environment_sounds"
    assert settings.database.database == str(tmp_path / "data" / "environment_sounds.db")
    assert all(folder.is_relative_to(tmp_path / "data") for folder in settings.folders)
    assert (settings.backend_host, settings.backend_port) == ("127.0.0.1", 8000)
    assert settings.target == "localhost:7930"


def test_the_owners_names_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATA_DIR", "elsewhere")
    monkeypatch.setenv("ENVIRONMENT_SOUNDS_DIR", "/mnt/sounds")
    monkeypatch.setenv("AUDIO_DIR", "")
    monkeypatch.setenv("ENVSOUND_PORT", "7999")
    settings = Settings()
    assert settings.sounds_dir == Path("/mnt/sounds")
    assert tmp_path / "elsewhere" / "audio" in settings.folders
    assert settings.target == "localhost:7999"


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("localhost:7930", "localhost:7930"),
        ("http://localhost:7930", "localhost:7930"),
        ("http://10.0.0.1:7930/", "10.0.0.1:7930"),
        ("http://[::1]:7930", "[::1]:7930"),
        ("dns:///sidecar:7930", "dns:///sidecar:7930"),
    ],
)
def test_the_sidecars_address_is_understood(url: str, target: str) -> None:
    assert sidecar_target(url) == target


@pytest.mark.parametrize(
    "url", ["https://host", "host", "http://host", "host:port", "host:99999", "ftp://host:1", ""]
)
def test_an_address_that_cannot_work_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"write|number"):
        sidecar_target(url)


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("sqlite:///data/a.db", "sqlite"),
        ("postgres://u:p@h/d", "postgresql+psycopg"),
        ("postgresql://u:p@h/d", "postgresql+psycopg"),
        ("postgresql+asyncpg://u:p@h/d", "postgresql+psycopg"),
    ],
)
def test_the_database_gets_our_driver(
    monkeypatch: pytest.MonkeyPatch, given: str, driver: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    assert Settings().database.drivername == driver


def test_a_bad_setting_is_told_by_name_and_without_its_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BACKEND_PORT", "hunter2")
    monkeypatch.setenv("JOB_WORKER_COUNT", "-1")
    with pytest.raises(ValidationError) as caught:
        Settings()
    sentence = describe(caught.value)
    assert "BACKEND_PORT" in sentence
    assert "JOB_WORKER_COUNT" in sentence
    assert "hunter2" not in sentence


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hunter2@h/d")
    monkeypatch.setenv("ENVSOUND_TOKEN", "hunter2")
    assert "hunter2" not in repr(Settings())


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"REDIS_URL": "http://h:hunter2@h"}, "REDIS_URL: is no Redis URL"),
        ({"REDIS_URL": "redis://h:hunter2"}, "REDIS_URL: is no Redis URL"),
        ({"RATE_LIMIT_GENERATE": "many"}, "RATE_LIMIT_GENERATE: has to be written like 60/minute"),
        ({"RATE_LIMIT_GENERATE": "1/second; 5/hour"}, "like 60/minute"),
        ({"RATE_LIMIT_REQUESTS": "0/minute"}, "at least 1"),
        ({"ALLOWED_HOSTS": "a.example,http://b.example"}, "'http://b.example' is no host name"),
        ({"ALLOWED_HOSTS": "a.example:8000"}, "without scheme and port"),
        ({"ALLOWED_HOSTS": "*example.org"}, "is no host name"),
        ({"ALLOWED_ORIGINS": "studio.example.org"}, "such as https://studio.example.org"),
        ({"ALLOWED_ORIGINS": "https://a.example/"}, "without a path"),
        ({"ALLOWED_ORIGINS": "*"}, "is no origin"),
        ({"FORWARDED_ALLOW_IPS": "*"}, "* would believe everybody"),
        ({"FORWARDED_ALLOW_IPS": "127.0.0.1,proxy"}, "'proxy' is no address or network"),
        ({"TANGOFLUX_TLS_CA": "ca.pem"}, "begins with https://"),
        ({"TANGOFLUX_URL": "https://h:1", "TANGOFLUX_TLS_KEY": "k.pem"}, "belong together"),
    ],
)
def test_what_cannot_work_together_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], says: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert says in describe(caught.value)
    assert "hunter2" not in describe(caught.value)


@pytest.mark.parametrize(
    ("host", "is_exposed"),
    [
        ("127.0.0.1", False),
        ("127.9.9.9", False),
        ("::1", False),
        ("localhost", False),
        ("0.0.0.0", True),
        ("::", True),
        ("10.0.0.7", True),
        ("sounds.example", True),
    ],
)
def test_what_is_no_loopback_address_is_exposed(host: str, is_exposed: bool) -> None:
    assert Settings(backend_host=host).is_exposed is is_exposed


def test_a_sidecar_with_tls_has_the_same_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANGOFLUX_URL", "https://sidecar.example:7930")
    settings = Settings()
    assert (settings.target, settings.is_sidecar_tls) == ("sidecar.example:7930", True)
    assert not Settings(tangoflux_url="http://sidecar.example:7930").is_sidecar_tls
