"""The rule for the paths of sounds and of each folder's `metadata.json`.

A path is relative to the sounds folder, or to the bucket's prefix, with forward slashes. The
product itself writes `YYYY/MM/name`. People may sort their files into any other folder.
"""

import re

from backend.files.media import MEDIA_TYPES, suffix_of

METADATA_NAME = "metadata.json"
DEEPEST_FOLDERS = 16
"""The number of folders that a sound may be below the sounds folder."""

HIDDEN = "it is hidden: its name, or a folder's, begins with a dot"

_RESERVED = frozenset({"temp", "cache", "fetched", "requests"})
"""Top folders of the product's own files."""
_LONGEST_NAME_BYTES = 255
"""The limit of file systems."""
_LONGEST_PATH = 512
"""The limit of the database, in characters."""
_OWN_NAME = re.compile(
    r"metadata\.json(\.damaged.*)?|\.metadata\.lock|\.requests\.sqlite3(-\w+)?|\..*\.partial"
)
_DRIVE = re.compile(r"[A-Za-z]:")
_KINDS = ", ".join(MEDIA_TYPES)


def refusal(relative_path: str) -> str | None:
    """Return the reason why a path cannot be a sound's, as a sentence, or None if it can."""
    reason = place_refusal(relative_path)
    if reason is None and suffix_of(relative_path) not in MEDIA_TYPES:
        return f"it is no sound by its name; the library keeps {_KINDS}"
    return reason


def is_hidden(relative_path: str) -> bool:
    """Return True if a name of the path begins with a dot."""
    return any(part.startswith(".") for part in relative_path.split("/"))


def is_sound_path(relative_path: str) -> bool:
    """Return True if the path can be a sound's."""
    return refusal(relative_path) is None


def is_sound_name(name: str) -> bool:
    """Return True if a key of `metadata.json` can be the name of a sound beside it."""
    return "/" not in name and is_sound_path(name)


def is_kept_path(relative_path: str) -> bool:
    """Return True for a sound or a `metadata.json`: the files that a backup holds."""
    if folder_and_name(relative_path)[1] == METADATA_NAME:
        return place_refusal(relative_path) is None
    return is_sound_path(relative_path)


def is_own(relative_path: str) -> bool:
    """Return True for a file or folder that the product keeps for itself."""
    top = relative_path.partition("/")[0].lower()
    name = folder_and_name(relative_path)[1]
    return top in _RESERVED or _OWN_NAME.fullmatch(name) is not None


def folder_and_name(relative_path: str) -> tuple[str, str]:
    """Return the folder of a path, empty for the sounds folder itself, and the name in it."""
    folder, _, name = relative_path.rpartition("/")
    return folder, name


def printable(relative_path: str) -> str:
    """Return a path for people and logs: what is no text, or would break a line, is escaped."""
    text = relative_path.encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def place_refusal(path: str) -> str | None:
    """Return the reason why no file of the library can have a path, as a sentence, or None."""
    parts = path.split("/")
    try:
        longest_bytes = max(len(part.encode()) for part in parts)
    except UnicodeEncodeError:
        return "its name is not UTF-8; rename it"
    if any(part in ("", ".", "..") for part in parts) or _DRIVE.match(path):
        return "its path leads out of the sounds folder"
    if "\\" in path or "\0" in path:
        return "its path has a backslash or a zero character; rename it"
    if is_hidden(path):
        return HIDDEN
    if parts[0].lower() in _RESERVED:
        return f"{parts[0]}/ is for temporary files"
    if len(parts) - 1 > DEEPEST_FOLDERS:
        return f"it is more than {DEEPEST_FOLDERS} folders deep; move it up"
    if longest_bytes > _LONGEST_NAME_BYTES or len(path) > _LONGEST_PATH:
        return "its name or path is too long; shorten it"
    return None
