"""The listener for tests that need it."""

import os

import pytest

from bench import listener

REQUIRED = "REQUIRE_LISTENER"
"""Where this environment variable is set, a listener that is not here is a failure."""


@pytest.fixture(scope="session")
def listener_here() -> None:
    """Skips the test with the sentence that says how to get the listener, or fails it."""
    try:
        listener.folder()
    except listener.ListenerMissing as missing:
        if os.environ.get(REQUIRED):
            pytest.fail(str(missing))
        pytest.skip(str(missing))
