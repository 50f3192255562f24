"""Responses with a finished file."""

import re
from email.utils import formatdate

from fastapi import HTTPException, Request, Response
from starlette.responses import FileResponse

from backend.files import SoundFile

_PART = r"\s*([0-9]{1,18}-[0-9]{0,18}|-[0-9]{1,18})\s*"
_RANGES = re.compile(f"bytes={_PART}(,{_PART})*", re.IGNORECASE)


def file_response(
    request: Request,
    file: SoundFile,
    *,
    etag: str | None = None,
    download_name: str | None = None,
    cache_control: str = "no-cache",
) -> Response:
    """Return the file, a byte range of it, or 304 (RFC 9110, sections 13, 14).

    Args:
        request: The request with its conditions and ranges.
        file: The file to send.
        etag: The identity of the content, unquoted; default: time and size of the file.
        download_name: The name that browsers save it under (RFC 6266); default: they play it.
        cache_control: The header of that name.

    Raises:
        HTTPException: 416, the file has no such range.
    """
    _check_range(request, file.status.st_size)
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


def _check_range(request: Request, size_bytes: int) -> None:
    """Drop a malformed Range header, and refuse a range that the file does not have."""
    header = request.headers.get("range")
    if header is None:
        return
    if _RANGES.fullmatch(header) is None or any(
        end and start and int(end) < int(start) for start, end in _parts(header)
    ):
        # RFC 9110, section 14.2: a server may ignore a range that it does not understand.
        headers = request.scope["headers"]
        request.scope["headers"] = [(name, value) for name, value in headers if name != b"range"]
        return
    for start, end in _parts(header):
        is_there = int(start) < size_bytes if start else int(end) > 0
        if not is_there and "if-range" not in request.headers:
            raise HTTPException(416, headers={"Content-Range": f"bytes */{size_bytes}"})


def _parts(header: str) -> list[tuple[str, str]]:
    ranges = [part.strip().partition("-") for part in header.partition("=")[2].split(",")]
    return [(start, end) for start, _, end in ranges]
