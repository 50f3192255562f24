"""Presets of the form that asks for sounds."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from backend.api.dependencies import AdminDep, ServicesDep
from backend.api.problems import documented
from backend.api.schemas.generate import MAX_ID, EntryId
from backend.api.schemas.taxonomy import ChangePreset, EntryDeleted, NewPreset, PresetPublic

router = APIRouter(prefix="/api/v1/environment-sounds/presets", tags=["presets"])

PresetId = Annotated[int, Path(ge=1, le=MAX_ID, description="A preset's id.")]
_BODY = ("BAD_REQUEST", "BODY_TOO_LARGE", "REQUEST_INVALID", "NAME_TAKEN")


@router.get("", responses=documented("REQUEST_INVALID"))
async def list_presets(
    services: ServicesDep,
    category_id: Annotated[EntryId | None, Query(description="Only of that category.")] = None,
    active_only: bool = False,
) -> list[PresetPublic]:
    """The presets, the highest `sort_order` first."""
    found = await services.presets.list(category_id=category_id, active_only=active_only)
    return [PresetPublic.model_validate(preset) for preset in found]


@router.post("", status_code=201, responses=documented(*_BODY))
async def create_preset(wanted: NewPreset, services: ServicesDep, _admin: AdminDep) -> PresetPublic:
    """Adds a preset."""
    return PresetPublic.model_validate(await services.presets.create(wanted.to_fields()))


@router.get("/{preset_id}", responses=documented("REQUEST_INVALID", "PRESET_NOT_FOUND"))
async def get_preset(preset_id: PresetId, services: ServicesDep) -> PresetPublic:
    """One preset."""
    return PresetPublic.model_validate(await services.presets.get(preset_id))


@router.put("/{preset_id}", responses=documented(*_BODY, "PRESET_NOT_FOUND"))
async def update_preset(
    wanted: ChangePreset, preset_id: PresetId, services: ServicesDep, _admin: AdminDep
) -> PresetPublic:
    """Changes what is sent; what is left out stays as it is."""
    changed = await services.presets.update(preset_id, wanted.to_fields())
    return PresetPublic.model_validate(changed)


@router.delete("/{preset_id}", responses=documented("REQUEST_INVALID", "PRESET_NOT_FOUND"))
async def delete_preset(
    preset_id: PresetId, services: ServicesDep, _admin: AdminDep
) -> EntryDeleted:
    """Deletes a preset."""
    await services.presets.delete(preset_id)
    return EntryDeleted(message="The preset is deleted.")
