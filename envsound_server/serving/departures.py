"""The log of clients that leave at the end of their call."""

import logging

_LOGGER = "grpc._cython.cygrpc"
_LEFT = "ExecuteBatchError"
"""The core's refusal to send on a call whose client has left, or whose time is up."""

_log = logging.getLogger(__name__)


class _Departures(logging.Filter):
    """The filter that turns a traceback which names no mistake into a line for the curious."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return False for the record of a client that has left."""
        kind = record.exc_info[0] if record.exc_info else None
        if kind is None or kind.__name__ != _LEFT:
            return True
        _log.info("a client left at the end of its call")
        return False


_DEPARTURES = _Departures()


def quiet_departures() -> None:
    """Log a client that has left in one line, as its leaving is no error of the server."""
    logging.getLogger(_LOGGER).addFilter(_DEPARTURES)
