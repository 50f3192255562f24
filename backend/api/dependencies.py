"""The dependencies of endpoints, as `Annotated` aliases.

The alias that an endpoint takes decides on the rights it needs: `CallerDep` (any known caller:
reading, plays, favourites, ratings), `MakerDep` (an editor who asks for work: generate, upload),
`OwnSoundDep` (the path's sound, which the caller may change: put, cancel, delete), `EditorDep` (an
editor, for sounds that a body names), `AdminDep` (categories, tags, presets, rescan).
Every router but the open ones requires a known caller already, see `application`.
"""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Header, Path, Request, Response, Security
from fastapi.security import APIKeyHeader

from backend.access.api_keys import Caller, Role
from backend.api.schemas.generate import MAX_ID
from backend.api.services import Services
from backend.db.models import EnvironmentSound
from backend.errors import ApiKeyRefused, Forbidden
from backend.sounds import Changes


async def get_services(request: Request) -> Services:
    """Return the services of the application."""
    services: Services = request.app.state.services
    return services


async def get_client_address(request: Request) -> str:
    """Return the client's address, for the operation log."""
    return request.client.host if request.client else "unknown"


ServicesDep = Annotated[Services, Depends(get_services)]
ClientAddress = Annotated[str, Depends(get_client_address)]

_KEY_HEADER = APIKeyHeader(
    name="X-API-Key",
    auto_error=False,
    description="Asked for where the server has keys; without any, everyone is `anonymous`.",
)


async def get_caller(
    services: ServicesDep,
    address: ClientAddress,
    response: Response,
    key: Annotated[str | None, Security(_KEY_HEADER)],
) -> Caller:
    """Return the caller, and count the request.

    Raises:
        ApiKeyRefused: The key is missing or nobody's.
        RateLimited: They call too often.
    """
    caller = services.api_keys.caller(key, address)
    if caller is None:
        raise ApiKeyRefused
    await _count("requests", caller, services, response)
    return caller


async def _count(limit: str, caller: Caller, services: Services, response: Response) -> None:
    who = caller.name if services.api_keys.has_keys else caller.address
    for name, value in (await services.rate_limits.count(limit, who)).items():
        response.headers.append(name, value)


CallerDep = Annotated[Caller, Depends(get_caller)]


def require_role(caller: Caller, role: Role) -> Caller:
    """Return the caller.

    Raises:
        Forbidden: Their role does not include this one.
    """
    if not caller.role.includes(role):
        raise Forbidden(
            f"this needs the role {role}; the key of {caller.name!r} has the role {caller.role}"
        )
    return caller


def require_owner(caller: Caller, created_by: str | None) -> None:
    """Raise where the caller may not change what `created_by` made.

    Raises:
        Forbidden: It is somebody else's and the caller is no admin.
    """
    if not caller.may_change(created_by):
        raise Forbidden("only who made this, or an admin, may change it")


async def get_editor(caller: CallerDep) -> Caller:
    """Return a caller who may make and change sounds."""
    return require_role(caller, Role.EDITOR)


async def get_admin(caller: CallerDep) -> Caller:
    """Return a caller who may do everything."""
    return require_role(caller, Role.ADMIN)


EditorDep = Annotated[Caller, Depends(get_editor)]
AdminDep = Annotated[Caller, Depends(get_admin)]


async def get_maker(editor: EditorDep, services: ServicesDep, response: Response) -> Caller:
    """Return an editor who asks for work, and count the request.

    Raises:
        RateLimited: They ask too often.
    """
    await _count("generate", editor, services, response)
    return editor


MakerDep = Annotated[Caller, Depends(get_maker)]
SoundId = Annotated[int, Path(ge=1, le=MAX_ID, description="A sound's id.")]
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
    """Return the sound of the path."""
    return await services.sounds.get(sound_id)


SoundDep = Annotated[EnvironmentSound, Depends(get_sound)]


async def get_own_sound(sound: SoundDep, editor: EditorDep) -> EnvironmentSound:
    """Return the sound of the path, which the caller may change."""
    require_owner(editor, sound.created_by)
    return sound


OwnSoundDep = Annotated[EnvironmentSound, Depends(get_own_sound)]


async def get_changes(sound_id: SoundId, services: ServicesDep) -> AsyncIterator[Changes]:
    """Return the changes of the path's sound. An error is raised before the stream begins."""
    async with services.sounds.watched(sound_id) as changes:
        yield changes


ChangesDep = Annotated[Changes, Depends(get_changes)]
