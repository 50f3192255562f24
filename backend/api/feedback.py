"""Feedback of listeners: plays, downloads, favourites and ratings."""

import asyncio

from fastapi import APIRouter, Request, Response

from backend import errors
from backend.api.dependencies import CallerDep, ServicesDep, SoundDep, SoundId
from backend.api.file_response import file_response
from backend.api.problems import HttpError, documented
from backend.api.schemas.change import FavoriteReply, PlayReply, RateSound, RatingReply
from backend.sounds import relative_path

router = APIRouter(prefix="/api/v1/environment-sounds", tags=["listening"])

_NOT_THERE = (errors.InvalidRequest, errors.SoundNotFound)


@router.get(
    "/{sound_id}/download",
    response_class=Response,
    responses={
        200: {"description": "The file.", "content": {"audio/*": {}}},
        206: {"description": "The byte range that was asked for.", "content": {"audio/*": {}}},
        304: {"description": "The client has it already (If-None-Match)."},
        **documented(
            *_NOT_THERE,
            errors.SoundNotCompleted,
            errors.SoundFileGone,
            HttpError.RANGE_NOT_SATISFIABLE,
            errors.StorageFailed,
        ),
    },
)
async def download_sound(
    sound: SoundDep, services: ServicesDep, request: Request, caller: CallerDep
) -> Response:
    """Return the file, or a byte range of it, under the sound's name."""
    file = await asyncio.to_thread(services.library.find, relative_path(sound))
    name = "".join("_" if c in '/\\"' else c for c in sound.name) + file.path.suffix
    response = file_response(request, file, etag=sound.sha256, download_name=name)
    # Players ask for ranges, monitors for the head. A download asks for the file.
    is_whole = "range" not in request.headers and not getattr(request.state, "is_head", False)
    if is_whole and response.status_code == 200:
        await services.downloads.count(sound.id, caller)
    return response


@router.post("/{sound_id}/play", responses=documented(*_NOT_THERE))
async def play_sound(sound_id: SoundId, services: ServicesDep, caller: CallerDep) -> PlayReply:
    """Count a play. The player fetches the file itself."""
    return PlayReply(play_count=await services.feedback.count_play(sound_id, caller))


@router.post("/{sound_id}/favorite", responses=documented(*_NOT_THERE))
async def toggle_favorite(
    sound_id: SoundId, services: ServicesDep, caller: CallerDep
) -> FavoriteReply:
    """Add the sound to the caller's favourites, or remove it from them."""
    liking = await services.feedback.toggle_favorite(sound_id, caller)
    return FavoriteReply.model_validate(liking)


@router.post(
    "/{sound_id}/rating",
    responses=documented(
        HttpError.BAD_REQUEST, HttpError.BODY_TOO_LARGE, HttpError.BODY_TOO_SLOW, *_NOT_THERE
    ),
)
async def rate_sound(
    wanted: RateSound, sound_id: SoundId, services: ServicesDep, caller: CallerDep
) -> RatingReply:
    """Rate the sound 1 to 5, in place of the caller's earlier rating."""
    rated = await services.feedback.rate(sound_id, caller, wanted.rating)
    return RatingReply.model_validate(rated)
