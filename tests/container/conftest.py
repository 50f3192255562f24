"""The container, built and run by podman and docker-compose; `make test-container` runs this."""

import os
from collections.abc import Generator, Iterator

import pytest
from support.container_engine import Engine, missing_tools
from support.container_stack import Stack


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure comes with what the services have said."""
    report = yield
    if report.when == "call" and report.failed and "stack" in getattr(item, "funcargs", {}):
        running: Stack = item.funcargs["stack"]
        report.sections += [
            (f"the end of {name}", text) for name, text in running.last_words().items()
        ]
    return report
