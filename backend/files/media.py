"""The media types of the library's files (RFC 2361, RFC 5334, RFC 9639)."""

MEDIA_TYPES = {
    "wav": "audio/wav",
    "flac": "audio/flac",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
}
"""The media types by file suffix."""
