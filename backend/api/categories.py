"""Categories of sounds."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from backend import errors
from backend.api.dependencies import AdminDep, ServicesDep
from backend.api.problems import HttpError, documented
from backend.api.schemas.generate import MAX_ID, EntryId
from backend.api.schemas.taxonomy import (
    CategoryDeleted,
    CategoryPublic,
    ChangeCategory,
    NewCategory,
)

router = APIRouter(prefix="/api/v1/environment-sounds/categories", tags=["categories"])

CategoryId = Annotated[int, Path(ge=1, le=MAX_ID, description="A category's id.")]
_BODY = (
    HttpError.BAD_REQUEST,
    HttpError.BODY_TOO_LARGE,
    HttpError.BODY_TOO_SLOW,
    errors.InvalidRequest,
    errors.NameTaken,
)


@router.get("", responses=documented(errors.InvalidRequest))
async def list_categories(services: ServicesDep, active_only: bool = False) -> list[CategoryPublic]:
    """Return the categories, the highest `sort_order` first."""
    found = await services.categories.list(active_only=active_only)
    return [CategoryPublic.of(used) for used in found]


@router.post("", status_code=201, responses=documented(*_BODY))
async def create_category(
    wanted: NewCategory, services: ServicesDep, admin: AdminDep
) -> CategoryPublic:
    """Add a category."""
    category = await services.categories.create(wanted.to_fields(), admin)
    return CategoryPublic.model_validate(category)


@router.get("/{category_id}", responses=documented(errors.InvalidRequest, errors.CategoryNotFound))
async def get_category(category_id: CategoryId, services: ServicesDep) -> CategoryPublic:
    """Return one category."""
    return CategoryPublic.of(await services.categories.get(category_id))


@router.put("/{category_id}", responses=documented(*_BODY, errors.CategoryNotFound))
async def update_category(
    wanted: ChangeCategory, category_id: CategoryId, services: ServicesDep, admin: AdminDep
) -> CategoryPublic:
    """Change the fields that are sent. The others stay as they are."""
    await services.categories.update(category_id, wanted.to_fields(), admin)
    return CategoryPublic.of(await services.categories.get(category_id))


@router.delete(
    "/{category_id}",
    responses=documented(errors.InvalidRequest, errors.CategoryNotFound, errors.CategoryInUse),
)
async def delete_category(
    category_id: CategoryId,
    services: ServicesDep,
    admin: AdminDep,
    move_to: Annotated[
        EntryId | None, Query(description="The category that its sounds and presets go to.")
    ] = None,
) -> CategoryDeleted:
    """Delete a category. One that has sounds needs `move_to`."""
    moved_count = await services.categories.remove(category_id, move_to, admin)
    return CategoryDeleted(message="The category is deleted.", moved_count=moved_count)
