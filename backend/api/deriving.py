"""Sounds that are made from another one: varied, extended, repaired."""

from fastapi import APIRouter

from backend import errors
from backend.access.api_keys import Caller
from backend.api.dependencies import IdempotencyKey, MakerDep, ServicesDep, SoundId
from backend.api.problems import HttpError, documented
from backend.api.schemas.derive import ExtendSound, RepairSound, VarySound
from backend.api.schemas.generate import SoundAccepted
from backend.api.services import Services
from backend.sounds.derive import Derivation

router = APIRouter(prefix="/api/v1/environment-sounds", tags=["made from a sound"])

_REFUSALS = documented(
    HttpError.BAD_REQUEST,
    HttpError.BODY_TOO_LARGE,
    HttpError.BODY_TOO_SLOW,
    errors.InvalidRequest,
    errors.SoundNotFound,
    errors.SoundNotCompleted,
    errors.SoundBusy,
    errors.SoundFileGone,
    errors.PromptNotUnderstood,
    errors.EngineNotFound,
    errors.WeightsMissing,
    errors.SidecarUnavailable,
    errors.StorageFailed,
    errors.QueueFull,
    errors.RequestIdReused,
)


@router.post("/{sound_id}/vary", status_code=202, responses=_REFUSALS)
async def vary_sound(
    sound_id: SoundId,
    services: ServicesDep,
    caller: MakerDep,
    wanted: VarySound | None = None,
    idempotency_key: IdempotencyKey = None,
) -> SoundAccepted:
    """Queue another take of the sound, which stays as it is."""
    derivation = (wanted or VarySound()).to_derivation()
    return await _derive(services, sound_id, derivation, idempotency_key, caller)


@router.post("/{sound_id}/extend", status_code=202, responses=_REFUSALS)
async def extend_sound(
    wanted: ExtendSound,
    sound_id: SoundId,
    services: ServicesDep,
    caller: MakerDep,
    idempotency_key: IdempotencyKey = None,
) -> SoundAccepted:
    """Queue a longer sound that begins with this one, which stays as it is."""
    derivation = wanted.to_derivation()
    return await _derive(services, sound_id, derivation, idempotency_key, caller)


@router.post("/{sound_id}/repair", status_code=202, responses=_REFUSALS)
async def repair_sound(
    wanted: RepairSound,
    sound_id: SoundId,
    services: ServicesDep,
    caller: MakerDep,
    idempotency_key: IdempotencyKey = None,
) -> SoundAccepted:
    """Queue the sound with a part of it made anew. This one stays as it is."""
    derivation = wanted.to_derivation()
    return await _derive(services, sound_id, derivation, idempotency_key, caller)


async def _derive(
    services: Services,
    sound_id: int,
    wanted: Derivation,
    idempotency_key: str | None,
    caller: Caller,
) -> SoundAccepted:
    accepted = await services.derivations.derive(sound_id, wanted, idempotency_key, caller)
    return SoundAccepted.of(accepted)
