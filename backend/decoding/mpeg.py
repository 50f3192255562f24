"""The frames of an MP3 file, counted one by one, and the repair of a file that hides its length.

Without a length in its first frame a decoder guesses it from the first bitrate, and is wrong where
the bitrate varies.
"""

import re
from array import array
from dataclasses import dataclass, field
from itertools import islice

from backend.decoding import id3, mpeg_frame
from backend.decoding.mpeg_frame import FrameHeader
from backend.decoding.repair import Piece, Plan
from backend.decoding.source import Refused, Source

MAX_TAG_BYTES = 16 << 20
"""The largest ID3 tag that is kept: a cover has a few megabytes."""

_MAX_GARBAGE_BYTES = 1 << 20
_MAX_GAPS = 1_000
_MAX_CANDIDATES = 20_000
"""The bytes that look like a header, at most, among bytes that are no frames: chance makes 60 in a
megabyte."""

_TOO_DAMAGED = "the file is damaged in too many places; export it again"
_WINDOW_BYTES = 1 << 16
_RUN_FRAMES = 3
_LONGEST_FREE_BYTES = 8 << 10
_MAX_FREE_CANDIDATES = 16
_RATES = b"".join(bytes((value,)) for value in range(0xF0) if value >> 2 & 3 != 3)
_HEADER = re.compile(b"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][" + re.escape(_RATES) + b"]", re.DOTALL)
_TOC_ENTRIES = 100


@dataclass(slots=True)
class Frames:
    """The frames of a file.

    Attributes:
        first: The header of the first one.
        head: Its bytes.
        segments: The ranges with frames and nothing between, without frames that tell a length.
        positions: The start of each frame.
        stated_count: The number of frames by the frame that states the length, or None.
        statement_count: The number of frames that state a length.
        is_cut: True if the last one is incomplete.
    """

    first: FrameHeader
    head: bytes
    segments: list[tuple[int, int]] = field(default_factory=list)
    positions: "array[int]" = field(default_factory=lambda: array("Q"))
    stated_count: int | None = None
    statement_count: int = 0
    is_cut: bool = False

    def note_count(self, count: int) -> None:
        """Note a frame that states the number of frames."""
        self.statement_count += 1
        if not self.positions:
            self.stated_count = count

    @property
    def sample_count(self) -> int:
        """Return the samples per channel."""
        return len(self.positions) * self.first.sample_count


def find_start(source: Source) -> tuple[int, int, int] | None:
    """Return start and end of the ID3 tag and the position of the first frame, or None."""
    tag_start = source.first_nonzero(source.size)
    tag_end = tag_start + id3.tag_bytes(source, tag_start)
    position = tag_end
    while size := id3.tag_bytes(source, position):
        position += size
    first = _find_run(source, position, min(source.size, position + _MAX_GARBAGE_BYTES))
    if first is None and tag_end > tag_start:
        # The tag states a wrong size.
        tag_end = tag_start
        first = _find_run(source, tag_start, min(source.size, tag_start + _MAX_GARBAGE_BYTES))
    return None if first is None else (tag_start, tag_end, first)


def read_frames(source: Source, position: int, max_seconds: float) -> Frames:
    """Return all frames from the first one.

    Raises:
        Refused: They are too many, or the file is too damaged.
    """
    head = source.at(position, mpeg_frame.HEADER_BYTES)
    first = mpeg_frame.parse(head)
    if first is None:
        raise Refused("the file has no frames")
    frames = Frames(first, head)
    free_bytes = 0 if first.size_bytes else _free_bytes(source, position, first)
    max_count = max_seconds * first.sample_rate_hertz / first.sample_count + 3
    segment_start = position
    while True:
        header = mpeg_frame.parse(source.at(position, mpeg_frame.HEADER_BYTES))
        if header is None or not header.is_like(first):
            _close(frames, segment_start, position)
            found = _resync(source, position, first)
            if found is None:
                return frames
            if len(frames.segments) > _MAX_GAPS:
                raise Refused(_TOO_DAMAGED)
            position = segment_start = found
            continue
        end = position + (header.size_bytes or free_bytes + header.padding_bytes)
        if end > source.size:
            frames.is_cut = True
            _close(frames, segment_start, position)
            return frames
        stated = _stated_count(source, position, header)
        if stated is not None:
            _close(frames, segment_start, position)
            segment_start = end
            frames.note_count(stated)
        else:
            frames.positions.append(position)
            if len(frames.positions) > max_count:
                raise Refused(f"the sound is too long; send at most {max_seconds:g} s")
        position = end


def plan(frames: Frames, tag: tuple[int, int], guessed_count: int) -> Plan:
    """Return the repair of a file in which a decoder does not find exactly these frames.

    Args:
        frames: The frames of the file.
        tag: The range of the ID3 tag.
        guessed_count: The samples per channel by the decoder, 0 if it cannot tell.
    """
    tag_start, tag_end = tag
    stated = frames.stated_count or None
    cause = ""
    has_wrong_count = stated is not None and abs(stated - len(frames.positions)) > 1
    slack = max(2 * frames.first.sample_count, frames.sample_count // 200)
    if tag_end - tag_start > MAX_TAG_BYTES:
        cause = f"its tags had {(tag_end - tag_start) / 1e6:.0f} MB and were left out"
        tag_end = tag_start
    elif frames.statement_count > 1:
        cause = "it was several files one after the other"
    elif tag_start or len(frames.segments) > 1 or not guessed_count:
        cause = "there were other bytes before or between its frames"
    elif has_wrong_count:
        cause = "its header stated another length"
    elif stated is None and abs(guessed_count - frames.sample_count) > slack:
        cause = "its header did not tell its length"
    is_short = stated is not None and stated - len(frames.positions) > 1
    seconds = (
        stated * frames.first.sample_count / frames.first.sample_rate_hertz if stated else None
    )
    return Plan(
        _rewritten(frames, (tag_start, tag_end)) if cause else (),
        is_required=bool(cause),
        cause=cause,
        declared_seconds=seconds if is_short else None,
        ends_early=frames.is_cut or is_short,
    )


def _rewritten(frames: Frames, tag: tuple[int, int]) -> tuple[Piece, ...]:
    byte_count = sum(end - start for start, end in frames.segments)
    if frames.first.size_bytes:
        count = len(frames.positions)
        offsets = [_offset(frames, index * count // _TOC_ENTRIES) for index in range(_TOC_ENTRIES)]
        length = mpeg_frame.length_frame(frames.head, count, offsets, byte_count)
    else:
        # Frames of the free format all have one size, which gives the length.
        length = b""
    return tag, length, *frames.segments


def _offset(frames: Frames, index: int) -> int:
    """Return the position of a frame among the frames alone."""
    position, before = frames.positions[index], 0
    for start, end in frames.segments:
        if start <= position < end:
            return before + position - start
        before += end - start
    return before


def _close(frames: Frames, start: int, end: int) -> None:
    if end > start:
        frames.segments.append((start, end))


def _stated_count(source: Source, position: int, header: FrameHeader) -> int | None:
    """Return the count of a frame that states the length, 0 if it states none, or None."""
    place = mpeg_frame.HEADER_BYTES + header.side_bytes
    content = source.at(position + place, 12)
    if content[:4] in (b"Xing", b"Info"):
        return int.from_bytes(content[8:12], "big") if content[7] & 1 else 0
    content = source.at(position + 36, 18)
    return int.from_bytes(content[14:18], "big") if content[:4] == b"VBRI" else None


def _resync(source: Source, position: int, first: FrameHeader) -> int | None:
    while size := id3.tag_bytes(source, position):
        position += size
    if mpeg_frame.parse(source.at(position, 4)) and _is_run(source, position, None):
        raise Refused("the file changes its sample rate in the middle; export it again")
    return _find_run(source, position, source.size, first)


def _find_run(source: Source, start: int, end: int, like: FrameHeader | None = None) -> int | None:
    """Return the position of the first of some frames that follow each other."""
    position, tried = start, 0
    while position < end:
        window = source.at(position, min(_WINDOW_BYTES, end - position))
        for match in _HEADER.finditer(window):
            tried += 1
            if tried > _MAX_CANDIDATES:
                raise Refused(_TOO_DAMAGED)
            if _is_run(source, position + match.start(), like):
                return position + match.start()
        # A header may lie across two windows.
        position += max(1, len(window) - 2)
        if len(window) < 3:
            break
    return None


def _is_run(source: Source, position: int, like: FrameHeader | None) -> bool:
    for _ in range(_RUN_FRAMES):
        header = mpeg_frame.parse(source.at(position, mpeg_frame.HEADER_BYTES))
        if header is None:
            # Few frames up to the end, or up to a tag at the end.
            return source.size - position in (0, 128) and like is not None
        if like is not None and not header.is_like(like):
            return False
        like = header
        position += header.size_bytes or _free_bytes(source, position, header)
    return True


def _free_bytes(source: Source, position: int, header: FrameHeader) -> int:
    """Return the size of frames of the free format without padding: the next one gives it."""
    content = source.at(position, _LONGEST_FREE_BYTES)
    found = _HEADER.finditer(content, mpeg_frame.HEADER_BYTES + header.side_bytes)
    for match in islice(found, _MAX_FREE_CANDIDATES):
        following = mpeg_frame.parse(content[match.start() : match.start() + 4])
        if following is None or not following.is_like(header):
            continue
        size = match.start() - header.padding_bytes
        after = match.start() + size + following.padding_bytes
        third = mpeg_frame.parse(content[after : after + 4])
        if third is not None and third.is_like(header):
            return size
    return _LONGEST_FREE_BYTES
