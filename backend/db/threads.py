"""The threads of transactions: the event loop waits for one no longer than for its deadline."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import TypeVar

from sqlalchemy.exc import InternalError, OperationalError

from backend.db.deadlines import deadline

T = TypeVar("T")

_GRACE_SECONDS = 0.5
"""The time that a transaction has to end by itself after its deadline."""
_READ_ONLY_SQLSTATE = "25006"


async def in_thread(threads: ThreadPoolExecutor, work: Callable[[], T], seconds: float) -> T:
    """Return the result of `work` in a thread.

    Its waits end at its deadline. Where they do not, the caller is free and the thread is not.
    """
    ends_at = time.monotonic() + seconds
    run = partial(copy_context().run, _until, ends_at, work)
    try:
        async with asyncio.timeout(seconds + _GRACE_SECONDS) as limit:
            return await asyncio.get_running_loop().run_in_executor(threads, run)
    except TimeoutError:
        if not limit.expired():
            raise
        late = TimeoutError(f"no answer within {seconds:g} s")
        raise OperationalError(None, None, late) from None


def _until(ends_at: float, work: Callable[[], T]) -> T:
    with deadline(ends_at):
        try:
            return work()
        except InternalError as error:
            if getattr(error.orig, "sqlstate", None) != _READ_ONLY_SQLSTATE:
                raise
            # Such as a standby, or a server that its administrator has made read-only.
            raise OperationalError(None, None, error.orig or error) from error
