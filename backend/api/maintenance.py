"""Looking after the library."""

import time

from fastapi import APIRouter

from backend.api.dependencies import AdminDep, ServicesDep
from backend.api.problems import documented
from backend.api.schemas.maintenance import RescanReply, RescanResult

router = APIRouter(prefix="/api/v1/environment-sounds", tags=["maintenance"])


@router.post("/rescan", responses=documented("RESCAN_RUNNING", "STORAGE_FAILED"))
async def rescan(services: ServicesDep, admin: AdminDep) -> RescanReply:
    """Brings sounds and files together again; it answers when it is done.

    Files without a sound get one, from `metadata.json` or their own tags. Sounds whose file is gone
    are marked, and unmarked when it is back. Nothing is deleted.
    """
    started_at = time.monotonic()
    report = await services.rescan.run()
    result = RescanResult.model_validate(report)
    message = (
        f"{result.added_count} added, {result.missing_count} missing, "
        f"{result.returned_count} back, {result.skipped_count} left alone."
    )
    services.operation_log.write(
        "rescan",
        who=admin.address,
        what="",
        sound_id=None,
        result=message,
        seconds=time.monotonic() - started_at,
    )
    return RescanReply(message=message, data=result)
