"""What the sidecar's engines can do."""

from fastapi import APIRouter

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
    responses=documented("SIDECAR_UNAVAILABLE", "UNAUTHENTICATED", "DEADLINE_EXCEEDED"),
)
async def list_engines(services: ServicesDep) -> EnginesReply:
    """The engines, their limits and licences, and how busy the sidecar is."""
    return EnginesReply.model_validate(await services.client.list_engines())


@router.get("/environment-sounds/tangoflux/health", responses=documented())
async def tangoflux_health(services: ServicesDep) -> TangofluxHealth:
    """Whether the tangoflux engine can be used; answers also when it cannot."""
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
