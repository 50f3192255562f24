"""Requirements of every kind of sound, independent of its character."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.base import Advance
from envsound_server.engines.procedural.kind import Group
from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.reading.prompt import read_prompt
from envsound_server.engines.procedural.source import Curve

Play = Callable[[str, float, int], Samples]
Stream = Callable[[str, int, int], Iterator[Advance]]
EVENTS = [name for name, kind in KINDS.items() if kind.group is Group.EVENT and kind.make]
BEDS = [name for name, kind in KINDS.items() if kind.group is Group.BED]
SECONDS = 8.0


def rms_db(samples: Samples) -> float:
    return float(10 * np.log10(np.mean(samples.astype(float) ** 2) + 1e-20))


def envelope(samples: Samples, step_seconds: float = 0.01) -> Curve:
    """Return the RMS of both channels in steps."""
    step = int(step_seconds * SAMPLE_RATE_HERTZ)
    count = samples.shape[1] // step
    parts = samples[:, : count * step].astype(float).reshape(2, count, step)
    return np.asarray(np.sqrt((parts**2).mean(axis=(0, 2))), np.float64)


@pytest.mark.parametrize("name", KINDS)
def test_is_read_by_its_names_and_examples(name: str) -> None:
    kind = KINDS[name]
    for prompt in (kind.name, kind.chinese_name, *kind.examples):
        scene = read_prompt(prompt)
        assert name in [layer.kind for layer in scene.layers], prompt


@pytest.mark.parametrize("name", KINDS)
def test_every_phrase_names_the_kind_alone(name: str) -> None:
    kind = KINDS[name]
    for phrase in f"{kind.english},{kind.chinese},{kind.heavy},{kind.light}".split(","):
        if phrase.strip():
            scene = read_prompt(phrase)
            assert [layer.kind for layer in scene.layers] == [name], phrase
            assert scene.unknown == (), phrase


@pytest.mark.parametrize("name", KINDS)
def test_leads_to_kinds_that_there_are(name: str) -> None:
    kind = KINDS[name]
    assert all(other in KINDS for other in kind.surfaces.values())
    for member in kind.members:
        assert KINDS[member.kind].make is not None
    assert kind.make is not None or kind.members


@pytest.mark.parametrize("name", KINDS)
def test_is_finite_and_never_silent(play: Play, name: str) -> None:
    samples = play(name, SECONDS, 0)
    assert samples.shape == (2, int(SECONDS * SAMPLE_RATE_HERTZ))
    assert samples.dtype == np.float32
    assert np.isfinite(samples).all()
    peak = np.abs(samples).max()
    # Between the events there is the floor of the place.
    seconds = samples.reshape(2, int(SECONDS), -1)
    assert (seconds.std(axis=2) > 10 ** (-80 / 20) * peak).all()


@pytest.mark.parametrize("name", KINDS)
def test_half_a_second_of_it_is_something(play: Play, name: str) -> None:
    for seed in (1, 2):
        samples = play(name, 0.5, seed)
        assert samples.shape[1] == SAMPLE_RATE_HERTZ // 2
        assert np.abs(samples).max() > 10 ** (-40 / 20)


@pytest.mark.parametrize("name", KINDS)
def test_same_seed_same_samples_another_seed_others(stream: Stream, name: str) -> None:
    def samples(seed: int) -> Samples:
        answers = [a.block for a in stream(name, 60_000, seed)]
        return np.concatenate([block for block in answers if block is not None], axis=1)

    assert np.array_equal(samples(7), samples(7))
    assert np.abs(samples(7) - samples(2**63 - 1)).max() > 1e-3


@pytest.mark.parametrize("name", KINDS)
def test_loses_less_than_3_db_in_mono(play: Play, name: str) -> None:
    samples = play(name, SECONDS, 0)
    # Independent channels lose 3.01 dB; more is cancellation.
    assert rms_db(samples.mean(axis=0, keepdims=True)) > rms_db(samples) - 3.05


@pytest.mark.parametrize("name", BEDS)
def test_a_bed_is_wide(play: Play, name: str) -> None:
    assert np.corrcoef(*play(name, SECONDS, 0))[0, 1] < 0.99


@pytest.mark.parametrize("name", EVENTS)
def test_the_first_event_comes_within_300_ms(play: Play, name: str) -> None:
    for seed in (0, 1, 2):
        levels = envelope(play(name, 2.0, seed))
        # A soft onset counts from where it stands out of the floor of its place.
        is_heard = levels > max(levels.max() * 10 ** (-30 / 20), 0.0)
        assert np.argmax(is_heard) <= 30, seed


@pytest.mark.parametrize("name", KINDS)
def test_heavy_is_louder_than_light(play: Play, name: str) -> None:
    light, heavy = (play(f"{word} {name}", SECONDS, 2) for word in ("light", "heavy"))
    assert rms_db(light) + 2 < rms_db(heavy)


@pytest.mark.parametrize("name", KINDS)
def test_distant_is_fainter_than_near(play: Play, name: str) -> None:
    near, distant = (np.abs(play(f"{word} {name}", SECONDS, 2)) for word in ("near", "distant"))
    # By the peak: far thunder rolls for longer than near thunder cracks.
    assert distant.max() < 0.5 * near.max()
