"""The interactive documentation of the API, from local files."""

from importlib.resources import files
from pathlib import Path
from typing import Literal

from fastapi import APIRouter
from starlette.responses import FileResponse

router = APIRouter(include_in_schema=False)

_PAGES = Path(__file__).parent.parent / "web"
_ASSETS = Path(str(files("fastapi_offline"))) / "static"
_HEADERS = {
    # Both libraries style their elements from scripts and draw icons from data URLs, and the second
    # one searches in a worker. No script runs but the files of this server.
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "connect-src 'self'; img-src 'self' data:; worker-src blob:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "cache-control": "no-cache",
}
_Asset = Literal["swagger-ui.css", "swagger-ui-bundle.js", "redoc.standalone.js"]


@router.get("/docs")
async def docs() -> FileResponse:
    """Return the page on which each call can be tried."""
    return FileResponse(_PAGES / "docs.html", headers=_HEADERS)


@router.get("/redoc")
async def redoc() -> FileResponse:
    """Return the page for reading."""
    return FileResponse(_PAGES / "redoc.html", headers=_HEADERS)


@router.get("/docs/{name}")
async def asset(name: _Asset) -> FileResponse:
    """Return a script or the style of these pages."""
    return FileResponse(_ASSETS / name, headers={"cache-control": "no-cache"})
