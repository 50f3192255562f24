"""The sidecar's engines and their limits."""

from fastapi import APIRouter

from backend import errors
from backend.api.dependencies import ServicesDep
from backend.api.problems import documented
from backend.api.schemas.status import EnginesReply, TangofluxHealth
from backend.errors import BackendError
from backend.sidecar.engine_types import EngineState

router = APIRouter(prefix="/api/v1", tags=["engines"])

_HEALTH = {
    EngineState.READY: ("healthy", "the tangoflux engine is ready"),
    EngineState.LOADING: ("loading", "the tangoflux engine is loading"),
    EngineState.UNAVAILABLE: ("unavailable", "the tangoflux engine cannot be used"),
}


@router.get(
    "/engines",
    responses=documented(
        errors.SidecarUnavailable, errors.Unauthenticated, errors.DeadlineExceeded
    ),
)
async def list_engines(services: ServicesDep) -> EnginesReply:
    """Return the engines, their limits and licences, and the load of the sidecar."""
    return EnginesReply.model_validate(await services.client.list_engines())


@router.get("/environment-sounds/tangoflux/health", responses=documented())
async def tangoflux_health(services: ServicesDep) -> TangofluxHealth:
    """Return the state of the tangoflux engine, also where it cannot be used."""
    try:
        engine = (await services.client.list_engines()).find("tangoflux")
    except BackendError as error:
        return TangofluxHealth(status="unavailable", detail=error.message)
    if engine is None:
        return TangofluxHealth(status="unavailable", detail="the sidecar has no tangoflux engine")
    status, detail = _HEALTH[engine.state]
    return TangofluxHealth(
        status=status,
        detail=engine.unavailable_reason or detail,
        model_revision=engine.model_revision,
    )
