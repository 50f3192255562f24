"""The tags of a sound file: its title, its recipe and its label of generated content."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from backend.decoding import comments, flac, id3, ogg, recipe, titles, wav
from backend.decoding.source import Source

_MAX_COMMENT_PACKET_BYTES = 16 << 20
_MAX_INFO_BYTES = 1 << 20
_CHUNKS = {b"envs": "ENVSOUND", b"AIGC": "AIGC"}
_TEXT_CHUNKS = {*_CHUNKS, b"LIST", b"id3 ", b"ID3 ", b"CSET"}
_MAX_TEXT_CHUNKS = 20


def read(source: Source) -> dict[str, Any]:
    """Return `title`, `recipe`, `is_labelled_generated` and `notes` of a file.

    Raises:
        Refused: A WAV file has too many chunks.
    """
    texts = _texts(source)
    values, notes = recipe.read(texts.get("ENVSOUND", ""))
    return {
        "title": titles.clean(texts.get("TITLE", "")),
        "recipe": values,
        "is_labelled_generated": "AIGC" in texts,
        "notes": notes,
    }


def _texts(source: Source) -> Mapping[str, str]:
    start = source.at(0, 64)
    if wav.is_wav(start):
        return _riff_texts(source)
    if start[:4] == b"OggS":
        packet = ogg.second_packet(source, _MAX_COMMENT_PACKET_BYTES)
        return comments.texts(packet[8 if packet.startswith(b"OpusTags") else 7 :])
    size = id3.tag_bytes(source, 0)
    found = id3.texts(source, 0, size) if size else {}
    if source.at(size, 4) == b"fLaC":
        return found | _flac_texts(source, size)
    if "TITLE" not in found and (title := id3.version_1_title(source, source.size)):
        found["TITLE"] = title
    return found


def _flac_texts(source: Source, start: int) -> dict[str, str]:
    for kind, position, size in flac.metadata_blocks(source, start):
        if kind == 4:
            return comments.texts(source.at(position, size))
    return {}


def _riff_texts(source: Source) -> dict[str, str]:
    found: dict[str, str] = {}
    code_page = ""
    infos = []
    for chunk in islice(filter(_has_text, wav.chunks(source)), _MAX_TEXT_CHUNKS):
        if chunk.declared_bytes > _MAX_INFO_BYTES and chunk.kind not in (b"id3 ", b"ID3 "):
            continue
        if chunk.kind == b"CSET":
            code_page = f"cp{int.from_bytes(source.at(chunk.start, 2), 'little')}"
        elif chunk.kind == b"LIST" and source.at(chunk.start, 4) == b"INFO":
            infos.append(source.at(chunk.start + 4, chunk.declared_bytes - 4))
        elif chunk.kind in _CHUNKS:
            content = source.at(chunk.start, chunk.declared_bytes)
            found.setdefault(_CHUNKS[chunk.kind], content.decode(errors="replace"))
        elif chunk.kind in (b"id3 ", b"ID3 ") and (size := id3.tag_bytes(source, chunk.start)):
            found = id3.texts(source, chunk.start, min(size, chunk.declared_bytes)) | found
    shown = [title for info in infos if (title := _info_title(info, code_page))]
    # A list is the title that programs for WAV files show.
    return found | ({"TITLE": shown[0]} if shown else {})


def _has_text(chunk: wav.Chunk) -> bool:
    return chunk.kind in _TEXT_CHUNKS


def _info_title(info: bytes, code_page: str) -> str:
    position = 0
    while position + 8 <= len(info):
        kind = info[position : position + 4]
        length = int.from_bytes(info[position + 4 : position + 8], "little")
        content = info[position + 8 : position + 8 + length]
        if kind == b"INAM" and content.strip(b"\0 "):
            declared = titles.read_as(content, "utf-8" if code_page == "cp65001" else code_page)
            return declared or titles.guess(content)
        position += 8 + length + length % 2
    return ""
