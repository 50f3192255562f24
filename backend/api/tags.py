"""Tags of sounds."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from backend import errors
from backend.api.dependencies import AdminDep, ServicesDep
from backend.api.problems import HttpError, documented
from backend.api.schemas.generate import MAX_ID
from backend.api.schemas.taxonomy import ChangeTag, EntryDeleted, NewTag, TagPublic

router = APIRouter(prefix="/api/v1/environment-sounds/tags", tags=["tags"])

TagId = Annotated[int, Path(ge=1, le=MAX_ID, description="A tag's id.")]
_BODY = (
    HttpError.BAD_REQUEST,
    HttpError.BODY_TOO_LARGE,
    HttpError.BODY_TOO_SLOW,
    errors.InvalidRequest,
    errors.NameTaken,
)


@router.get("", responses=documented(errors.InvalidRequest))
async def list_tags(
    services: ServicesDep,
    popular_only: Annotated[
        bool, Query(description="Only tags that sounds have, the most used first.")
    ] = False,
    limit: Annotated[int | None, Query(ge=1, le=1000, description="Default: all.")] = None,
) -> list[TagPublic]:
    """Return the tags."""
    found = await services.tags.list(popular_only=popular_only, limit=limit)
    return [TagPublic.of(used) for used in found]


@router.post("", status_code=201, responses=documented(*_BODY))
async def create_tag(wanted: NewTag, services: ServicesDep, admin: AdminDep) -> TagPublic:
    """Add a tag."""
    return TagPublic.model_validate(await services.tags.create(wanted.to_fields(), admin))


@router.get("/{tag_id}", responses=documented(errors.InvalidRequest, errors.TagNotFound))
async def get_tag(tag_id: TagId, services: ServicesDep) -> TagPublic:
    """Return one tag."""
    return TagPublic.of(await services.tags.get(tag_id))


@router.put("/{tag_id}", responses=documented(*_BODY, errors.TagNotFound))
async def update_tag(
    wanted: ChangeTag, tag_id: TagId, services: ServicesDep, admin: AdminDep
) -> TagPublic:
    """Change the fields that are sent. The others stay as they are."""
    await services.tags.update(tag_id, wanted.to_fields(), admin)
    return TagPublic.of(await services.tags.get(tag_id))


@router.delete("/{tag_id}", responses=documented(errors.InvalidRequest, errors.TagNotFound))
async def delete_tag(tag_id: TagId, services: ServicesDep, admin: AdminDep) -> EntryDeleted:
    """Delete a tag. Sounds no longer have it."""
    await services.tags.delete(tag_id, admin)
    return EntryDeleted(message="The tag is deleted.")
