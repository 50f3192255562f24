"""Prompts: what an engine would make of one."""

from fastapi import APIRouter

from backend.api.dependencies import ServicesDep
from backend.api.problems import documented
from backend.api.schemas.prompts import PromptReadingPublic, ReadPrompt

router = APIRouter(prefix="/api/v1/environment-sounds", tags=["prompts"])


@router.post(
    "/read-prompt",
    responses=documented(
        "BAD_REQUEST",
        "BODY_TOO_LARGE",
        "REQUEST_INVALID",
        "ENGINE_UNKNOWN",
        "SIDECAR_UNAVAILABLE",
        "SIDECAR_TOO_OLD",
        "DEADLINE_EXCEEDED",
    ),
)
async def read_prompt(wanted: ReadPrompt, services: ServicesDep) -> PromptReadingPublic:
    """Tell how an engine would read a prompt, without making anything."""
    reading = await services.client.read_prompt(wanted.to_request())
    return PromptReadingPublic.model_validate(reading)
