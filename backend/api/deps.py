"""What endpoints ask for, as `Annotated` aliases."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Header, Path, Request

from backend.models import EnvironmentSound
from backend.schemas.generate import MAX_INT64
from backend.services import Services
from backend.sounds import Changes


def get_services(request: Request) -> Services:
    """The app's services."""
    services: Services = request.app.state.services
    return services


def get_client_address(request: Request) -> str:
    """The client's address, for the operation log."""
    return request.client.host if request.client else "unknown"


ServicesDep = Annotated[Services, Depends(get_services)]
ClientAddress = Annotated[str, Depends(get_client_address)]
SoundId = Annotated[int, Path(ge=1, le=MAX_INT64, description="A sound's id.")]
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=255,
        pattern=r"^[\x20-\x7e]+$",
        description="The same key again returns the first sound instead of making another.",
    ),
]


async def get_sound(sound_id: SoundId, services: ServicesDep) -> EnvironmentSound:
    """The sound of the path."""
    return await services.sounds.get(sound_id)


SoundDep = Annotated[EnvironmentSound, Depends(get_sound)]


async def get_changes(sound_id: SoundId, services: ServicesDep) -> AsyncIterator[Changes]:
    """The changes of the path's sound; what is wrong shows before the stream begins."""
    async with services.sounds.watched(sound_id) as changes:
        yield changes


ChangesDep = Annotated[Changes, Depends(get_changes)]
