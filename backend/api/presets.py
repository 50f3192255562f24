"""Presets of the form that asks for sounds."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from backend import errors
from backend.api.dependencies import AdminDep, ServicesDep
from backend.api.problems import HttpError, documented
from backend.api.schemas.generate import MAX_ID, EntryId
from backend.api.schemas.taxonomy import ChangePreset, EntryDeleted, NewPreset, PresetPublic

router = APIRouter(prefix="/api/v1/environment-sounds/presets", tags=["presets"])

PresetId = Annotated[int, Path(ge=1, le=MAX_ID, description="A preset's id.")]
_BODY = (
    HttpError.BAD_REQUEST,
    HttpError.BODY_TOO_LARGE,
    HttpError.BODY_TOO_SLOW,
    errors.InvalidRequest,
    errors.NameTaken,
)


@router.get("", responses=documented(errors.InvalidRequest))
async def list_presets(
    services: ServicesDep,
    category_id: Annotated[EntryId | None, Query(description="Only of that category.")] = None,
    active_only: bool = False,
) -> list[PresetPublic]:
    """Return the presets, the highest `sort_order` first."""
    found = await services.presets.list(category_id=category_id, active_only=active_only)
    return [PresetPublic.model_validate(preset) for preset in found]


@router.post("", status_code=201, responses=documented(*_BODY))
async def create_preset(wanted: NewPreset, services: ServicesDep, admin: AdminDep) -> PresetPublic:
    """Add a preset."""
    preset = await services.presets.create(wanted.to_fields(), admin)
    return PresetPublic.model_validate(preset)


@router.get("/{preset_id}", responses=documented(errors.InvalidRequest, errors.PresetNotFound))
async def get_preset(preset_id: PresetId, services: ServicesDep) -> PresetPublic:
    """Return one preset."""
    return PresetPublic.model_validate(await services.presets.get(preset_id))


@router.put("/{preset_id}", responses=documented(*_BODY, errors.PresetNotFound))
async def update_preset(
    wanted: ChangePreset, preset_id: PresetId, services: ServicesDep, admin: AdminDep
) -> PresetPublic:
    """Change the fields that are sent. The others stay as they are."""
    changed = await services.presets.update(preset_id, wanted.to_fields(), admin)
    return PresetPublic.model_validate(changed)


@router.delete("/{preset_id}", responses=documented(errors.InvalidRequest, errors.PresetNotFound))
async def delete_preset(
    preset_id: PresetId, services: ServicesDep, admin: AdminDep
) -> EntryDeleted:
    """Delete a preset."""
    await services.presets.delete(preset_id, admin)
    return EntryDeleted(message="The preset is deleted.")
