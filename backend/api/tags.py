"""Tags of sounds."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from backend.api.dependencies import AdminDep, ServicesDep
from backend.api.problems import documented
from backend.api.schemas.generate import MAX_ID
from backend.api.schemas.taxonomy import ChangeTag, EntryDeleted, NewTag, TagPublic
from backend.db.models import EnvironmentSound

router = APIRouter(prefix="/api/v1/environment-sounds/tags", tags=["tags"])

TagId = Annotated[int, Path(ge=1, le=MAX_ID, description="A tag's id.")]
_BODY = ("BAD_REQUEST", "BODY_TOO_LARGE", "REQUEST_INVALID", "NAME_TAKEN")


@router.get("", responses=documented("REQUEST_INVALID"))
async def list_tags(
    services: ServicesDep,
    popular_only: Annotated[
        bool, Query(description="Only tags that sounds have, the most used first.")
    ] = False,
    limit: Annotated[int | None, Query(ge=1, le=1000, description="Default: all.")] = None,
) -> list[TagPublic]:
    """The tags."""
    found = await services.tags.list(popular_only=popular_only, limit=limit)
    return [TagPublic.of(used) for used in found]


@router.post("", status_code=201, responses=documented(*_BODY))
async def create_tag(wanted: NewTag, services: ServicesDep, _admin: AdminDep) -> TagPublic:
    """Adds a tag."""
    return TagPublic.model_validate(await services.tags.create(wanted.to_fields()))


@router.get("/{tag_id}", responses=documented("REQUEST_INVALID", "TAG_NOT_FOUND"))
async def get_tag(tag_id: TagId, services: ServicesDep) -> TagPublic:
    """One tag."""
    return TagPublic.of(await services.tags.get(tag_id))


@router.put("/{tag_id}", responses=documented(*_BODY, "TAG_NOT_FOUND"))
async def update_tag(
    wanted: ChangeTag, tag_id: TagId, services: ServicesDep, _admin: AdminDep
) -> TagPublic:
    """Changes what is sent; what is left out stays as it is."""
    async with services.metadata_sync.noting(EnvironmentSound.tags.any(id=tag_id)):
        await services.tags.update(tag_id, wanted.to_fields())
    return TagPublic.of(await services.tags.get(tag_id))


@router.delete("/{tag_id}", responses=documented("REQUEST_INVALID", "TAG_NOT_FOUND"))
async def delete_tag(tag_id: TagId, services: ServicesDep, _admin: AdminDep) -> EntryDeleted:
    """Deletes a tag; sounds no longer have it."""
    async with services.metadata_sync.noting(EnvironmentSound.tags.any(id=tag_id)):
        await services.tags.delete(tag_id)
    return EntryDeleted(message="The tag is deleted.")
