"""People's own files."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.requests import ClientDisconnect

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
_MULTIPART_BYTES = 1 << 20
"""What boundaries, headers and texts of a form may take beside the file."""


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
        "REQUEST_INVALID",
        "UPLOAD_REFUSED",
        "UPLOAD_TOO_LARGE",
        "UPLOAD_BROKEN",
        "QUEUE_FULL",
        "STORAGE_FULL",
        "STORAGE_FAILED",
    ),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"multipart/form-data": {"schema": _form_schema()}},
        }
    },
)
async def upload_sound(request: Request, services: ServicesDep, editor: MakerDep) -> SoundReply:
    """Adds a person's own sound file to the library, as it is.

    What it is shows its content, not its name; it is decoded from end to end first.
    """
    started_at = time.monotonic()
    form = FormReader(request.headers.get("content-type", ""))
    max_megabytes = services.uploads.max_megabytes
    told_bytes = request.headers.get("content-length", "")
    if told_bytes.isdigit() and int(told_bytes) > max_megabytes * 1_000_000 + _MULTIPART_BYTES:
        raise UploadTooLarge(max_megabytes)
    async with services.uploads.receiving() as receipt:
        await _receive(request, form, receipt)
        new = _checked(form).to_new_upload(form.file_name or "")
        row = await services.uploads.keep(receipt, new, editor)
    services.operation_log.write(
        "upload",
        who=editor.address,
        what=row.name,
        sound_id=row.id,
        result="completed",
        seconds=time.monotonic() - started_at,
    )
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


def _checked(form: FormReader) -> UploadForm:
    try:
        return UploadForm.model_validate(form.finish())
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        raise RequestValidationError(
            [{**detail, "loc": ("body", *detail["loc"])} for detail in details]
        ) from error
