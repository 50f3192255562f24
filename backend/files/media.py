"""The media types of the library's files (RFC 2361, RFC 5334, RFC 9639)."""

MEDIA_TYPES = {
    "wav": "audio/wav",
    "wave": "audio/wav",
    "flac": "audio/flac",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
}
"""The media types by file suffix in lower case."""


def suffix_of(path: str) -> str:
    """Return the suffix of a path in lower case without its dot, empty for none."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def media_type(path: str) -> str | None:
    """Return the media type of a sound by the suffix of its path, None for other files."""
    return MEDIA_TYPES.get(suffix_of(path))
