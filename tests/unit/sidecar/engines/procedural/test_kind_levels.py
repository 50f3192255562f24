"""The level of every kind in its file, on which an editor relies."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from envsound_server.audio.levelling import Levelling, find_levelling
from envsound_server.audio.levels import (
    BED_LOUDNESS_LUFS,
    EVENT_TRUE_PEAK_DBTP,
    TRUE_PEAK_CEILING_DBTP,
    LevelMeter,
    LevelTarget,
    LoudnessTarget,
    TruePeakTarget,
)
from envsound_server.audio.spool import Spool
from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group
from envsound_server.engines.procedural.kinds import KINDS

Play = Callable[[str, float, int], Samples]


def levelled(samples: Samples, target: LevelTarget, folder: Path) -> Levelling:
    meter, spool = LevelMeter(), Spool(folder)
    meter.add(samples)
    spool.write(samples)
    finding = find_levelling(spool, meter, target, is_loop=False)
    while True:
        try:
            next(finding)
        except StopIteration as found:
            spool.close()
            levelling: Levelling = found.value
            return levelling


@pytest.mark.parametrize("name", KINDS)
def test_comes_at_its_level(play: Play, name: str, tmp_path: Path) -> None:
    samples = play(name, 8.0, 0)
    is_bed = KINDS[name].group is Group.BED
    target = LoudnessTarget(BED_LOUDNESS_LUFS) if is_bed else TruePeakTarget(EVENT_TRUE_PEAK_DBTP)
    levels = levelled(samples, target, tmp_path).levels
    assert levels.true_peak_dbtp <= TRUE_PEAK_CEILING_DBTP
    if is_bed:
        assert levels.loudness_lufs is not None
        assert abs(levels.loudness_lufs - BED_LOUDNESS_LUFS) < 1.0
    else:
        assert abs(levels.true_peak_dbtp - EVENT_TRUE_PEAK_DBTP) < 1.0


@pytest.mark.parametrize("name", KINDS)
def test_comes_near_its_level_by_itself(play: Play, name: str) -> None:
    """In a mix only the kind's own gain sets its level relative to the others."""
    samples = play(name, 8.0, 0)
    if KINDS[name].group is Group.BED:
        meter = LevelMeter()
        meter.add(samples)
        loudness_lufs = meter.loudness_lufs_after(1.0)
        assert loudness_lufs is not None
        assert abs(loudness_lufs - BED_LOUDNESS_LUFS) < 6.0
    else:
        assert abs(20 * np.log10(np.abs(samples).max())) < 6.0
