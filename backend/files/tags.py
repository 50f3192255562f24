"""The tags of a sound file: the recipe of a generated sound, and the title.

The sidecar writes the recipe as JSON into a chunk `envs` of a WAV file, a comment `ENVSOUND` of a
FLAC or Ogg file, or a frame `TXXX:ENVSOUND` of an MP3 file. Beside it is the label of generated
content (`AIGC`, GB 45438-2025).
"""

import os
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mutagen import FileType, MutagenError
from mutagen.flac import FLAC
from mutagen.id3 import ID3
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from pydantic import TypeAdapter, ValidationError

_CHUNK_HEADER = struct.Struct("<4sI")
_RIFF_BYTES = 12
_LONGEST_TEXT_BYTES = 1 << 20
"""The limit of a tag. A longer one means a damaged file."""

_RECIPE, _LABEL, _TITLE = "ENVSOUND", "AIGC", "TITLE"
_CHUNKS = {b"envs": _RECIPE, b"AIGC": _LABEL}

# The errors of mutagen and UTF-8 for a damaged file.
_DAMAGED = (MutagenError, ValueError, LookupError, EOFError, struct.error)


@dataclass(frozen=True, slots=True)
class Recipe:
    """The generation settings of a sound of this product, and its licence.

    The first fields are as in `Sound` of the wire contract, the last five as in its `License`. An
    older file has none of the last six.
    """

    name: str
    prompt: str
    negative_prompt: str
    category: str
    engine: str
    model_revision: str
    seed: int
    steps: int
    cfg_scale: float
    loop: bool
    notes: tuple[str, ...] = ()
    source_file: str = ""
    license_name: str = ""
    commercial_use: str = ""
    revenue_limit_usd: int = 0
    attribution: str = ""
    terms_url: str = ""


@dataclass(frozen=True, slots=True)
class FileTags:
    """The tags of a file.

    Attributes:
        title: The title, or empty.
        recipe: The recipe, or None for a file of another origin.
        is_labelled_generated: True for a file with a label of generated content.
    """

    title: str = ""
    recipe: Recipe | None = None
    is_labelled_generated: bool = False


_recipe = TypeAdapter(Recipe)


def read_tags(path: Path) -> FileTags:
    """Return the tags of a file, empty for a damaged file or another format.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as stream:
        try:
            texts = _texts(stream)
        except _DAMAGED:
            return FileTags()
    return FileTags(texts.get(_TITLE, ""), _read_recipe(texts), _LABEL in texts)


def _read_recipe(texts: Mapping[str, str]) -> Recipe | None:
    try:
        return _recipe.validate_json(texts.get(_RECIPE, ""), strict=True)
    except ValidationError:
        return None


def _texts(stream: BinaryIO) -> dict[str, str]:
    start = stream.read(64)
    stream.seek(0)
    if start.startswith(b"RIFF"):
        return _riff_texts(stream)
    if start.startswith(b"ID3"):
        return _id3_texts(ID3(stream))
    if start.startswith(b"fLaC"):
        return _comment_texts(FLAC(stream))
    if start.startswith(b"OggS"):
        return _comment_texts((OggOpus if b"OpusHead" in start else OggVorbis)(stream))
    return {}


def _riff_texts(stream: BinaryIO) -> dict[str, str]:
    texts = {}
    for kind, content in _text_chunks(stream):
        if kind in _CHUNKS:
            texts[_CHUNKS[kind]] = content.decode()
        elif kind == b"LIST" and content[:4] == b"INFO":
            title = dict(_split(content[4:])).get(b"INAM", b"")
            texts[_TITLE] = title.rstrip(b"\0").decode(errors="replace")
    return texts


def _text_chunks(stream: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Yield every complete chunk of a WAV file that is short enough to hold text."""
    size = stream.seek(0, os.SEEK_END)
    position = _RIFF_BYTES
    while position + _CHUNK_HEADER.size <= size:
        stream.seek(position)
        kind, length = _CHUNK_HEADER.unpack(stream.read(_CHUNK_HEADER.size))
        position += _CHUNK_HEADER.size + length + length % 2
        if length <= _LONGEST_TEXT_BYTES and kind != b"data":
            yield kind, stream.read(length)


def _split(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = 0
    while position + _CHUNK_HEADER.size <= len(content):
        kind, length = _CHUNK_HEADER.unpack_from(content, position)
        position += _CHUNK_HEADER.size
        yield kind, content[position : position + length]
        position += length + length % 2


def _id3_texts(id3: ID3) -> dict[str, str]:
    frames = {frame.desc: frame.text for frame in id3.getall("TXXX")}
    texts = {key: frames[key][0] for key in (_RECIPE, _LABEL) if frames.get(key)}
    titles = [text for frame in id3.getall("TIT2") for text in frame.text]
    return texts | {_TITLE: titles[0] if titles else ""}


def _comment_texts(file: FileType) -> dict[str, str]:
    return {key: file[key][0] for key in (_RECIPE, _LABEL, _TITLE) if file.get(key)}
