"""Sounds: request, list, watch, change, cancel and delete, one or many."""

import json
from collections.abc import AsyncIterator
from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.sse import ServerSentEvent

from backend import errors
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
from backend.api.event_stream import EventStream
from backend.api.problems import HttpError, documented
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
from backend.jobs import SoundProgress
from backend.sounds import Changes

router = APIRouter(prefix="/api/v1/environment-sounds", tags=["environment sounds"])

_NOT_THERE = (errors.InvalidRequest, errors.SoundNotFound)
_BODY = (
    HttpError.BAD_REQUEST,
    HttpError.BODY_TOO_LARGE,
    HttpError.BODY_TOO_SLOW,
    errors.InvalidRequest,
)


async def _shown(services: Services, row: EnvironmentSound, caller: Caller) -> SoundPublic:
    """Return the row as this caller sees it."""
    liked = await services.sounds.favorites_among([row.id], caller.name)
    last = services.broadcaster.last(row.id)
    return SoundPublic.of(row, last, is_favorited=row.id in liked)


@router.post(
    "/generate",
    status_code=202,
    responses=documented(
        *_BODY,
        errors.PromptNotUnderstood,
        errors.EngineNotFound,
        errors.WeightsMissing,
        errors.QueueFull,
        errors.RequestIdReused,
    ),
)
async def generate_sound(
    wanted: GenerateSound,
    services: ServicesDep,
    caller: MakerDep,
    idempotency_key: IdempotencyKey = None,
) -> SoundAccepted:
    """Queue a sound and answer at once. Read it, or watch its events, until it is over."""
    accepted = await services.submissions.submit(wanted.to_new_sound(idempotency_key), caller)
    return SoundAccepted.of(accepted)


@router.get("/", responses=documented(errors.InvalidRequest))
async def list_sounds(
    wanted: Annotated[SoundFilter, Query()], services: ServicesDep, caller: CallerDep
) -> SoundPageReply:
    """Return one page of the library."""
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
            next_cursor=page.next_cursor,
        )
    )


@router.post("/batch-delete", responses=documented(*_BODY, errors.BatchRefused))
async def delete_sounds(
    wanted: DeleteSounds, services: ServicesDep, caller: EditorDep
) -> BatchReply:
    """Delete all of these sounds, or none."""
    sound_ids = list(dict.fromkeys(wanted.sound_ids))
    results = await services.changes.delete_all(sound_ids, caller)
    return BatchReply(
        message=f"{len(results)} sounds are deleted.",
        data=BatchDone(
            results=[BatchResultPublic.model_validate(result) for result in results],
            count=len(results),
        ),
    )


@router.post("/batch-update", responses=documented(*_BODY, errors.BatchRefused))
async def update_sounds(
    wanted: ChangeSounds, services: ServicesDep, caller: EditorDep
) -> BatchReply:
    """Change all of these sounds, or none."""
    sound_ids = list(dict.fromkeys(wanted.sound_ids))
    results = await services.changes.update_all(sound_ids, wanted.to_change(), caller)
    return BatchReply(
        message=f"{len(results)} sounds are changed.",
        data=BatchDone(
            results=[BatchResultPublic.model_validate(result) for result in results],
            count=len(results),
        ),
    )


@router.get("/{sound_id}", responses=documented(*_NOT_THERE))
async def get_sound(sound: SoundDep, services: ServicesDep, caller: CallerDep) -> SoundPublic:
    """Return the sound as it is now."""
    return await _shown(services, sound, caller)


@router.put("/{sound_id}", responses=documented(*_BODY, errors.SoundNotFound))
async def update_sound(
    wanted: ChangeSound, sound: OwnSoundDep, services: ServicesDep, caller: CallerDep
) -> SoundReply:
    """Change the fields that are sent. The others stay as they are."""
    row, notes = await services.changes.update(sound.id, wanted.to_change(), caller)
    return SoundReply(
        message=" ".join(["The sound is changed.", *notes]),
        data=await _shown(services, row, caller),
    )


@router.get(
    "/{sound_id}/events",
    status_code=200,
    response_class=EventStream,
    responses={200: {"description": "The events."}, **documented(*_NOT_THERE, errors.QueueFull)},
)
async def watch_sound(
    sound_id: SoundId, changes: ChangesDep, services: ServicesDep, caller: CallerDep
) -> EventStream:
    """Send the sound as Server-Sent Events: as it is now, then at every change.

    Events are named `progress`; the last one `completed`, `failed`, `cancelled` or `deleted`.
    The data is the sound, as `GET /{sound_id}` gives it.
    """
    liked = await services.sounds.favorites_among([sound_id], caller.name)
    return EventStream(_events(sound_id, changes, services, is_favorited=bool(liked)))


async def _events(
    sound_id: int, changes: Changes, services: Services, *, is_favorited: bool
) -> AsyncIterator[ServerSentEvent]:
    is_over = False
    async for row, progress in changes:
        is_over = row.generation_status.is_final
        event = row.generation_status.value if is_over else "progress"
        sound = _shared_text(row, progress, is_favorited=is_favorited)
        yield ServerSentEvent(raw_data=sound, event=event)
    if not is_over and not services.broadcaster.is_closed:
        yield ServerSentEvent(raw_data=json.dumps({"id": sound_id}), event="deleted")


@lru_cache(maxsize=256)
def _shared_text(
    row: EnvironmentSound, progress: SoundProgress | None, *, is_favorited: bool
) -> str:
    """Return the sound as JSON, formed once for all who watch it. Watched rows never change."""
    return SoundPublic.of(row, progress, is_favorited=is_favorited).model_dump_json()


@router.post("/{sound_id}/cancel", responses=documented(*_NOT_THERE, errors.SoundNotRunning))
async def cancel_sound(sound: OwnSoundDep, services: ServicesDep, caller: CallerDep) -> SoundReply:
    """Cancel a sound that waits, or stop one in the making."""
    row = await services.changes.cancel(sound.id, caller)
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
        errors.SoundNotFound,
        errors.SoundBusy,
        errors.SoundNotGenerated,
        errors.PromptNotUnderstood,
        errors.EngineNotFound,
        errors.WeightsMissing,
        errors.QueueFull,
    ),
)
async def regenerate_sound(
    sound: OwnSoundDep,
    services: ServicesDep,
    caller: MakerDep,
    wanted: RegenerateSound | None = None,
) -> SoundAccepted:
    """Make a sound again with a new seed. Its file stays until the new one is there."""
    wish = (wanted or RegenerateSound()).to_again()
    accepted = await services.submissions.regenerate(sound.id, wish, caller)
    return SoundAccepted.of(accepted)


@router.delete("/{sound_id}", responses=documented(*_NOT_THERE))
async def delete_sound(
    sound: OwnSoundDep, services: ServicesDep, caller: CallerDep
) -> SoundDeleted:
    """Delete the sound. One in the making is stopped. Its file is kept for a while."""
    await services.changes.delete(sound.id, caller)
    return SoundDeleted(message="The sound is deleted.", sound_id=sound.id)
