"""Liveness of this process, and readiness to make sounds."""

from fastapi import APIRouter, Response

from backend.api.dependencies import ServicesDep
from backend.api.problems import documented
from backend.api.schemas.status import Alive, Check, Readiness
from backend.errors import BackendError

router = APIRouter(tags=["health"])


@router.get(
    "/health",
    responses={503: {"model": Alive, "description": "A restart would help."}, **documented()},
)
async def health(services: ServicesDep, response: Response) -> Alive:
    """Answer while the process lives, with 503 only where a restart would help.

    It looks at this process's own tasks, at nothing outside of it: a restart mends neither a full
    disk nor a database that is down. `/ready` reports these.
    """
    try:
        services.tasks.check()
    except BackendError as error:
        response.status_code = 503
        return Alive(status="failing", checks={"tasks": Check(ok=False, detail=error.message)})
    return Alive(status="alive", checks={"tasks": Check(ok=True, detail="the tasks run")})


@router.get(
    "/ready",
    responses={503: {"model": Readiness, "description": "Something is down."}, **documented()},
)
async def ready(services: ServicesDep, response: Response) -> Readiness:
    """Return the state of what sounds need, with 503 where sounds cannot be made.

    The status is `degraded`, with 200, while only that is down which no sound needs: Redis, the
    mirror in `metadata.json`, the sweep of old files.
    """
    readiness = await services.readiness.run()
    if readiness.status == "not_ready":
        response.status_code = 503
    return readiness
