"""A finished file over HTTP."""

from email.utils import formatdate

from fastapi import Request, Response
from starlette.responses import FileResponse

from backend.library import SoundFile


def file_response(
    request: Request,
    file: SoundFile,
    *,
    etag: str | None = None,
    download_name: str | None = None,
    cache_control: str = "no-cache",
) -> Response:
    """The file, a byte range of it, or 304 for a client that has it (RFC 9110, sections 13, 14).

    Args:
        request: For its conditions and ranges.
        file: What to send.
        etag: What identifies the content, unquoted; default: time and size of the file.
        download_name: What browsers save it as (RFC 6266); default: they play it.
        cache_control: The header of that name.
    """
    tag = etag or f"{file.status.st_mtime_ns:x}-{file.status.st_size:x}"
    headers = {
        "etag": f'"{tag}"',
        "last-modified": formatdate(file.status.st_mtime, usegmt=True),
        "cache-control": cache_control,
        "x-content-type-options": "nosniff",
    }
    if _has_already(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return FileResponse(
        file.path,
        headers=headers,
        media_type=file.media_type,
        filename=download_name,
        stat_result=file.status,
    )


def _has_already(if_none_match: str, tag: str) -> bool:
    known = [candidate.strip().removeprefix("W/") for candidate in if_none_match.split(",")]
    return "*" in known or f'"{tag}"' in known
