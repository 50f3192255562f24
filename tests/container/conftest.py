"""The container, built and run by podman and docker-compose; `make test-container` runs this."""

import os
from collections.abc import Iterator

import pytest
from engine import Engine, missing_tools
from stack import Stack


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """Podman, set up apart from the machine's own, with every base image."""
    if reason := missing_tools():
        end = pytest.fail if os.environ.get("REQUIRE_TEST_SERVERS") else pytest.skip
        end(f"the container is not tested: {reason}")
    with Engine() as running:
        yield running


@pytest.fixture(scope="session")
def stack(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole compose file, up and healthy."""
    with Stack(engine, tmp_path_factory.mktemp("compose")) as running:
        yield running
