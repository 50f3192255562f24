"""Sounds: ask for one, look, watch, cancel, download, delete."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from backend.api.deps import (
    ChangesDep,
    ClientAddress,
    IdempotencyKey,
    ServicesDep,
    SoundDep,
    SoundId,
)
from backend.api.file_response import file_response
from backend.problems import documented
from backend.schemas.generate import GenerateSound, SoundAccepted
from backend.schemas.listing import SoundFilter
from backend.schemas.sound import (
    SoundDeleted,
    SoundPage,
    SoundPageReply,
    SoundPublic,
    SoundReply,
)
from backend.sounds import relative_path

router = APIRouter(prefix="/api/v1/environment-sounds", tags=["environment sounds"])


@router.post(
    "/generate",
    status_code=202,
    responses=documented(
        "BAD_REQUEST",
        "BODY_TOO_LARGE",
        "REQUEST_INVALID",
        "ENGINE_UNKNOWN",
        "WEIGHTS_MISSING",
        "QUEUE_FULL",
        "REQUEST_ID_REUSED",
    ),
)
async def generate_sound(
    wanted: GenerateSound,
    services: ServicesDep,
    who: ClientAddress,
    idempotency_key: IdempotencyKey = None,
) -> SoundAccepted:
    """Queues a sound and answers at once; look at it, or watch it, until it is over."""
    accepted = await services.submissions.submit(wanted.to_new_sound(idempotency_key))
    row = accepted.row
    services.operation_log.write(
        "generate", who=who, what=row.prompt, sound_id=row.id, result="accepted"
    )
    message = (
        f"The sound is {row.generation_status}."
        if accepted.is_sidecar_known
        else "The sidecar cannot be reached now; the sound waits until it is back."
    )
    return SoundAccepted(
        sound_id=row.id,
        status=row.generation_status,
        message=" ".join([message, *row.notes]),
        estimated_time=accepted.estimated_seconds,
        notes=row.notes,
    )


@router.get("/", responses=documented("REQUEST_INVALID"))
async def list_sounds(
    wanted: Annotated[SoundFilter, Query()], services: ServicesDep
) -> SoundPageReply:
    """One page of the library."""
    rows, total = await services.sounds.page(wanted.query(), wanted.page, wanted.page_size)
    return SoundPageReply(
        data=SoundPage(
            sounds=[SoundPublic.of(row, services.broadcaster.last(row.id)) for row in rows],
            total=total,
            page=wanted.page,
            page_size=wanted.page_size,
            pages=-(-total // wanted.page_size),
        )
    )


@router.get("/{sound_id}", responses=documented("REQUEST_INVALID", "SOUND_NOT_FOUND"))
async def get_sound(sound: SoundDep, services: ServicesDep) -> SoundPublic:
    """The sound as it is now."""
    return SoundPublic.of(sound, services.broadcaster.last(sound.id))


@router.get(
    "/{sound_id}/events",
    response_class=EventSourceResponse,
    responses=documented("REQUEST_INVALID", "SOUND_NOT_FOUND", "QUEUE_FULL"),
)
async def watch_sound(
    sound_id: SoundId, changes: ChangesDep, services: ServicesDep
) -> AsyncIterator[ServerSentEvent]:
    """Server-Sent Events: the sound as it is now, then at every change.

    Events are named `progress`; the last one `completed`, `failed`, `cancelled` or `deleted`.
    The data is the sound, as `GET /{sound_id}` gives it.
    """
    is_over = False
    async for row, progress in changes:
        is_over = row.generation_status.is_final
        event = row.generation_status.value if is_over else "progress"
        yield ServerSentEvent(data=SoundPublic.of(row, progress), event=event)
    if not is_over and not services.broadcaster.is_closed:
        yield ServerSentEvent(data={"id": sound_id}, event="deleted")


@router.post(
    "/{sound_id}/cancel",
    responses=documented("REQUEST_INVALID", "SOUND_NOT_FOUND", "SOUND_NOT_RUNNING"),
)
async def cancel_sound(sound_id: SoundId, services: ServicesDep, who: ClientAddress) -> SoundReply:
    """Cancels what waits, and stops what is in the making."""
    row = await services.sounds.cancel(sound_id)
    services.operation_log.write(
        "cancel", who=who, what=row.prompt, sound_id=row.id, result=row.generation_status
    )
    message = (
        "The sound is cancelled."
        if row.generation_status.is_final
        else "The sound is being stopped."
    )
    return SoundReply(message=message, data=SoundPublic.of(row))


@router.get(
    "/{sound_id}/download",
    response_class=Response,
    responses={
        200: {"description": "The file.", "content": {"audio/*": {}}},
        206: {"description": "The byte range that was asked for.", "content": {"audio/*": {}}},
        304: {"description": "The client has it already (If-None-Match)."},
        **documented(
            "REQUEST_INVALID",
            "SOUND_NOT_FOUND",
            "SOUND_NOT_COMPLETED",
            "SOUND_FILE_GONE",
            "RANGE_NOT_SATISFIABLE",
            "STORAGE_FAILED",
        ),
    },
)
async def download_sound(sound: SoundDep, services: ServicesDep, request: Request) -> Response:
    """The file, or a byte range of it, under the sound's name."""
    file = await asyncio.to_thread(services.library.find, relative_path(sound))
    name = "".join("_" if c in '/\\"' else c for c in sound.name) + file.path.suffix
    response = file_response(request, file, etag=sound.sha256, download_name=name)
    # A player that fetches a file in pieces downloads it once.
    is_beginning = request.headers.get("range", "bytes=0-").startswith("bytes=0-")
    if is_beginning and response.status_code == 200:
        await services.sounds.count_download(sound.id)
    return response


@router.delete(
    "/{sound_id}", responses=documented("REQUEST_INVALID", "SOUND_NOT_FOUND", "STORAGE_FAILED")
)
async def delete_sound(
    sound_id: SoundId, services: ServicesDep, who: ClientAddress
) -> SoundDeleted:
    """Deletes the sound and its file; one in the making is stopped."""
    started_at = time.monotonic()
    row = await services.sounds.delete(sound_id)
    if row.file_path is not None:
        await asyncio.to_thread(services.library.delete, row.file_path)
    services.operation_log.write(
        "delete",
        who=who,
        what=row.prompt,
        sound_id=sound_id,
        result="deleted",
        seconds=time.monotonic() - started_at,
    )
    return SoundDeleted(message="The sound is deleted.", sound_id=sound_id)
