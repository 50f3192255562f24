"""The record of a checkpoint, written when it is downloaded or made: source, checksums, sizes."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from pydantic import BaseModel, Field, ValidationError

from envsound_server.engines.weights.files import REMEDY, read_json
from envsound_server.errors import WeightsMissing

RECORD_FILE: Final = "checksums.json"

_HASH_BLOCK_BYTES: Final = 1 << 22


class RecordedFile(BaseModel):
    """Checksum and size of a file when it was downloaded or made."""

    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    size_bytes: int


class Record(BaseModel):
    """The content of checksums.json.

    Attributes:
        source: Origin of the weights: `declare-lab/TangoFlux@<commit>`.
        text_encoder_source: Origin of the text encoder's config and tokenizer, where they are from
            a second repository; else empty.
        files: Every needed file, and possibly more, by path in the folder.
    """

    source: str
    text_encoder_source: str = ""
    files: dict[str, RecordedFile]

    def revision_of(self, names: Iterable[str]) -> str:
        """Return the revision of the files that the model is loaded from.

        It is the first 12 hex digits of a SHA-256 over their checksums and names, in this order.

        Raises:
            WeightsMissing: One of them is not recorded.
        """
        names = tuple(names)
        if not self.files.keys() >= set(names):
            raise WeightsMissing(f"{RECORD_FILE} is damaged; {REMEDY}")
        lines = "".join(f"{self.files[name].sha256} {name}\n" for name in names)
        return hashlib.sha256(lines.encode()).hexdigest()[:12]

    def write(self, folder: Path) -> None:
        """Write the record into the folder, atomically."""
        unfinished = folder / f"{RECORD_FILE}.unfinished"
        unfinished.write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")
        unfinished.replace(folder / RECORD_FILE)


def read_record(folder: Path) -> Record | None:
    """Return the content of checksums.json, or None where the file is missing.

    Raises:
        WeightsMissing: The file is damaged.
    """
    if not (folder / RECORD_FILE).is_file():
        return None
    try:
        return Record.model_validate(read_json(folder, RECORD_FILE))
    except ValidationError:
        raise WeightsMissing(f"{RECORD_FILE} is damaged; {REMEDY}") from None


def describe_record(record: Record | None, needed_files: Iterable[str]) -> dict[str, str]:
    """Return the lines of a summary about a record, by label."""
    if record is None:
        return {"source": "unknown: no checksums are recorded"}
    tokenizer = {"tokenizer": record.text_encoder_source} if record.text_encoder_source else {}
    return {"source": record.source, **tokenizer, "revision": record.revision_of(needed_files)}


def make_record(
    folder: Path, names: Iterable[str], source: str, text_encoder_source: str = ""
) -> Record:
    """Return the record of these files of the folder, with their computed checksums."""
    return Record(
        source=source,
        text_encoder_source=text_encoder_source,
        files={name: hash_file(folder / name) for name in names},
    )


def hash_file(path: Path, on_bytes: Callable[[int], None] = lambda _: None) -> RecordedFile:
    """Return SHA-256 and size of a file.

    Args:
        path: Path of the file.
        on_bytes: Receives the size of each block after it is read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_HASH_BLOCK_BYTES):
            digest.update(block)
            on_bytes(len(block))
    return RecordedFile(sha256=digest.hexdigest(), size_bytes=path.stat().st_size)
