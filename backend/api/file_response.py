"""Responses with a finished file."""

import re
import unicodedata
from email.utils import formatdate, parsedate_to_datetime
from urllib.parse import quote

from fastapi import HTTPException, Request, Response
from starlette.responses import FileResponse

from backend.files import SoundFile

_PART = r"\s*([0-9]{1,18}-[0-9]{0,18}|-[0-9]{1,18})\s*"
_RANGES = re.compile(f"bytes={_PART}(,{_PART})*", re.IGNORECASE)
_UNSAFE_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
"""Characters that a file name cannot hold on some system, or that end a quoted string."""


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
    if download_name is not None:
        headers["content-disposition"] = _attachment(download_name)
    if _has_already(request, tag, file.status.st_mtime):
        return Response(status_code=304, headers=headers)
    return FileResponse(
        file.path, headers=headers, media_type=file.media_type, stat_result=file.status
    )


def _attachment(name: str) -> str:
    """Return the header that names a download (RFC 6266, section 5 and appendix D).

    Clients that do not support `filename*`, such as `curl -OJ`, read the ASCII form beside it.
    """
    name = _UNSAFE_IN_NAMES.sub("_", name)
    ascii_name = "".join(
        c if c.isascii() else "_"
        for c in unicodedata.normalize("NFKD", name)
        if not unicodedata.combining(c)
    )
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"


def _has_already(request: Request, tag: str, modified_at: float) -> bool:
    """Return whether the client has this content (RFC 9110, 13.1.2, 13.1.3 and 13.2.2)."""
    if_none_match = request.headers.get("if-none-match")
    if if_none_match is not None:
        known = [candidate.strip().removeprefix("W/") for candidate in if_none_match.split(",")]
        return "*" in known or f'"{tag}"' in known
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return int(modified_at) <= since.timestamp()
    except (ValueError, OverflowError):
        # A date that cannot be read is ignored.
        return False


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
