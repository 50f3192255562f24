"""Showers of small hard things: keys, coins, cutlery, shards, each with modes of its own."""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.models.impacts import Body, with_peak_one
from envsound_server.engines.procedural.source import Curve, Mono


def pieces(draw: np.random.Generator, body: Body, count: int, sizes: float) -> list[Curve]:
    """Return the modes of some pieces of one sort.

    Args:
        draw: Draws them.
        body: The usual piece.
        count: How many.
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
        draw: Draws which piece is hit and where.
        body: How they ring.
        sorts: From `pieces`.
        onsets_seconds: When, float64 [blows], s.
        levels: How hard, float64 [blows].
        contact_seconds: How long a usual blow lasts; weak ones last longer, s.
    """
    last = int(onsets_seconds.max() * SAMPLE_RATE_HERTZ)
    total = np.zeros(last + int(4.2 * SAMPLE_RATE_HERTZ), np.float32)
    end = 0
    for onset, level in zip(onsets_seconds, levels, strict=True):
        modes = sorts[int(draw.integers(len(sorts)))] * draw.normal(1.0, 0.008)
        contact = contact_seconds * float(max(level, 0.02) ** -0.2)
        blow = body.struck(draw, modes, contact, longest_seconds=3.0)
        start = int(onset * SAMPLE_RATE_HERTZ)
        total[start : start + len(blow)] += np.float32(level) * blow
        end = max(end, start + len(blow))
    return with_peak_one(total[:end])
