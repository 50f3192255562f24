"""Liveness of this process, and readiness to make sounds."""

import asyncio
from collections.abc import Awaitable

from fastapi import APIRouter, Response

from backend.api.dependencies import ServicesDep
from backend.api.problems import documented
from backend.api.schemas.status import Alive, Check, Readiness
from backend.api.services import Services
from backend.db.database import DatabaseError
from backend.errors import BackendError, EngineLoading

router = APIRouter(tags=["health"])

_TIMEOUT_SECONDS = 2.5


@router.get("/health", responses=documented())
async def health() -> Alive:
    """Answer while the process lives, whatever else is down."""
    return Alive()


@router.get(
    "/ready",
    responses={503: {"model": Readiness, "description": "Something is down."}, **documented()},
)
async def ready(services: ServicesDep, response: Response) -> Readiness:
    """Return the state of each service that sounds need, with 503 where one is down.

    Redis is included where one is configured, but no sound needs it. While it is down, the status
    is `degraded`, with 200.
    """
    database, sidecar, storage = await asyncio.gather(
        _check(services.database.check(), "the database answers"),
        _check(_check_sidecar(services), "the sidecar serves"),
        _check(asyncio.to_thread(services.library.check_writable), "the folder can be written"),
    )
    is_ready = database.ok and sidecar.ok and storage.ok
    readiness = Readiness(
        status="ready" if is_ready else "not_ready",
        checks={"database": database, "sidecar": sidecar, "storage": storage},
    )
    if services.redis is not None:
        redis = await _check(services.redis.check(), "Redis answers")
        readiness.checks["redis"] = redis
        if is_ready and not redis.ok:
            readiness.status = "degraded"
    if not is_ready:
        response.status_code = 503
    return readiness


async def _check_sidecar(services: Services) -> None:
    if not await services.client.is_serving():
        raise EngineLoading("the sidecar is loading its engine, or stopping")
    # The health check needs no token, and this does. From here on requests are checked against
    # these engines, also where the sidecar did not answer a moment ago.
    await services.engines.refresh()


async def _check(check: Awaitable[None], detail: str) -> Check:
    try:
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            await check
    except TimeoutError:
        return Check(ok=False, detail=f"no answer within {_TIMEOUT_SECONDS:g} s")
    except BackendError as error:
        return Check(ok=False, detail=error.message)
    except DatabaseError:
        # The driver's message may hold the address and the password.
        return Check(ok=False, detail="the database cannot be used; the log has the reason")
    return Check(ok=True, detail=detail)
