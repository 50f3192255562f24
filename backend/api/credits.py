"""Credits of the sounds that somebody uses."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import PlainTextResponse

from backend import errors
from backend.api.dependencies import ServicesDep
from backend.api.problems import documented
from backend.api.schemas.credits import CreditsReply, CreditsWanted

router = APIRouter(prefix="/api/v1/environment-sounds", tags=["credits"])

_VARY = {"Vary": "Accept"}


@router.get(
    "/credits",
    response_model=CreditsReply,
    responses={
        200: {
            "description": "The credits.",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        },
        **documented(errors.InvalidRequest, errors.SoundNotFound),
    },
)
async def get_credits(
    wanted: Annotated[CreditsWanted, Query()],
    services: ServicesDep,
    response: Response,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
) -> CreditsReply | Response:
    """Return the licences, attributions and commercial use of some sounds.

    With `Accept: text/plain` or `format=text` it is a text for the end of a book.
    """
    sheet = await services.credits.sheet(wanted.ids)
    is_text = wanted.format == "text" or (wanted.format is None and _prefers_text(accept))
    if is_text:
        return PlainTextResponse(sheet.text, headers=_VARY)
    response.headers.update(_VARY)
    return CreditsReply.model_validate(sheet)


def _prefers_text(accept: str) -> bool:
    """Return whether text/plain comes before JSON (RFC 9110, section 12.5.1)."""
    return _quality(accept, "text/plain") > _quality(accept, "application/json")


def _quality(accept: str, media_type: str) -> float:
    """Return how much a media type is wanted, 0 to 1, by the most specific range."""
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    weight_by_name: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weights = [p.removeprefix("q=") for p in parameters if p.startswith("q=")]
        weight_by_name[name] = _weight(weights[0]) if weights else 1.0
    return next((weight_by_name[each] for each in ranges if each in weight_by_name), 0.0)


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
