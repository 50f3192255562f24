"""Showers of small hard objects: keys, coins, cutlery, shards, each with its own modes."""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.models.impacts import Body, with_peak_one
from envsound_server.engines.procedural.source import Curve, Mono

_DIFFERENT_BLOWS = 28
"""Number of different blows of a shower. Further blows reuse them at other levels."""


def pieces(draw: np.random.Generator, body: Body, count: int, sizes: float) -> list[Curve]:
    """Return the modes of some pieces of one sort.

    Args:
        draw: Draws them.
        body: The usual piece.
        count: Number of pieces.
        sizes: Standard deviation of the log of their size.
    """
    scales = np.exp(sizes * draw.standard_normal(count))
    return [body.modes_hertz(draw) * scale for scale in scales]


def shower(
    draw: np.random.Generator,
    body: Body,
    sorts: list[Curve],
    onsets_seconds: Curve,
    levels: Curve,
    contact_seconds: float,
) -> Mono:
    """Return many blows on such pieces, peak 1.

    Args:
        draw: Draws the piece and the place of each blow.
        body: The usual piece.
        sorts: The pieces, from `pieces`.
        onsets_seconds: Onsets, float64 [blows], s.
        levels: Levels, float64 [blows].
        contact_seconds: Contact time of a usual blow, s.
    """
    blows = [
        _blow(draw, body, sorts[int(draw.integers(len(sorts)))], contact_seconds)
        for _ in range(min(len(onsets_seconds), _DIFFERENT_BLOWS))
    ]
    starts = (onsets_seconds * SAMPLE_RATE_HERTZ).astype(np.intp)
    total = np.zeros(int(starts.max()) + max(map(len, blows)), np.float32)
    for number, (start, level) in enumerate(zip(starts, levels, strict=True)):
        blow = blows[number % len(blows)]
        total[start : start + len(blow)] += np.float32(level) * blow
    return with_peak_one(total)


def _blow(
    draw: np.random.Generator, body: Body, modes_hertz: Curve, contact_seconds: float
) -> Mono:
    """Return one blow on one piece."""
    contact = contact_seconds * float(np.exp(0.4 * draw.standard_normal()))
    return body.strike(draw, modes_hertz * draw.normal(1.0, 0.008), contact, longest_seconds=2.0)
