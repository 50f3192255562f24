"""Categories of sounds."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from backend.api.dependencies import AdminDep, ServicesDep
from backend.api.problems import documented
from backend.api.schemas.generate import MAX_ID, EntryId
from backend.api.schemas.taxonomy import (
    CategoryDeleted,
    CategoryPublic,
    ChangeCategory,
    NewCategory,
)
from backend.db.models import EnvironmentSound

router = APIRouter(prefix="/api/v1/environment-sounds/categories", tags=["categories"])

CategoryId = Annotated[int, Path(ge=1, le=MAX_ID, description="A category's id.")]
_BODY = ("BAD_REQUEST", "BODY_TOO_LARGE", "REQUEST_INVALID", "NAME_TAKEN")


@router.get("", responses=documented("REQUEST_INVALID"))
async def list_categories(services: ServicesDep, active_only: bool = False) -> list[CategoryPublic]:
    """The categories, the highest `sort_order` first."""
    found = await services.categories.list(active_only=active_only)
    return [CategoryPublic.of(used) for used in found]


@router.post("", status_code=201, responses=documented(*_BODY))
async def create_category(
    wanted: NewCategory, services: ServicesDep, _admin: AdminDep
) -> CategoryPublic:
    """Adds a category."""
    return CategoryPublic.model_validate(await services.categories.create(wanted.to_fields()))


@router.get("/{category_id}", responses=documented("REQUEST_INVALID", "CATEGORY_NOT_FOUND"))
async def get_category(category_id: CategoryId, services: ServicesDep) -> CategoryPublic:
    """One category."""
    return CategoryPublic.of(await services.categories.get(category_id))


@router.put("/{category_id}", responses=documented(*_BODY, "CATEGORY_NOT_FOUND"))
async def update_category(
    wanted: ChangeCategory, category_id: CategoryId, services: ServicesDep, _admin: AdminDep
) -> CategoryPublic:
    """Changes what is sent; what is left out stays as it is."""
    async with services.metadata_sync.noting(EnvironmentSound.category_id == category_id):
        await services.categories.update(category_id, wanted.to_fields())
    return CategoryPublic.of(await services.categories.get(category_id))


@router.delete(
    "/{category_id}",
    responses=documented("REQUEST_INVALID", "CATEGORY_NOT_FOUND", "CATEGORY_IN_USE"),
)
async def delete_category(
    category_id: CategoryId,
    services: ServicesDep,
    _admin: AdminDep,
    move_to: Annotated[
        EntryId | None, Query(description="The category that its sounds and presets go to.")
    ] = None,
) -> CategoryDeleted:
    """Deletes a category; one that has sounds needs `move_to`."""
    async with services.metadata_sync.noting(EnvironmentSound.category_id == category_id):
        moved_count = await services.categories.remove(category_id, move_to)
    return CategoryDeleted(message="The category is deleted.", moved_count=moved_count)
