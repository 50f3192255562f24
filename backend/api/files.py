"""The finished files under the URLs of their rows, and pictures and waveforms of them.

Where there is an nginx, it sends the files that the backend allows.
"""

import asyncio
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from backend import errors
from backend.api.connection import while_connected
from backend.api.dependencies import MaybeCallerDep, ServicesDep, SoundDep
from backend.api.file_response import file_response
from backend.api.problems import HttpError, documented
from backend.files import PictureFormat, Theme
from backend.files.waveform import DEFAULT_PIXELS_PER_SECOND, MAX_PIXELS_PER_SECOND
from backend.sounds import relative_path as path_of

router = APIRouter(tags=["files"])
open_router = APIRouter(tags=["files"])
"""The router that requires no key."""

_REVALIDATED = "private, no-cache"
"""The file never changes under its name, but its sound may be deleted or made private."""
_NGINX_LOCATION = "/_environment_sounds/"
"""The internal location of the sounds folder in nginx."""

_NOT_MODIFIED = {"description": "The client has it already (If-None-Match)."}
_DERIVED = documented(
    errors.InvalidRequest,
    errors.SoundNotFound,
    errors.SoundNotCompleted,
    errors.SoundFileGone,
    errors.SoundFileDamaged,
    errors.QueueFull,
    errors.DeadlineExceeded,
    HttpError.RANGE_NOT_SATISFIABLE,
    errors.StorageFailed,
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
            errors.InvalidRequest,
            errors.SoundFileGone,
            HttpError.RANGE_NOT_SATISFIABLE,
            errors.StorageFailed,
        ),
    },
)
async def get_file(
    relative_path: str, services: ServicesDep, caller: MaybeCallerDep, request: Request
) -> Response:
    """Return the file of a finished sound, and no other file of the folder.

    Anybody gets public sounds; one that is not public needs a key.
    """
    file = await asyncio.to_thread(services.library.find, relative_path)
    await services.sounds.check_served(relative_path, is_known_caller=caller is not None)
    if request.headers.get("x-sendfile-type") == "X-Accel-Redirect":
        # nginx sends the file itself, see docker/nginx/nginx.conf.
        place = {"x-accel-redirect": quote(_NGINX_LOCATION + relative_path)}
        return Response(headers=place | {"cache-control": _REVALIDATED}, media_type=file.media_type)
    return file_response(request, file, cache_control=_REVALIDATED)


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
    """Return the waveform of the sound, for peaks.js, wavesurfer.js and the like."""
    file = await asyncio.to_thread(services.library.find, path_of(sound))
    building = services.derived_files.waveform(file, pixels_per_second)
    derived = await while_connected(request, building)
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
    """Return a small picture of the sound, 320 x 80 pixels."""
    file = await asyncio.to_thread(services.library.find, path_of(sound))
    building = services.derived_files.thumbnail(file, picture_format, theme)
    derived = await while_connected(request, building)
    return file_response(request, derived, etag=derived.path.stem)
