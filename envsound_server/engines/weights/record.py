"""What was recorded of a checkpoint when it was fetched or made: origin, checksums, sizes."""

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
    """What a file was when it was downloaded or made."""

    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    size_bytes: int


class Record(BaseModel):
    """What checksums.json says.

    Attributes:
        source: Where the weights are from: `declare-lab/TangoFlux@<commit>`.
        text_encoder_source: The same of the files of a second repository, which hold the text
            encoder's config and tokenizer. Empty where all files are from one.
        files: Every file, by its path in the folder; all of those that are needed, maybe more.
    """

    source: str
    text_encoder_source: str = ""
    files: dict[str, RecordedFile]

    def revision_of(self, names: Iterable[str]) -> str:
        """Return the name of the content of these files, of which the model is made.

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
        """Write it into the folder, whole or not at all."""
        unfinished = folder / f"{RECORD_FILE}.unfinished"
        unfinished.write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")
        unfinished.replace(folder / RECORD_FILE)


def read_record(folder: Path) -> Record | None:
    """Return what checksums.json says, or None where there is none.

    Raises:
        WeightsMissing: It is damaged.
    """
    if not (folder / RECORD_FILE).is_file():
        return None
    try:
        return Record.model_validate(read_json(folder, RECORD_FILE))
    except ValidationError:
        raise WeightsMissing(f"{RECORD_FILE} is damaged; {REMEDY}") from None


def told_of_record(record: Record | None, needed_files: Iterable[str]) -> dict[str, str]:
    """Return what a record tells people, by what it is about."""
    if record is None:
        return {"source": "unknown: no checksums are recorded"}
    tokenizer = {"tokenizer": record.text_encoder_source} if record.text_encoder_source else {}
    return {"source": record.source, **tokenizer, "revision": record.revision_of(needed_files)}


def make_record(
    folder: Path, names: Iterable[str], source: str, text_encoder_source: str = ""
) -> Record:
    """Hash those files of the folder."""
    return Record(
        source=source,
        text_encoder_source=text_encoder_source,
        files={name: recorded_file(folder / name) for name in names},
    )


def recorded_file(path: Path, on_bytes: Callable[[int], None] = lambda _: None) -> RecordedFile:
    """Return SHA-256 and size of a file; `on_bytes` is told of each block that was read, bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_HASH_BLOCK_BYTES):
            digest.update(block)
            on_bytes(len(block))
    return RecordedFile(sha256=digest.hexdigest(), size_bytes=path.stat().st_size)
