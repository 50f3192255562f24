"""Maintenance of the library."""

from fastapi import APIRouter

from backend import errors
from backend.api.dependencies import AdminDep, ServicesDep
from backend.api.problems import documented
from backend.api.schemas.maintenance import RescanReply, RescanResult

router = APIRouter(prefix="/api/v1/environment-sounds", tags=["maintenance"])


@router.post("/rescan", responses=documented(errors.RescanRunning, errors.StorageFailed))
async def rescan(services: ServicesDep, admin: AdminDep) -> RescanReply:
    """Reconcile sounds and files. The answer comes when that is done.

    Files without a sound get one, from `metadata.json` or their own tags. Sounds whose file is gone
    are marked, and unmarked when it is back. Nothing is deleted.
    """
    report = await services.rescan.run(admin.address)
    return RescanReply(message=report.summary, data=RescanResult.model_validate(report))
