"""The log of clients that leave at the end of their call."""

import logging

import pytest
from grpc._cython import cygrpc

from envsound_server.serving.departures import quiet_departures


def test_a_client_that_left_leaves_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    quiet_departures()
    core = logging.getLogger("grpc._cython.cygrpc")
    with caplog.at_level(logging.INFO):
        try:
            raise cygrpc.ExecuteBatchError("the client is gone")
        except cygrpc.ExecuteBatchError:
            core.exception("ExecuteBatchError raised in core")
        assert [record.exc_info for record in caplog.records] == [None]
        assert "a client left" in caplog.text
        caplog.clear()
        try:
            raise ValueError("a mistake")
        except ValueError:
            core.exception("a mistake of ours is told as before")
        assert "Traceback" in caplog.text
