"""Whether this process is alive, and whether sounds can be made."""

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
    """Answers while the process lives, whatever else is down."""
    return Alive()


@router.get(
    "/ready",
    responses={503: {"model": Readiness, "description": "Something is down."}, **documented()},
)
async def ready(services: ServicesDep, response: Response) -> Readiness:
    """Each thing that sounds need, by name; 503 if one is down.

    Redis is told too where there is one, but nothing waits for it: without it the status is
    `degraded`, with 200.
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
    # Health asks for no token; this does. What a request is checked by is known from here on,
    # also where the sidecar was asked in vain a moment ago.
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
        return Check(ok=False, detail="the database cannot be used; the log tells why")
    return Check(ok=True, detail=detail)
