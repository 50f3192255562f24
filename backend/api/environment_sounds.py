"""Sounds: ask for one, look, watch, change, cancel, delete; one or many."""

import time
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent

from backend.access.api_keys import Caller
from backend.api.dependencies import (
    CallerDep,
    ChangesDep,
    EditorDep,
    IdempotencyKey,
    MakerDep,
    OwnSoundDep,
    ServicesDep,
    SoundDep,
    SoundId,
)
from backend.api.problems import documented
from backend.api.schemas.change import ChangeSound, ChangeSounds, DeleteSounds
from backend.api.schemas.generate import GenerateSound, RegenerateSound, SoundAccepted
from backend.api.schemas.listing import SoundFilter
from backend.api.schemas.sound import (
    BatchDone,
    BatchReply,
    BatchResultPublic,
    SoundDeleted,
    SoundPage,
    SoundPageReply,
    SoundPublic,
    SoundReply,
)
from backend.api.services import Services
from backend.db.models import EnvironmentSound

router = APIRouter(prefix="/api/v1/environment-sounds", tags=["environment sounds"])

_NOT_THERE = ("REQUEST_INVALID", "SOUND_NOT_FOUND")
_BODY = ("BAD_REQUEST", "BODY_TOO_LARGE", "REQUEST_INVALID")


async def _shown(services: Services, row: EnvironmentSound, caller: Caller) -> SoundPublic:
    """The row as this caller sees it."""
    liked = await services.sounds.favorites_among([row.id], caller.name)
    last = services.broadcaster.last(row.id)
    return SoundPublic.of(row, last, is_favorited=row.id in liked)


@router.post(
    "/generate",
    status_code=202,
    responses=documented(
        *_BODY,
        "PROMPT_NOT_UNDERSTOOD",
        "ENGINE_UNKNOWN",
        "WEIGHTS_MISSING",
        "QUEUE_FULL",
        "REQUEST_ID_REUSED",
    ),
)
async def generate_sound(
    wanted: GenerateSound,
    services: ServicesDep,
    caller: MakerDep,
    idempotency_key: IdempotencyKey = None,
) -> SoundAccepted:
    """Queues a sound and answers at once; look at it, or watch it, until it is over."""
    accepted = await services.submissions.submit(wanted.to_new_sound(idempotency_key), caller)
    row = accepted.row
    services.operation_log.write(
        "generate", who=caller.address, what=row.prompt, sound_id=row.id, result="accepted"
    )
    return SoundAccepted.of(accepted)


@router.get("/", responses=documented("REQUEST_INVALID"))
async def list_sounds(
    wanted: Annotated[SoundFilter, Query()], services: ServicesDep, caller: CallerDep
) -> SoundPageReply:
    """One page of the library."""
    page = await services.sounds.page(wanted.query(caller.name), caller.name)
    return SoundPageReply(
        data=SoundPage(
            sounds=[
                SoundPublic.of(
                    row,
                    services.broadcaster.last(row.id),
                    is_favorited=row.id in page.favorite_ids,
                )
                for row in page.rows
            ],
            total=page.total,
            page=wanted.page,
            page_size=wanted.page_size,
            pages=-(-page.total // wanted.page_size),
        )
    )


@router.post("/batch-delete", responses=documented(*_BODY, "BATCH_REFUSED"))
async def delete_sounds(
    wanted: DeleteSounds, services: ServicesDep, caller: EditorDep
) -> BatchReply:
    """Deletes all of these sounds, or none."""
    sound_ids = list(dict.fromkeys(wanted.sound_ids))
    results = await services.changes.delete_all(sound_ids, caller)
    services.metadata_sync.note(*sound_ids)
    services.operation_log.write(
        "batch-delete", who=caller.address, what=str(sound_ids), sound_id=None, result="deleted"
    )
    return BatchReply(
        message=f"{len(results)} sounds are deleted.",
        data=BatchDone(
            results=[BatchResultPublic.model_validate(result) for result in results],
            count=len(results),
        ),
    )


@router.post("/batch-update", responses=documented(*_BODY, "BATCH_REFUSED"))
async def update_sounds(
    wanted: ChangeSounds, services: ServicesDep, caller: EditorDep
) -> BatchReply:
    """Changes all of these sounds, or none."""
    sound_ids = list(dict.fromkeys(wanted.sound_ids))
    results = await services.changes.update_all(sound_ids, wanted.to_change(), caller)
    services.metadata_sync.note(*sound_ids)
    return BatchReply(
        message=f"{len(results)} sounds are changed.",
        data=BatchDone(
            results=[BatchResultPublic.model_validate(result) for result in results],
            count=len(results),
        ),
    )


@router.get("/{sound_id}", responses=documented(*_NOT_THERE))
async def get_sound(sound: SoundDep, services: ServicesDep, caller: CallerDep) -> SoundPublic:
    """The sound as it is now."""
    return await _shown(services, sound, caller)


@router.put("/{sound_id}", responses=documented(*_BODY, "SOUND_NOT_FOUND"))
async def update_sound(
    wanted: ChangeSound, sound: OwnSoundDep, services: ServicesDep, caller: CallerDep
) -> SoundReply:
    """Changes what is sent; what is left out stays as it is."""
    row, notes = await services.changes.update(sound.id, wanted.to_change(), caller)
    services.metadata_sync.note(row.id)
    return SoundReply(
        message=" ".join(["The sound is changed.", *notes]),
        data=await _shown(services, row, caller),
    )


@router.get(
    "/{sound_id}/events",
    response_class=EventSourceResponse,
    responses=documented(*_NOT_THERE, "QUEUE_FULL"),
)
async def watch_sound(
    sound_id: SoundId, changes: ChangesDep, services: ServicesDep, caller: CallerDep
) -> AsyncIterator[ServerSentEvent]:
    """Server-Sent Events: the sound as it is now, then at every change.

    Events are named `progress`; the last one `completed`, `failed`, `cancelled` or `deleted`.
    The data is the sound, as `GET /{sound_id}` gives it.
    """
    is_over = False
    liked = await services.sounds.favorites_among([sound_id], caller.name)
    async for row, progress in changes:
        is_over = row.generation_status.is_final
        event = row.generation_status.value if is_over else "progress"
        sound = SoundPublic.of(row, progress, is_favorited=bool(liked))
        yield ServerSentEvent(data=sound, event=event)
    if not is_over and not services.broadcaster.is_closed:
        yield ServerSentEvent(data={"id": sound_id}, event="deleted")


@router.post("/{sound_id}/cancel", responses=documented(*_NOT_THERE, "SOUND_NOT_RUNNING"))
async def cancel_sound(sound: OwnSoundDep, services: ServicesDep, caller: CallerDep) -> SoundReply:
    """Cancels what waits, and stops what is in the making."""
    row = await services.changes.cancel(sound.id, caller)
    services.operation_log.write(
        "cancel", who=caller.address, what=row.prompt, sound_id=row.id, result=row.generation_status
    )
    message = (
        "The sound is cancelled."
        if row.generation_status.is_final
        else "The sound is being stopped."
    )
    return SoundReply(message=message, data=await _shown(services, row, caller))


@router.post(
    "/{sound_id}/regenerate",
    status_code=202,
    responses=documented(
        *_BODY,
        "SOUND_NOT_FOUND",
        "SOUND_BUSY",
        "SOUND_NOT_GENERATED",
        "PROMPT_NOT_UNDERSTOOD",
        "ENGINE_UNKNOWN",
        "WEIGHTS_MISSING",
        "QUEUE_FULL",
    ),
)
async def regenerate_sound(
    sound: OwnSoundDep,
    services: ServicesDep,
    caller: MakerDep,
    wanted: RegenerateSound | None = None,
) -> SoundAccepted:
    """Makes a sound again, with a new seed; its file stays until the new one is there."""
    wish = (wanted or RegenerateSound()).to_again()
    accepted = await services.submissions.regenerate(sound.id, wish, caller)
    services.operation_log.write(
        "regenerate", who=caller.address, what=sound.prompt, sound_id=sound.id, result="accepted"
    )
    return SoundAccepted.of(accepted)


@router.delete("/{sound_id}", responses=documented(*_NOT_THERE))
async def delete_sound(
    sound: OwnSoundDep, services: ServicesDep, caller: CallerDep
) -> SoundDeleted:
    """Deletes the sound; one in the making is stopped. Its file is kept for a while."""
    started_at = time.monotonic()
    row = await services.changes.delete(sound.id, caller)
    services.metadata_sync.note(row.id)
    services.operation_log.write(
        "delete",
        who=caller.address,
        what=row.prompt,
        sound_id=sound.id,
        result="deleted",
        seconds=time.monotonic() - started_at,
    )
    return SoundDeleted(message="The sound is deleted.", sound_id=sound.id)
