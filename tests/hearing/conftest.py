"""The listener for tests that need it."""

import os

import pytest

from bench import listener

REQUIRED = "REQUIRE_LISTENER"
"""Environment variable that turns a missing listener into a failure."""


@pytest.fixture(scope="session")
def listener_here() -> None:
    """Skip the test with instructions to install the listener, or fail it."""
    try:
        listener.folder()
    except listener.ListenerMissing as missing:
        if os.environ.get(REQUIRED):
            pytest.fail(str(missing))
        pytest.skip(str(missing))
