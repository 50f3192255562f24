"""The dependencies of endpoints, as `Annotated` aliases.

The alias that an endpoint takes decides on the rights it needs: `CallerDep` (any known caller:
reading, plays, favourites, ratings), `MakerDep` (an editor who asks for work: generate, upload),
`OwnSoundDep` (the path's sound, which the caller may change: put, cancel, delete), `EditorDep` (an
editor, for sounds that a body names), `AdminDep` (categories, tags, presets, rescan).
Every router but the open ones requires a known caller already, see `application`.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any

from fastapi import Depends, Header, Path, Request, Response, Security
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.security import APIKeyHeader

from backend.access.api_keys import Caller, Role
from backend.api.error_handlers import BodyRefused
from backend.api.schemas.generate import MAX_ID
from backend.api.services import Services
from backend.db.models import EnvironmentSound
from backend.errors import ApiKeyRefused, BackendError, Forbidden
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


async def find_caller(
    services: ServicesDep,
    address: ClientAddress,
    key: Annotated[str | None, Security(_KEY_HEADER)],
) -> Caller | None:
    """Return the caller, or None where the key is missing or nobody's."""
    return services.api_keys.caller(key, address)


MaybeCallerDep = Annotated[Caller | None, Depends(find_caller)]


async def get_caller(
    request: Request, services: ServicesDep, caller: MaybeCallerDep, response: Response
) -> Caller:
    """Return the caller, and count the request.

    Raises:
        ApiKeyRefused: The key is missing or nobody's.
        RateLimited: They call too often.
    """
    known, limit_headers = await _let_in(request, services, caller)
    _append(limit_headers, response)
    return known


async def _let_in(
    request: Request, services: Services, caller: Caller | None
) -> tuple[Caller, Mapping[str, str]]:
    """Return the caller and the headers that state their limit, counting each request once.

    Raises:
        ApiKeyRefused: There is no caller.
        RateLimited: They call too often.
    """
    if caller is None:
        raise ApiKeyRefused
    headers: Mapping[str, str] | None = getattr(request.state, "limit_headers", None)
    if headers is None:
        headers = await _count("requests", caller, services)
        request.state.limit_headers = headers
    return caller, headers


async def _count(limit: str, caller: Caller, services: Services) -> Mapping[str, str]:
    return await services.rate_limits.count(limit, _who(caller, services))


def _who(caller: Caller, services: Services) -> str:
    """Return whom limits are counted for: a key, or an address without keys."""
    return caller.name if services.api_keys.has_keys else caller.address


def _append(headers: Mapping[str, str], response: Response) -> None:
    for name, value in headers.items():
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
_ROLES: Mapping[Any, Role] = {get_editor: Role.EDITOR, get_admin: Role.ADMIN}


async def admit(request: Request) -> None:
    """Check and count the caller of a request whose body is about to be read.

    The framework reads bodies before it resolves dependencies.

    Raises:
        BodyRefused: The caller is unknown, calls too often, or lacks the role of the endpoint.
    """
    services = await get_services(request)
    address = await get_client_address(request)
    caller = services.api_keys.caller(await _KEY_HEADER(request), address)
    route = request.scope.get("route")
    try:
        known, _ = await _let_in(request, services, caller)
        if isinstance(route, APIRoute):
            require_role(known, _role_of(route.dependant))
    except BackendError as error:
        raise BodyRefused(error) from error


def _role_of(dependant: Dependant) -> Role:
    """Return the highest role that a dependency requires."""
    roles = [_ROLES.get(dependant.call, Role.VIEWER), *map(_role_of, dependant.dependencies)]
    return max(roles, key=list(Role).index)


async def get_maker(editor: EditorDep, services: ServicesDep, response: Response) -> Caller:
    """Return an editor who asks for work, and count the request.

    Raises:
        RateLimited: They ask too often.
    """
    _append(await _count("generate", editor, services), response)
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


async def get_changes(
    sound_id: SoundId, services: ServicesDep, caller: CallerDep
) -> AsyncIterator[Changes]:
    """Return the changes of the path's sound. An error is raised before the stream begins."""
    async with services.watching.watched(sound_id, _who(caller, services)) as changes:
        yield changes


ChangesDep = Annotated[Changes, Depends(get_changes)]
