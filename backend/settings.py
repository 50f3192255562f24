"""The backend's settings, read once from the environment by the composition root."""

from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

Port = Annotated[int, Field(ge=1, le=65535)]

_DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}


class Settings(BaseSettings):
    """Every field is an environment variable of the name in its alias.

    Relative folders are below the working directory.
    """

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True, populate_by_name=True)

    data_dir: Path = Field(Path("data"), validation_alias="DATA_DIR")
    """Folder of all data."""

    environment_sounds_dir: Path | None = Field(None, validation_alias="ENVIRONMENT_SOUNDS_DIR")
    """Folder of the sounds, the same as the sidecar's; default `environment_sounds` below data."""

    audio_dir: Path | None = Field(None, validation_alias="AUDIO_DIR")
    """A neighbour's folder: created, never touched; default `audio` below data."""

    uploads_dir: Path | None = Field(None, validation_alias="UPLOADS_DIR")
    """A neighbour's folder: created, never touched; default `uploads` below data."""

    voice_profiles_dir: Path | None = Field(None, validation_alias="VOICE_PROFILES_DIR")
    """A neighbour's folder: created, never touched; default `voice_profiles` below data."""

    database_url: SecretStr | None = Field(None, validation_alias="DATABASE_URL")
    """`sqlite:///file` or `postgresql://...`; default the file `environment_sounds.db` in data."""

    redis_url: SecretStr | None = Field(None, validation_alias="REDIS_URL")
    """Redis for progress between several backends; not used yet."""

    envsound_port: Port = Field(7930, validation_alias="ENVSOUND_PORT")
    """TCP port of the sidecar on this machine, where `TANGOFLUX_URL` is not set."""

    tangoflux_url: str | None = Field(None, validation_alias="TANGOFLUX_URL")
    """The sidecar: `host:port`, `http://host:port` or `dns:///host:port`."""

    envsound_token: SecretStr = Field(SecretStr(""), validation_alias="ENVSOUND_TOKEN")
    """Bearer token that the sidecar asks for; empty: none is sent."""

    ollama_url: str | None = Field(None, validation_alias="OLLAMA_URL")
    """A neighbour's address; not used yet."""

    megatts3_url: str | None = Field(None, validation_alias="MEGATTS3_URL")
    """A neighbour's address; not used yet."""

    backend_host: str = Field("127.0.0.1", validation_alias="BACKEND_HOST", min_length=1)
    """Address that the HTTP server listens on."""

    backend_port: Port = Field(8000, validation_alias="BACKEND_PORT")
    """TCP port that the HTTP server listens on."""

    debug: bool = Field(False, validation_alias="DEBUG")
    """More words in the log."""

    job_worker_count: int = Field(4, validation_alias="JOB_WORKER_COUNT", ge=0, le=64)
    """Sounds that this process has in the making at a time; 0: it only takes requests."""

    job_lease_seconds: float = Field(15.0, validation_alias="JOB_LEASE_SECONDS", ge=0.5, le=600)
    """How long a dead process keeps its sounds, s; a living one renews at a third of it."""

    job_poll_seconds: float = Field(0.5, validation_alias="JOB_POLL_SECONDS", ge=0.05, le=60)
    """How often sounds of other processes and expired leases are looked for, s."""

    job_max_pending: int = Field(1000, validation_alias="JOB_MAX_PENDING", ge=1, le=1_000_000)
    """Sounds that may wait in the database; one more is QUEUE_FULL."""

    job_max_failures: int = Field(5, validation_alias="JOB_MAX_FAILURES", ge=1, le=100)
    """Failures, a backend that died among them, after which a sound is given up."""

    generation_timeout_seconds: float = Field(
        900.0, validation_alias="GENERATION_TIMEOUT_SECONDS", gt=0, le=86_400
    )
    """How long the sidecar may take for a sound, queueing included, plus the sound's length, s."""

    @field_validator("tangoflux_url")
    @classmethod
    def _check_tangoflux_url(cls, url: str | None) -> str | None:
        if url is not None:
            sidecar_target(url)
        return url

    @model_validator(mode="after")
    def _check_database_url(self) -> Self:
        if self.database_url is not None:
            _database_url(self.database_url.get_secret_value())
        return self

    @property
    def sounds_dir(self) -> Path:
        """Absolute folder of the sounds."""
        return (self.environment_sounds_dir or self.data_dir / "environment_sounds").absolute()

    @property
    def log_dir(self) -> Path:
        """Absolute folder of the logs."""
        return (self.data_dir / "logs").absolute()

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder that has to be there, absolute."""
        sounds = self.sounds_dir
        folders = (
            sounds / "temp",
            sounds / "cache" / "thumbnails",
            sounds / "cache" / "waveforms",
            self.log_dir,
            self.audio_dir or self.data_dir / "audio",
            self.uploads_dir or self.data_dir / "uploads",
            self.voice_profiles_dir or self.data_dir / "voice_profiles",
            self.data_dir / "tts",
        )
        return tuple(folder.absolute() for folder in folders)

    @property
    def database(self) -> URL:
        """Where the rows are, with the driver's name in it."""
        if self.database_url is not None:
            return _database_url(self.database_url.get_secret_value())
        file = (self.data_dir / "environment_sounds.db").absolute()
        return URL.create("sqlite", database=str(file))

    @property
    def target(self) -> str:
        """The sidecar in gRPC's notation."""
        return sidecar_target(self.tangoflux_url or f"localhost:{self.envsound_port}")


def _database_url(text: str) -> URL:
    """The URL with the driver's name filled in.

    Raises:
        ValueError: It cannot be understood or the database is none of ours.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise ValueError("is no database URL; write sqlite:///file or postgresql://...") from error
    kind = url.drivername.split("+")[0]
    if kind not in _DRIVERS:
        raise ValueError(f"{kind!r} is not supported; write sqlite:///file or postgresql://...")
    if kind == "sqlite" and url.database in (None, "", ":memory:"):
        raise ValueError("an SQLite database needs a file; write sqlite:///data/sounds.db")
    return url.set(drivername=_DRIVERS[kind])


def sidecar_target(url: str) -> str:
    """A sidecar's address in gRPC's notation.

    Raises:
        ValueError: It is none, or asks for TLS.
    """
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, rest = "", url
    if scheme == "https":
        raise ValueError("https:// is not supported yet; write http://host:port")
    if scheme not in ("", "http", "dns", "ipv4", "ipv6", "unix"):
        raise ValueError(f"{scheme}:// is not supported; write host:port or http://host:port")
    if scheme in ("dns", "ipv4", "ipv6", "unix"):
        return url
    try:
        parts = urlsplit(f"//{rest}")
        port = parts.port
    except ValueError as error:
        raise ValueError("the port is no number from 1 to 65535") from error
    if not parts.hostname or port is None or parts.path not in ("", "/"):
        raise ValueError(f"{url!r} has no host or no port; write host:port")
    return parts.netloc


def describe(error: ValidationError) -> str:
    """One sentence on all that is wrong with the settings, without any value in it."""
    sentences = []
    for detail in error.errors(include_url=False, include_context=False, include_input=False):
        name = str(detail["loc"][0]) if detail["loc"] else "DATABASE_URL"
        sentences.append(f"{name}: {detail['msg'].removeprefix('Value error, ')}")
    return "The settings are wrong: " + "; ".join(sentences) + "."
