"""Tags of a file, from which a library's row can be rebuilt.

Each container holds three things: the standard tags for other players, our own record as JSON
(`SoundTags`), and the AI label.

| container | standard tags                          | record        | AI label     |
|-----------|----------------------------------------|---------------|--------------|
| WAV       | LIST/INFO INAM, ICMT, ISFT, IGNR, ICOP | chunk `envs`  | chunk `AIGC` |
|           | and smpl                               |               |              |
| FLAC, Ogg | TITLE, DESCRIPTION, ENCODED-BY, GENRE, | ENVSOUND=     | AIGC=        |
|           | LICENSE, COPYRIGHT                     |               |              |
| MP3       | ID3v2.4 TIT2, COMM, TSSE, TCON, TCOP,  | TXXX:ENVSOUND | TXXX:AIGC    |
|           | WCOP                                   |               |              |

Tagging a file again replaces all of them. The same tags give the same bytes.
"""

import os
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EIO
from typing import BinaryIO, TypeAlias

from mutagen import FileType, MutagenError
from mutagen.flac import FLAC
from mutagen.id3 import COMM, ID3, TCON, TCOP, TIT2, TSSE, TXXX, WCOP
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from pydantic import TypeAdapter, ValidationError

from envsound_server.audio import riff
from envsound_server.audio.formats import AudioFormat
from envsound_server.audio.labels import AiLabel
from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ

_RECORD, _LABEL = "ENVSOUND", "AIGC"
_RECORD_CHUNK, _LABEL_CHUNK = b"envs", b"AIGC"
_UTF8 = 3

_PathLike: TypeAlias = str | os.PathLike[str]
_FileType: TypeAlias = Callable[[BinaryIO], FileType]

_COMMENT_FILES: dict[AudioFormat, _FileType] = {
    AudioFormat.FLAC: FLAC,
    AudioFormat.OGG_VORBIS: OggVorbis,
    AudioFormat.OPUS: OggOpus,
}


@dataclass(frozen=True, slots=True)
class SoundTags:
    """The record of a sound: its description, its origin and its licence.

    The first fields are as in `Sound` of the wire contract, the last five as in its `License`, with
    `commercial_use` in lower case: `yes`, `no`, `up_to_revenue`. All of those are empty, or 0, in a
    file of an older server.
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

    @property
    def terms(self) -> str:
        """Return the licence and its address, for the standard tag."""
        return _listed(self.license_name, self.terms_url)

    @property
    def copyright(self) -> str:
        """Return attribution and licence, for a standard tag that holds both."""
        return _listed(self.attribution, self.terms)

    @property
    def made_with(self) -> str:
        """The software, for the standard tag."""
        return f"envsound {self.engine} {self.model_revision}".rstrip()

    def to_json(self) -> str:
        """Return the record as the file holds it: one line, in any script."""
        return _record.dump_json(self).decode()

    @staticmethod
    def from_json(text: str) -> "SoundTags | None":
        """Return the record that `to_json` wrote, or None for any other text."""
        try:
            return _record.validate_json(text, strict=True)
        except ValidationError:
            return None


_record = TypeAdapter(SoundTags)


def _listed(*texts: str) -> str:
    return "; ".join(filter(None, texts))


def write_tags(
    path: _PathLike,
    audio_format: AudioFormat,
    tags: SoundTags,
    label: AiLabel,
    loop_frame_count: int | None = None,
) -> None:
    """Tag a finished file and verify the AI label by reading it back.

    Args:
        path: The file, complete and closed. It is changed in place.
        audio_format: The format that `SoundEncoder` wrote.
        tags: The record.
        label: The AI label. It replaces any other.
        loop_frame_count: Frames of the file, if it is a loop: a WAV file then has a `smpl` chunk
            for samplers. The other formats record loops in `SoundTags.loop` only.

    Raises:
        OSError: The disk is full or gone, or the label that was read back differs.
        ValueError: The file is not of the format `audio_format`.
    """
    with _errors_of_the_disk(), open(path, "r+b") as stream:
        if audio_format.is_wav:
            _write_chunks(stream, tags, label, loop_frame_count)
        elif audio_format is AudioFormat.MP3:
            _write_id3(stream, tags, label)
        else:
            _write_comments(stream, _COMMENT_FILES[audio_format], tags, label)
    if read_label(path) != label:
        raise OSError(EIO, "the AI label read back from the file is not the one written")


def read_tags(path: _PathLike) -> SoundTags | None:
    """Return the record in a file, or None if it has none, is damaged or is no sound.

    Raises:
        OSError: The file cannot be read.
    """
    with open(path, "rb") as stream:
        return tags_in(stream)


def tags_in(stream: BinaryIO) -> SoundTags | None:
    """Return the record in an open file, as `read_tags` does.

    The position of the stream is undefined afterwards.

    Raises:
        OSError: The file cannot be read.
    """
    return SoundTags.from_json(_own_texts(stream).get(_RECORD, ""))


def read_label(path: _PathLike) -> AiLabel | None:
    """Return the AI label in a file, or None if it has none, is damaged or is no sound.

    Raises:
        OSError: The file cannot be read.
    """
    with open(path, "rb") as stream:
        return AiLabel.from_json(_own_texts(stream).get(_LABEL, ""))


def _write_chunks(
    stream: BinaryIO, tags: SoundTags, label: AiLabel, loop_frame_count: int | None
) -> None:
    texts = {
        b"INAM": tags.name,
        b"ICMT": tags.prompt,
        b"ISFT": tags.made_with,
        b"IGNR": tags.category,
        b"ICOP": tags.copyright,
    }
    chunks = [riff.info_chunk(texts)]
    if loop_frame_count:
        chunks.append(riff.loop_chunk(loop_frame_count, SAMPLE_RATE_HERTZ))
    chunks.append((_RECORD_CHUNK, tags.to_json().encode()))
    chunks.append((_LABEL_CHUNK, label.to_json().encode()))
    riff.replace_behind_data(stream, chunks)


def _write_id3(stream: BinaryIO, tags: SoundTags, label: AiLabel) -> None:
    id3 = ID3()
    id3.add(TIT2(_UTF8, [tags.name]))
    id3.add(COMM(_UTF8, "und", "", [tags.prompt]))
    id3.add(TSSE(_UTF8, [tags.made_with]))
    if tags.category:
        id3.add(TCON(_UTF8, [tags.category]))
    if tags.copyright:
        id3.add(TCOP(_UTF8, [tags.copyright]))
    if tags.terms_url.isascii() and tags.terms_url:  # URLs are Latin-1 in ID3
        id3.add(WCOP(tags.terms_url))
    id3.add(TXXX(_UTF8, _RECORD, [tags.to_json()]))
    id3.add(TXXX(_UTF8, _LABEL, [label.to_json()]))
    id3.save(stream, v1=0)


def _write_comments(
    stream: BinaryIO, file_type: _FileType, tags: SoundTags, label: AiLabel
) -> None:
    texts = {
        "TITLE": tags.name,
        "DESCRIPTION": tags.prompt,
        "ENCODED-BY": tags.made_with,
        "GENRE": tags.category,
        "LICENSE": tags.terms,
        "COPYRIGHT": tags.attribution,
        _RECORD: tags.to_json(),
        _LABEL: label.to_json(),
    }
    file = file_type(stream)
    for key, text in texts.items():
        file[key] = [text] if text else []
    stream.seek(0)
    file.save(stream)


@contextmanager
def _errors_of_the_disk() -> Iterator[None]:
    """Raise the OSError that mutagen wraps in its own error."""
    try:
        yield
    except MutagenError as error:
        cause = error.args[0] if error.args else None
        if isinstance(cause, OSError):
            raise cause from error
        raise ValueError(f"the file cannot be tagged: {error}") from error


def _own_texts(stream: BinaryIO) -> dict[str, str]:
    """Return the record and the label, as far as the file has them."""
    start = stream.read(64)
    stream.seek(0)
    try:
        if start.startswith(b"RIFF"):
            return _chunk_texts(stream)
        if start.startswith(b"ID3"):
            return _id3_texts(stream)
        if start.startswith(b"fLaC"):
            return _comment_texts(FLAC(stream))
        if start.startswith(b"OggS"):
            return _comment_texts((OggOpus if b"OpusHead" in start else OggVorbis)(stream))
    except _DAMAGED:
        pass
    return {}


# Errors of mutagen and of UTF-8 for a file whose content contradicts its first bytes.
_DAMAGED = (MutagenError, ValueError, LookupError, EOFError, struct.error)


def _chunk_texts(stream: BinaryIO) -> dict[str, str]:
    names = {_RECORD_CHUNK: _RECORD, _LABEL_CHUNK: _LABEL}
    return {
        names[span.kind]: riff.read(stream, span).decode()
        for span in list(riff.spans(stream))
        if span.kind in names
    }


def _id3_texts(stream: BinaryIO) -> dict[str, str]:
    frames = {frame.desc: frame.text for frame in ID3(stream).getall("TXXX")}
    return {key: frames[key][0] for key in (_RECORD, _LABEL) if frames.get(key)}


def _comment_texts(file: FileType) -> dict[str, str]:
    return {key: file[key][0] for key in (_RECORD, _LABEL) if key in file}
