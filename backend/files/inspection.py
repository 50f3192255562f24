"""The inspection of an untrusted file: a child process decodes it from its first frame to its last.

No byte of the file is parsed in this process.
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from backend.errors import UploadRefused
from backend.files.decoder import Decoder
from backend.files.tags import FileTags
from backend.sidecar.types import AudioFormat


@dataclass(frozen=True, slots=True)
class Inspection:
    """The properties of a completely decoded file.

    Attributes:
        audio_format: The encoding by the content, regardless of the name.
        sample_rate_hertz: Frames a second, Hz.
        channels: 1 to 8.
        frame_count: Frames that could be decoded.
        peak_dbfs: The loudest sample, dB relative to full scale, -inf in silence.
        file_size_bytes: Bytes, of the repaired copy if there is one.
        sha256: Of the file, or of the repaired copy.
        tags: The tags.
        notes: Sentences on an early end, a repair, and values of the recipe that were left out.
        is_repaired: True if the repaired copy has to be kept in place of the file.
    """

    audio_format: AudioFormat
    sample_rate_hertz: int
    channels: int
    frame_count: int
    peak_dbfs: float
    file_size_bytes: int
    sha256: str
    tags: FileTags
    notes: tuple[str, ...]
    is_repaired: bool

    @property
    def duration_seconds(self) -> float:
        """Length, s."""
        return self.frame_count / self.sample_rate_hertz


_inspection = TypeAdapter(Inspection)


def inspect(path: Path, max_seconds: float) -> Inspection:
    """Decode a whole file, and return its properties and tags. Blocks meanwhile.

    Args:
        path: The file. Its name is ignored.
        max_seconds: The longest accepted sound, s.

    Raises:
        UploadRefused: The file is not a supported sound. The message has the cause.
        OSError: The file cannot be read.
    """
    return inspection_of(Decoder(max_seconds).run(path))


def inspection_of(reply: dict[str, Any]) -> Inspection:
    """Return the decoder's reply, checked.

    Raises:
        UploadRefused: The decoder was misled by the file.
    """
    tags = {
        "title": reply.pop("title", ""),
        "recipe": reply.pop("recipe", None),
        "is_labelled_generated": reply.pop("is_labelled_generated", False),
    }
    if reply.get("peak_dbfs", 0) is None:
        reply["peak_dbfs"] = -math.inf
    try:
        return _inspection.validate_python(reply | {"tags": tags})
    except ValidationError as error:
        raise UploadRefused("the file is no sound that can be kept; export it again") from error
