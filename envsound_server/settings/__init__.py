"""The sidecar's settings, read once from the environment by the composition root."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """The settings. Each field is the environment variable of its alias."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True, populate_by_name=True)

    host: str = Field("127.0.0.1", validation_alias="ENVSOUND_HOST")
    """Address that the gRPC server listens on."""

    port: Port = Field(7930, validation_alias="ENVSOUND_PORT")
    """TCP port that the gRPC server listens on."""

    data_dir: Path = Field(Path("data"), validation_alias="DATA_DIR")
    """Folder of all data. A relative path is below the working directory."""

    environment_sounds_dir: str = Field("", validation_alias="ENVIRONMENT_SOUNDS_DIR")
    """Folder of the sounds, or `s3://bucket/prefix`. Default: `environment_sounds` below
    `DATA_DIR`, which also holds the sounds in the making where finished ones go to a bucket."""

    engine: str = Field("auto", validation_alias="ENVSOUND_ENGINE", min_length=1)
    """The default engine. `auto`: stable_audio where STABLE_AUDIO_WEIGHTS is set, else tangoflux
    where TANGOFLUX_WEIGHTS is, else procedural."""

    ollama_url: str = Field("", validation_alias="OLLAMA_URL", pattern=r"^(https?://.+)?$")
    """Server of language models, which translates prompts for engines that read English only and
    reads prompts that the procedural engine understands poorly."""

    ollama_model: str = Field("", validation_alias="OLLAMA_MODEL")
    """Name of its model. Empty: the first that it lists."""

    queue_capacity: int = Field(32, validation_alias="ENVSOUND_QUEUE_CAPACITY", ge=1, le=10_000)
    """Sounds that may wait. One more is refused with QUEUE_FULL."""

    drain_seconds: float = Field(30.0, validation_alias="ENVSOUND_DRAIN_SECONDS", ge=0, le=3600)
    """The time that sounds in the making have after SIGTERM, s."""

    temp_max_age_hours: float = Field(24.0, validation_alias="ENVSOUND_TEMP_MAX_AGE_HOURS", gt=0)
    """Age at which failed files in temp/ are deleted, h."""

    token: SecretStr = Field(SecretStr(""), validation_alias="ENVSOUND_TOKEN")
    """Bearer token that callers have to send. Empty: none is required."""

    tls_cert: Path | None = Field(None, validation_alias="ENVSOUND_TLS_CERT")
    """PEM file of the server's certificate and its chain. Unset: no TLS."""

    tls_key: Path | None = Field(None, validation_alias="ENVSOUND_TLS_KEY")
    """PEM file of the certificate's private key, unencrypted."""

    tls_client_ca: Path | None = Field(None, validation_alias="ENVSOUND_TLS_CLIENT_CA")
    """PEM file of the authority of the clients' certificates. Unset: clients need none."""

    metrics_port: Port | None = Field(None, validation_alias="ENVSOUND_METRICS_PORT")
    """TCP port of the metrics for Prometheus, over HTTP. Unset: none is opened."""

    metrics_host: str = Field("127.0.0.1", validation_alias="ENVSOUND_METRICS_HOST")
    """Address that the metrics port is opened on."""

    content_producer: str = Field(
        "", validation_alias="AIGC_CONTENT_PRODUCER", max_length=200, pattern=r"^[\x21-\x7e]*$"
    )
    """The producer's code in the AI label of every file (GB 45438-2025)."""

    debug: bool = Field(False, validation_alias="DEBUG")
    """Log at level DEBUG."""

    log_format: Literal["text", "json"] = Field("text", validation_alias="LOG_FORMAT")
    """Format of the log's lines."""

    otlp_endpoint: str | None = Field(
        None, validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT", pattern=r"^https?://.+"
    )
    """Base URL of the OTLP/HTTP receiver of traces. Unset: none are sent."""

    @field_validator("environment_sounds_dir")
    @classmethod
    def _check_sounds_dir(cls, text: str) -> str:
        scheme, separator, rest = text.partition("://")
        if separator and (scheme != "s3" or not rest.strip("/")):
            raise ValueError("write a folder, s3://bucket or s3://bucket/prefix")
        return text

    @model_validator(mode="after")
    def _check_tls(self) -> Self:
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError("ENVSOUND_TLS_CERT and ENVSOUND_TLS_KEY belong together; set both")
        if self.tls_client_ca is not None and self.tls_cert is None:
            raise ValueError("ENVSOUND_TLS_CLIENT_CA needs ENVSOUND_TLS_CERT and ENVSOUND_TLS_KEY")
        return self

    @property
    def bucket_url(self) -> str | None:
        """The bucket that finished sounds go to. None: they stay in the folder."""
        is_bucket = self.environment_sounds_dir.startswith("s3://")
        return self.environment_sounds_dir if is_bucket else None

    @property
    def sounds_folder(self) -> Path:
        """The folder that sounds are made in."""
        if self.environment_sounds_dir and self.bucket_url is None:
            return Path(self.environment_sounds_dir)
        return self.data_dir / "environment_sounds"
