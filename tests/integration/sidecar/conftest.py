from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from support.processes import Sidecar, running_sidecar

from envsound.v1 import envsound_service_pb2_grpc as pb_grpc


@pytest.fixture(scope="module")
def sidecar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sidecar]:
    """A sidecar that a module's tests share: none of them may depend on another's sounds."""
    with running_sidecar(tmp_path_factory.mktemp("sidecar")) as running:
        yield running


@pytest.fixture
def stub(sidecar: Sidecar) -> Iterator[pb_grpc.EnvironmentSoundServiceStub]:
    with grpc.insecure_channel(sidecar.target) as channel:
        yield pb_grpc.EnvironmentSoundServiceStub(channel)


@pytest.fixture
def own_sidecar(tmp_path: Path) -> Iterator[Sidecar]:
    """A sidecar for one test alone, which may kill it."""
    with running_sidecar(tmp_path) as running:
        yield running
