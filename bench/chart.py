"""Bar charts as SVG, readable on light and dark pages alike."""

from pathlib import Path
from typing import Any

_ROW_HEIGHT, _LABEL_WIDTH, _BAR_WIDTH, _PART_HEIGHT = 34, 150, 520, 20
_COLORS = {"step": "#3b82b8", "decode": "#e08a3c"}
_INK = "#777"


def write_clips(path: Path, clips: list[dict[str, Any]]) -> None:
    """Write the times of each clip, upstream above ours, split into sampling and decoding."""
    bars = [
        (_label(clip, side), clip[f"{side}_seconds"], clip[f"{side}_decode_seconds"])
        for clip in clips
        for side in ("upstream", "ours")
    ]
    longest = max(seconds for _, seconds, _ in bars)
    parts = [_legend()]
    for number, (label, seconds, decode_seconds) in enumerate(bars):
        parts.append(_bar(40 + number * _ROW_HEIGHT, label, seconds, decode_seconds, longest))
    height = 50 + len(bars) * _ROW_HEIGHT
    width = _LABEL_WIDTH + _BAR_WIDTH + 90
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" font-size="14" fill="{_INK}">{"".join(parts)}</svg>\n'
    )


def _label(clip: dict[str, Any], side: str) -> str:
    name = "upstream" if side == "upstream" else clip["format"]
    return f"{clip['duration_seconds']:g} s, {name}"


def _legend() -> str:
    entries = {"step": "50 steps", "decode": "decoding"}
    boxes = []
    for number, (part, words) in enumerate(entries.items()):
        x = _LABEL_WIDTH + number * 110
        boxes.append(f'<rect x="{x}" y="8" width="14" height="14" fill="{_COLORS[part]}"/>')
        boxes.append(f'<text x="{x + 20}" y="20">{words}</text>')
    return "".join(boxes)


def _bar(y: int, label: str, seconds: float, decode_seconds: float, longest: float) -> str:
    whole, decode = (_BAR_WIDTH * part / longest for part in (seconds, decode_seconds))
    return (
        f'<text x="{_LABEL_WIDTH - 10}" y="{y + 15}" text-anchor="end">{label}</text>'
        f'<rect x="{_LABEL_WIDTH}" y="{y}" width="{whole - decode:.1f}" height="{_PART_HEIGHT}" '
        f'fill="{_COLORS["step"]}"/>'
        f'<rect x="{_LABEL_WIDTH + whole - decode:.1f}" y="{y}" width="{decode:.1f}" '
        f'height="{_PART_HEIGHT}" fill="{_COLORS["decode"]}"/>'
        f'<text x="{_LABEL_WIDTH + whole + 8:.1f}" y="{y + 15}">{seconds:.3g} s</text>'
    )
