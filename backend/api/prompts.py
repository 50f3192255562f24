"""Prompts, and how an engine reads them."""

from fastapi import APIRouter

from backend import errors
from backend.api.dependencies import ServicesDep
from backend.api.problems import HttpError, documented
from backend.api.schemas.prompts import PromptReadingPublic, ReadPrompt

router = APIRouter(prefix="/api/v1/environment-sounds", tags=["prompts"])


@router.post(
    "/read-prompt",
    responses=documented(
        HttpError.BAD_REQUEST,
        HttpError.BODY_TOO_LARGE,
        HttpError.BODY_TOO_SLOW,
        errors.InvalidRequest,
        errors.EngineNotFound,
        errors.SidecarUnavailable,
        errors.SidecarTooOld,
        errors.DeadlineExceeded,
    ),
)
async def read_prompt(wanted: ReadPrompt, services: ServicesDep) -> PromptReadingPublic:
    """Return how an engine would read a prompt, without making a sound."""
    reading = await services.client.read_prompt(wanted.to_request())
    return PromptReadingPublic.model_validate(reading)
