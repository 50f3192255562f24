"""The finished files under the URLs that rows tell; nginx serves them where there is one."""

import asyncio

from fastapi import APIRouter, Request, Response

from backend.api.deps import ServicesDep
from backend.api.file_response import file_response
from backend.problems import documented

router = APIRouter(tags=["files"])

_DAY = "public, max-age=86400, immutable"
"""A finished file never changes under its name."""


@router.get(
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
