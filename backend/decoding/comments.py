"""The comments of FLAC and Ogg files (Xiph.Org, "Vorbis comment"), in bounded time and memory."""

MAX_COMMENT_BYTES = 1 << 20

_MAX_COMMENTS = 2_000
_NAMES = (b"TITLE", b"ENVSOUND", b"AIGC")


def texts(content: bytes) -> dict[str, str]:
    """Return the first comment of each known name.

    Args:
        content: The vendor's length and what follows it.
    """
    position = 4 + int.from_bytes(content[:4], "little")
    count = int.from_bytes(content[position : position + 4], "little")
    position += 4
    found: dict[str, str] = {}
    for _ in range(min(count, _MAX_COMMENTS)):
        length = int.from_bytes(content[position : position + 4], "little")
        comment = content[position + 4 : position + 4 + min(length, MAX_COMMENT_BYTES)]
        position += 4 + length
        if position > len(content):
            break
        name, _, value = comment.partition(b"=")
        if name.upper() in _NAMES and length <= MAX_COMMENT_BYTES:
            found.setdefault(name.upper().decode(), value.decode(errors="replace"))
    return found
