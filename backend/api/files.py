"""The finished files under the URLs that rows tell, and what is drawn from them.

nginx serves the files where there is one.
"""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from backend.api.dependencies import ServicesDep, SoundDep
from backend.api.file_response import file_response
from backend.api.problems import documented
from backend.files import PictureFormat, Theme
from backend.files.waveform import DEFAULT_PIXELS_PER_SECOND, MAX_PIXELS_PER_SECOND
from backend.sounds import relative_path as path_of

router = APIRouter(tags=["files"])
open_router = APIRouter(tags=["files"])
"""Asks for no key."""

_DAY = "public, max-age=86400, immutable"
"""A finished file never changes under its name."""

_NOT_MODIFIED = {"description": "The client has it already (If-None-Match)."}
_DERIVED = documented(
    "REQUEST_INVALID",
    "SOUND_NOT_FOUND",
    "SOUND_NOT_COMPLETED",
    "SOUND_FILE_GONE",
    "SOUND_FILE_DAMAGED",
    "QUEUE_FULL",
    "DEADLINE_EXCEEDED",
    "RANGE_NOT_SATISFIABLE",
    "STORAGE_FAILED",
)
_WAVEFORM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "audiowaveform's data format, version 2.",
    "required": [
        "version", "channels", "sample_rate", "samples_per_pixel", "bits", "length", "data",
    ],
    "properties": {
        "version": {"const": 2},
        "channels": {"type": "integer", "minimum": 1},
        "sample_rate": {"type": "integer", "minimum": 1, "description": "Hz."},
        "samples_per_pixel": {"type": "integer", "minimum": 1},
        "bits": {"const": 16},
        "length": {"type": "integer", "minimum": 1, "description": "Pixels."},
        "data": {
            "type": "array",
            "description": "Lowest and highest sample: 2 x channels x length numbers.",
            "items": {"type": "integer", "minimum": -32768, "maximum": 32767},
        },
    },
}  # fmt: skip


@open_router.get(
    "/environment_sounds/{relative_path:path}",
    response_class=Response,
    responses={
        200: {"description": "The file.", "content": {"audio/*": {}}},
        206: {"description": "The byte range that was asked for.", "content": {"audio/*": {}}},
        **documented(
            "REQUEST_INVALID", "SOUND_FILE_GONE", "RANGE_NOT_SATISFIABLE", "STORAGE_FAILED"
        ),
    },
)
async def get_file(relative_path: str, services: ServicesDep, request: Request) -> Response:
    """A finished sound's file; nothing else in the folder can be had."""
    file = await asyncio.to_thread(services.library.find, relative_path)
    return file_response(request, file, cache_control=_DAY)


@router.get(
    "/api/v1/environment-sounds/{sound_id}/waveform",
    response_class=Response,
    responses={
        200: {
            "description": "The waveform.",
            "content": {"application/json": {"schema": _WAVEFORM_SCHEMA}},
        },
        304: _NOT_MODIFIED,
        **_DERIVED,
    },
)
async def get_waveform(
    sound: SoundDep,
    services: ServicesDep,
    request: Request,
    pixels_per_second: Annotated[
        int, Query(ge=1, le=MAX_PIXELS_PER_SECOND, description="How fine it is.")
    ] = DEFAULT_PIXELS_PER_SECOND,
) -> Response:
    """How loud the sound is from moment to moment, for peaks.js, wavesurfer.js and the like."""
    file = await asyncio.to_thread(services.library.find, path_of(sound))
    derived = await services.derived_files.waveform(file, pixels_per_second)
    return file_response(request, derived, etag=derived.path.stem)


@router.get(
    "/api/v1/environment-sounds/{sound_id}/thumbnail",
    response_class=Response,
    responses={
        200: {"description": "The picture.", "content": {"image/png": {}, "image/svg+xml": {}}},
        304: _NOT_MODIFIED,
        **_DERIVED,
    },
)
async def get_thumbnail(
    sound: SoundDep,
    services: ServicesDep,
    request: Request,
    picture_format: Annotated[
        PictureFormat, Query(alias="format", description="How it is encoded.")
    ] = PictureFormat.PNG,
    theme: Annotated[Theme, Query(description="Which page it lies on.")] = Theme.LIGHT,
) -> Response:
    """A small picture of the sound, 320 x 80."""
    file = await asyncio.to_thread(services.library.find, path_of(sound))
    derived = await services.derived_files.thumbnail(file, picture_format, theme)
    return file_response(request, derived, etag=derived.path.stem)
