"""The backend's settings, read once from the environment by the composition root."""

import re
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import URL

from backend.settings.values import (
    check_redis,
    database_url,
    listed,
    rate_limit,
    sidecar_target,
)

Port = Annotated[int, Field(ge=1, le=65535)]

_HOST_NAME = re.compile(r"(\*\.)?[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})")
_ORIGIN = re.compile(r"https?://([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")


class SettingUnusable(ValueError):
    """A setting that names something unusable. The message is a sentence without secrets."""


class Settings(BaseSettings):
    """The settings. Every field is an environment variable of the name in its alias.

    Relative folders are below the working directory.
    """

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True, populate_by_name=True)

    data_dir: Path = Field(Path("data"), validation_alias="DATA_DIR")
    """Folder of all data."""

    environment_sounds_dir: str | None = Field(None, validation_alias="ENVIRONMENT_SOUNDS_DIR")
    """Folder of the sounds or `s3://bucket/prefix`, the same as the sidecar's. Default:
    `environment_sounds` below data."""

    fetched_gigabytes: float = Field(10.0, validation_alias="FETCHED_GIGABYTES", gt=0, le=100_000)
    """The limit of this machine's copies of sounds in a bucket, 10**9 bytes."""

    cache_megabytes: int = Field(1000, validation_alias="CACHE_MEGABYTES", ge=1, le=1_000_000)
    """The limit of cached waveforms and thumbnails, 10**6 bytes."""

    audio_dir: Path | None = Field(None, validation_alias="AUDIO_DIR")
    """A folder of the platform, only created here. Default: `audio` below data."""

    uploads_dir: Path | None = Field(None, validation_alias="UPLOADS_DIR")
    """A folder of the platform, only created here. Default: `uploads` below data."""

    voice_profiles_dir: Path | None = Field(None, validation_alias="VOICE_PROFILES_DIR")
    """A folder of the platform, only created here. Default: `voice_profiles` below data."""

    database_url: SecretStr | None = Field(None, validation_alias="DATABASE_URL")
    """`sqlite:///file` or `postgresql://...`. Default: the file `environment_sounds.db` in data."""

    redis_url: SecretStr | None = Field(None, validation_alias="REDIS_URL")
    """Redis, for progress and rate limits that several backends share: `redis://host:6379/0`,
    `rediss://...` or `unix://...`. Installations on one Redis take different database numbers."""

    redis_timeout_seconds: float = Field(1.0, validation_alias="REDIS_TIMEOUT_SECONDS", gt=0, le=60)
    """The time limit of a call to Redis, s. A count for a rate limit may take half of it."""

    rate_limit_requests: str = Field("6000/minute", validation_alias="RATE_LIMIT_REQUESTS")
    """The rate limit of API calls: a number and second, minute, hour or day, or `off`.

    A caller is a key's name, or an address without keys."""

    rate_limit_generate: str = Field("60/minute", validation_alias="RATE_LIMIT_GENERATE")
    """The rate limit of generated and uploaded sounds, in the same form."""

    envsound_port: Port = Field(7930, validation_alias="ENVSOUND_PORT")
    """TCP port of the sidecar on this machine, where `TANGOFLUX_URL` is not set."""

    tangoflux_url: str | None = Field(None, validation_alias="TANGOFLUX_URL")
    """The sidecar: `host:port`, `http://host:port`, `dns:///host:port`, or with TLS
    `https://host:port`."""

    tangoflux_tls_ca: Path | None = Field(None, validation_alias="TANGOFLUX_TLS_CA")
    """PEM file of the CA of the sidecar's certificate. Default: the public CAs."""

    tangoflux_tls_cert: Path | None = Field(None, validation_alias="TANGOFLUX_TLS_CERT")
    """PEM file of the backend's client certificate, for a sidecar that requires one."""

    tangoflux_tls_key: Path | None = Field(None, validation_alias="TANGOFLUX_TLS_KEY")
    """PEM file of that certificate's private key, unencrypted."""

    envsound_token: SecretStr = Field(SecretStr(""), validation_alias="ENVSOUND_TOKEN")
    """Bearer token that the sidecar requires. Empty: none is sent."""

    backend_host: str = Field("127.0.0.1", validation_alias="BACKEND_HOST", min_length=1)
    """Address that the HTTP server listens on."""

    backend_port: Port = Field(8000, validation_alias="BACKEND_PORT")
    """TCP port that the HTTP server listens on."""

    api_keys_file: Path | None = Field(None, validation_alias="API_KEYS_FILE")
    """TOML file of the API keys, one line per user. `envsound keys new` prints such a line."""

    api_keys: SecretStr = Field(SecretStr(""), validation_alias="API_KEYS")
    """The same as JSON, `{"alice": {"role": "editor", "sha256": "..."}}`. Empty: none."""

    allow_anonymous: bool = Field(False, validation_alias="ALLOW_ANONYMOUS")
    """True: a server without keys may listen beyond the loopback interface."""

    envsound_api_key: SecretStr = Field(SecretStr(""), validation_alias="ENVSOUND_API_KEY")
    """The key that the `envsound` commands send."""

    allowed_hosts: str = Field("", validation_alias="ALLOWED_HOSTS")
    """Names, separated by commas, that the backend is called by, beside `localhost`, the machine's
    own and every IP address. `*.example.org` allows every name below it, `*` all names."""

    allowed_origins: str = Field("", validation_alias="ALLOWED_ORIGINS")
    """Origins, separated by commas, whose pages may call the backend: `https://studio.example.org`."""

    forwarded_allow_ips: str = Field("127.0.0.1,::1", validation_alias="FORWARDED_ALLOW_IPS")
    """Addresses and networks, separated by commas, of proxies that `X-Forwarded-For` is believed
    from."""

    events_per_caller: int = Field(100, validation_alias="EVENTS_PER_CALLER", ge=1, le=1000)
    """The streams of events that a key, or an address without keys, may hold at a time."""

    debug: bool = Field(False, validation_alias="DEBUG")
    """True: log level DEBUG."""

    log_format: Literal["text", "json"] = Field("text", validation_alias="LOG_FORMAT")
    """The format of the log lines."""

    otlp_endpoint: str | None = Field(
        None, validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT", pattern=r"^https?://.+"
    )
    """Base URL of the OTLP/HTTP receiver of traces. Unset: no traces are exported."""

    job_worker_count: int = Field(4, validation_alias="JOB_WORKER_COUNT", ge=0, le=64)
    """Sounds that this process generates at a time. 0: it only accepts requests."""

    job_lease_seconds: float = Field(15.0, validation_alias="JOB_LEASE_SECONDS", ge=0.5, le=600)
    """The lease of a job, s. A running worker renews it after a third of it."""

    job_poll_seconds: float = Field(0.5, validation_alias="JOB_POLL_SECONDS", ge=0.05, le=60)
    """The interval at which the queue and expired leases are polled, s."""

    job_max_pending: int = Field(1000, validation_alias="JOB_MAX_PENDING", ge=1, le=1_000_000)
    """The capacity of the queue in the database, in sounds. Above it: QUEUE_FULL."""

    job_max_pending_per_caller: int | None = Field(
        None, validation_alias="JOB_MAX_PENDING_PER_CALLER", ge=1, le=1_000_000
    )
    """A caller's share of that queue, in sounds. Above it: QUEUE_FULL. Default: half of it.

    A caller is a key's name, or an address without keys."""

    job_max_failures: int = Field(5, validation_alias="JOB_MAX_FAILURES", ge=1, le=100)
    """Failures after which a sound fails for good.

    A sound whose backend died that often is made alone. Then another death counts as a failure."""

    drain_seconds: float = Field(30.0, validation_alias="ENVSOUND_DRAIN_SECONDS", ge=0, le=3600)
    """The time that sounds in the making get to end after SIGTERM, s."""

    generation_timeout_seconds: float = Field(
        900.0, validation_alias="GENERATION_TIMEOUT_SECONDS", gt=0, le=86_400
    )
    """The time limit of a sound in the sidecar with its queue, plus the sound's length, s."""

    upload_max_megabytes: int = Field(200, validation_alias="UPLOAD_MAX_MEGABYTES", ge=1, le=4000)
    """The largest file that may be uploaded, 10**6 bytes."""

    upload_max_seconds: float = Field(
        3600.0, validation_alias="UPLOAD_MAX_SECONDS", ge=1, le=86_400
    )
    """The longest sound that may be uploaded, s."""

    sound_retention_days: float = Field(
        30.0, validation_alias="SOUND_RETENTION_DAYS", ge=0, le=36_500
    )
    """The retention of a deleted sound before its file and row are deleted, days."""

    usage_log_days: float = Field(365.0, validation_alias="USAGE_LOG_DAYS", ge=1, le=36_500)
    """The retention of a line of the usage log, days. The sounds keep their counts."""

    temp_max_age_hours: float = Field(
        24.0, validation_alias="ENVSOUND_TEMP_MAX_AGE_HOURS", gt=0, le=8760
    )
    """The age at which unused files in `temp/` are deleted, the sidecar's included, h."""

    @field_validator("environment_sounds_dir")
    @classmethod
    def _check_sounds_dir(cls, text: str | None) -> str | None:
        scheme, separator, rest = (text or "").partition("://")
        if separator and (scheme != "s3" or not rest.strip("/")):
            raise ValueError("write a folder, s3://bucket or s3://bucket/prefix")
        return text

    @field_validator("tangoflux_url")
    @classmethod
    def _check_tangoflux_url(cls, url: str | None) -> str | None:
        if url is not None:
            sidecar_target(url)
        return url

    @field_validator("redis_url")
    @classmethod
    def _check_redis_url(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            check_redis(url.get_secret_value())
        return url

    @field_validator("rate_limit_requests", "rate_limit_generate")
    @classmethod
    def _check_rate_limit(cls, text: str) -> str:
        rate_limit(text)
        return text

    @field_validator("allowed_hosts")
    @classmethod
    def _check_allowed_hosts(cls, text: str) -> str:
        for name in listed(text):
            if name != "*" and _HOST_NAME.fullmatch(name) is None:
                raise ValueError(
                    f"{name[:100]!r} is no host name; write names without scheme and port, "
                    "such as sounds.example.org,*.example.org"
                )
        return text

    @field_validator("allowed_origins")
    @classmethod
    def _check_allowed_origins(cls, text: str) -> str:
        for origin in listed(text):
            if _ORIGIN.fullmatch(origin) is None:
                raise ValueError(
                    f"{origin[:100]!r} is no origin; write scheme, host and port without a path, "
                    "such as https://studio.example.org or http://localhost:3001"
                )
        return text

    @field_validator("forwarded_allow_ips")
    @classmethod
    def _check_forwarded_allow_ips(cls, text: str) -> str:
        for network in listed(text):
            try:
                ip_network(network)
            except ValueError as error:
                raise ValueError(
                    f"{network[:100]!r} is no address or network; write the proxies', "
                    "such as 127.0.0.1,172.16.0.0/12; * would believe everybody"
                ) from error
        return text

    @model_validator(mode="after")
    def _check_database_url(self) -> Self:
        if self.database_url is not None:
            try:
                database_url(self.database_url.get_secret_value())
            except ValueError as error:
                raise ValueError(f"DATABASE_URL: {error}") from error
        return self

    @model_validator(mode="after")
    def _check_tls(self) -> Self:
        files = (self.tangoflux_tls_ca, self.tangoflux_tls_cert, self.tangoflux_tls_key)
        if any(files) and not self.is_sidecar_tls:
            raise ValueError(
                "TANGOFLUX_TLS_CA, _CERT and _KEY need a TANGOFLUX_URL that begins with https://"
            )
        if (self.tangoflux_tls_cert is None) != (self.tangoflux_tls_key is None):
            raise ValueError("TANGOFLUX_TLS_CERT and TANGOFLUX_TLS_KEY belong together; set both")
        return self

    @property
    def is_sidecar_tls(self) -> bool:
        """True if the sidecar is called with TLS."""
        return (self.tangoflux_url or "").startswith("https://")

    @property
    def is_exposed(self) -> bool:
        """True if other machines may reach the HTTP server by its address."""
        if self.backend_host == "localhost":
            return False
        try:
            return not ip_address(self.backend_host).is_loopback
        except ValueError:
            return True

    @property
    def bucket_url(self) -> str | None:
        """The bucket of finished sounds, or None if they are in the folder."""
        text = self.environment_sounds_dir or ""
        return text if text.startswith("s3://") else None

    @property
    def sounds_dir(self) -> Path:
        """Absolute folder of the sounds, or of this machine's copies with a bucket."""
        if self.environment_sounds_dir and self.bucket_url is None:
            return Path(self.environment_sounds_dir).absolute()
        return (self.data_dir / "environment_sounds").absolute()

    def sound_address(self, relative_path: str) -> str:
        """Return the address of a finished sound: an absolute path or a URL."""
        return f"{(self.bucket_url or str(self.sounds_dir)).rstrip('/')}/{relative_path}"

    @property
    def log_dir(self) -> Path:
        """Absolute folder of the logs."""
        return (self.data_dir / "logs").absolute()

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every required folder, absolute."""
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
        """The URL of the database, with the driver's name in it."""
        if self.database_url is not None:
            return database_url(self.database_url.get_secret_value())
        file = (self.data_dir / "environment_sounds.db").absolute()
        return URL.create("sqlite", database=str(file))

    @property
    def has_own_sidecar(self) -> bool:
        """True if the sidecar is on this machine by its `TANGOFLUX_URL`."""
        scheme, _, rest = self.target.rpartition("://")
        host = urlsplit(f"//{rest.lstrip('/')}").hostname or ""
        return scheme == "unix" or host in ("localhost", "127.0.0.1", "::1")

    @property
    def target(self) -> str:
        """The sidecar in gRPC's notation."""
        return sidecar_target(self.tangoflux_url or f"localhost:{self.envsound_port}")


def describe(error: ValidationError) -> str:
    """Return one sentence on all errors in the settings, without any value."""
    sentences = []
    for detail in error.errors(include_url=False, include_context=False, include_input=False):
        name = f"{detail['loc'][0]}: " if detail["loc"] else ""
        sentences.append(name + detail["msg"].removeprefix("Value error, "))
    return "The settings are wrong: " + "; ".join(sentences) + "."
