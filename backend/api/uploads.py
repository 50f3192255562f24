"""Uploads of people's own files."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.requests import ClientDisconnect

from backend import errors
from backend.api.dependencies import MakerDep, ServicesDep
from backend.api.multipart import FILE_FIELD, FormReader
from backend.api.problems import documented
from backend.api.schemas.sound import SoundPublic, SoundReply
from backend.api.schemas.upload import UploadForm
from backend.errors import UploadBroken, UploadTooLarge
from backend.sounds.upload import Receipt

PATH = "/api/v1/environment-sounds/upload"

router = APIRouter(tags=["environment sounds"])

_STALLED_SECONDS = 30.0
MULTIPART_BYTES = 1 << 20
"""The size that boundaries, headers and texts of a form may have beside the file."""


def _form_schema() -> dict[str, Any]:
    schema = UploadForm.model_json_schema()
    properties = schema["properties"]
    properties["category_id"] = {"type": "integer", "minimum": 1, "description": "Of a category."}
    properties["tag_ids"] = {
        "type": "string",
        "pattern": "^([0-9]+(,[0-9]+)*)?$",
        "description": "Ids of tags, separated by commas.",
    }
    file = {"type": "string", "format": "binary", "description": "WAV, FLAC, Ogg or MP3."}
    return {
        "type": "object",
        "required": [FILE_FIELD],
        "properties": {FILE_FIELD: file, **properties},
        "additionalProperties": False,
    }


@router.post(
    PATH,
    status_code=201,
    responses=documented(
        errors.InvalidRequest,
        errors.UploadRefused,
        errors.UploadTooLarge,
        errors.UploadBroken,
        errors.QueueFull,
        errors.StorageFull,
        errors.StorageFailed,
    ),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"multipart/form-data": {"schema": _form_schema()}},
        }
    },
)
async def upload_sound(request: Request, services: ServicesDep, editor: MakerDep) -> SoundReply:
    """Add a person's own sound file to the library, as it is.

    Its content decides on its format, not its name. It is decoded from end to end first.
    """
    form = FormReader(request.headers.get("content-type", ""))
    max_megabytes = services.uploads.max_megabytes
    stated_bytes = request.headers.get("content-length", "")
    if stated_bytes.isdigit() and int(stated_bytes) > max_megabytes * 1_000_000 + MULTIPART_BYTES:
        raise UploadTooLarge(max_megabytes)
    async with services.uploads.receiving(editor) as receipt:
        await _receive(request, form, receipt)
        new = _checked(form).to_new_upload(form.file_name or "")
        row = await services.uploads.keep(receipt, new, editor, partial(_leaving, request))
    return SoundReply(message="The sound is in the library.", data=SoundPublic.of(row))


async def _receive(request: Request, form: FormReader, receipt: Receipt) -> None:
    async for data in _body(request):
        await receipt.write(form.feed(data))


async def _body(request: Request) -> AsyncIterator[bytes]:
    stream = aiter(request.stream())
    try:
        while True:
            async with asyncio.timeout(_STALLED_SECONDS):
                data = await anext(stream, None)
            if data is None:
                return
            yield data
    except (TimeoutError, ClientDisconnect) as error:
        raise UploadBroken from error


async def _leaving(request: Request) -> None:
    """Wait until the client of a request that was received whole is gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _checked(form: FormReader) -> UploadForm:
    try:
        return UploadForm.model_validate(form.finish())
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        raise RequestValidationError(
            [{**detail, "loc": ("body", *detail["loc"])} for detail in details]
        ) from error
