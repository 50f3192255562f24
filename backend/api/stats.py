"""Statistics of the library, and its usage log."""

from typing import Annotated

from fastapi import APIRouter, Query

from backend import errors
from backend.api.dependencies import AdminDep, ServicesDep
from backend.api.problems import documented
from backend.api.schemas.stats import (
    StatsReply,
    UsageFilter,
    UsagePage,
    UsagePageReply,
    UsagePublic,
)
from backend.sounds.statistics import read_stats
from backend.sounds.usage import read_usage

router = APIRouter(prefix="/api/v1/environment-sounds", tags=["statistics"])


@router.get("/stats", responses=documented())
async def get_stats(services: ServicesDep) -> StatsReply:
    """Return the numbers of the library."""
    return StatsReply.of(await read_stats(services.database))


@router.get("/usage-logs", responses=documented(errors.InvalidRequest))
async def list_usage(
    wanted: Annotated[UsageFilter, Query()], services: ServicesDep, _admin: AdminDep
) -> UsagePageReply:
    """Return one page of the usage log, the newest first."""
    lines, total = await read_usage(
        services.database,
        sound_id=wanted.sound_id,
        user_name=wanted.user_name,
        action=wanted.action,
        page=wanted.page,
        page_size=wanted.page_size,
    )
    return UsagePageReply(
        data=UsagePage(
            logs=[UsagePublic.model_validate(line) for line in lines],
            total=total,
            page=wanted.page,
            page_size=wanted.page_size,
            pages=-(-total // wanted.page_size),
        )
    )
