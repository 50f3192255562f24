"""TLS between the backend's client and a real sidecar, with certificates made here."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.trace import NoOpTracerProvider
from support.certificates import Certificate, make_certificate
from support.processes import Sidecar

from backend.errors import SidecarUnavailable, Unauthenticated
from backend.settings import Settings
from backend.sidecar import SidecarClient, read_tls
from backend.sidecar.types import FinishedSound, SoundRequest


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Certificate]:
    folder = tmp_path_factory.mktemp("certificates")
    names = ("sidecar", "backend", "stranger")
    made = {name: make_certificate(folder, name) for name in names}
    made["elsewhere"] = make_certificate(folder, "elsewhere", "DNS:sidecar.example")
    return made


class TlsSidecar(Sidecar):
    """A sidecar that may be asked only with TLS."""

    def _has_come_up(self, until_serving: bool) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True


@pytest.fixture(scope="module")
def tls_sidecar(
    certificates: dict[str, Certificate], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sidecar]:
    """It has a token, and asks for the backend's certificate."""
    sidecar = TlsSidecar(
        tmp_path_factory.mktemp("tls"),
        ENVSOUND_TLS_CERT=str(certificates["sidecar"].file),
        ENVSOUND_TLS_KEY=str(certificates["sidecar"].key_file),
        ENVSOUND_TLS_CLIENT_CA=str(certificates["backend"].file),
        ENVSOUND_TOKEN="a-token",
    )
    try:
        sidecar.start()
        yield sidecar
    finally:
        if sidecar.process is not None and sidecar.process.poll() is None:
            sidecar.kill()


@asynccontextmanager
async def client_of(
    sidecar: Sidecar, trusted: Certificate, own: Certificate | None, token: str = "a-token"
) -> AsyncIterator[SidecarClient]:
    fields: dict[str, Any] = {
        "tangoflux_url": f"https://{sidecar.target}",
        "tangoflux_tls_ca": trusted.file,
    }
    if own is not None:
        fields |= {"tangoflux_tls_cert": own.file, "tangoflux_tls_key": own.key_file}
    settings = Settings(**fields)
    client = SidecarClient(settings.target, token, 30, NoOpTracerProvider(), read_tls(settings))
    try:
        yield client
    finally:
        await client.close()


async def test_a_sound_is_made_over_tls(
    tls_sidecar: Sidecar, certificates: dict[str, Certificate]
) -> None:
    async with client_of(tls_sidecar, certificates["sidecar"], certificates["backend"]) as client:
        async with asyncio.timeout(20):
            # A state of a server, with no event to wait for.
            while not await client.is_serving():  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        request = SoundRequest("rain", name="", request_id="tls-1", duration_seconds=1)
        events = [event async for event in client.generate(request)]
    assert isinstance(events[-1], FinishedSound)
    assert len(tls_sidecar.finished_files()) == 1


@pytest.mark.parametrize(("trusted", "own"), [("stranger", "backend"), ("sidecar", "stranger")])
async def test_strangers_are_not_talked_to(
    tls_sidecar: Sidecar, certificates: dict[str, Certificate], trusted: str, own: str
) -> None:
    async with client_of(tls_sidecar, certificates[trusted], certificates[own]) as client:
        with pytest.raises(SidecarUnavailable):
            await client.list_engines()


async def test_the_sidecar_of_another_name_is_told_as_not_trusted(
    tmp_path: Path, certificates: dict[str, Certificate]
) -> None:
    elsewhere = certificates["elsewhere"]
    sidecar = TlsSidecar(
        tmp_path,
        ENVSOUND_TLS_CERT=str(elsewhere.file),
        ENVSOUND_TLS_KEY=str(elsewhere.key_file),
    )
    try:
        sidecar.start()
        async with client_of(sidecar, elsewhere, None) as client:
            with pytest.raises(SidecarUnavailable, match="TANGOFLUX_TLS"):
                await client.list_engines()
    finally:
        sidecar.kill()


async def test_the_token_is_asked_for_over_tls_too(
    tls_sidecar: Sidecar, certificates: dict[str, Certificate]
) -> None:
    names = certificates["sidecar"], certificates["backend"]
    async with client_of(tls_sidecar, *names, token="b-token") as client:
        with pytest.raises(Unauthenticated):
            await client.list_engines()


async def test_nothing_is_said_in_the_clear(tls_sidecar: Sidecar) -> None:
    client = SidecarClient(tls_sidecar.target, "a-token", 30, NoOpTracerProvider())
    with pytest.raises(SidecarUnavailable):
        await client.list_engines()
    await client.close()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"ENVSOUND_TLS_CERT": "sidecar"}, "belong together"),
        ({"ENVSOUND_TLS_CLIENT_CA": "sidecar"}, "ENVSOUND_TLS_CLIENT_CA needs"),
        ({"ENVSOUND_TLS_CERT": "nowhere", "ENVSOUND_TLS_KEY": "nowhere"}, "cannot be read"),
        ({"ENVSOUND_TLS_CERT": "sidecar", "ENVSOUND_TLS_KEY": "stranger"}, "its own"),
    ],
)
def test_files_that_cannot_be_used_are_one_sentence(
    tmp_path: Path, certificates: dict[str, Certificate], fields: dict[str, str], says: str
) -> None:
    nowhere = Certificate(tmp_path / "a.pem", tmp_path / "b.pem")
    files = {**certificates, "nowhere": nowhere}
    environment = {
        name: str(files[of].key_file if name.endswith("KEY") else files[of].file)
        for name, of in fields.items()
    }
    code, words = Sidecar(tmp_path, **environment).run_to_its_end()
    assert (code, words.count("\n")) == (2, 1)
    assert says in words
    assert str(tmp_path) not in words
