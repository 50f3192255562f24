"""The web page: plain files of `backend/web`, served as they are."""

import os
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

router = APIRouter(include_in_schema=False)

FILES_PATH = "/web"
"""The path of the page's style, scripts and icon."""

_FOLDER = Path(__file__).parent.parent / "web"
_HEADERS = {
    # blob: pictures that were fetched with a key, which <img> cannot send. Without trusted types no
    # script can make markup of text.
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "media-src 'self' blob:; img-src 'self' blob:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    # The names stay when the content changes: browsers ask each time, and mostly get a 304.
    "cache-control": "no-cache",
}


class _PageFiles(StaticFiles):
    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(_HEADERS)
        return response


def page_files() -> StaticFiles:
    """Return the app that serves style, scripts and icon."""
    return _PageFiles(directory=_FOLDER)


@router.api_route("/", methods=["GET", "HEAD"])
async def page() -> FileResponse:
    """Return the page itself."""
    return FileResponse(_FOLDER / "index.html", headers=_HEADERS)
