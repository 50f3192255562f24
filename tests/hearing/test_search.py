"""The search, with a fake listener whose score is the distance of a value to 300."""

import ast

import numpy as np
import numpy.typing as npt
import pytest

from bench import listener, search
from bench.listener import Kind, Scores, Verdict, Waveform
from bench.search import Range

RANGES = {"hertz": Range(50, 5000, logarithmic=True), "other": Range(0, 1)}


@pytest.fixture(autouse=True)
def made_up_listener(monkeypatch: pytest.MonkeyPatch) -> None:
    def listen(samples: Waveform, rate_hertz: int) -> Scores:
        hertz, other = samples[:2]
        return np.array([np.exp(-abs(np.log(hertz / 300))) * (1 - 0.2 * other), 0.1])

    def judge(kind: str, scores: Scores) -> Verdict:
        return Verdict("Bell", float(scores[0]), "Music", float(scores[1]))

    kind = Kind("bell", "钟", "BELL", False, ("Bell",), (), {})
    monkeypatch.setattr(listener, "listen", listen)
    monkeypatch.setattr(listener, "judge", judge)
    monkeypatch.setattr(listener, "kinds", lambda: {"bell": kind})


def render(values: dict[str, float], seed: int) -> npt.NDArray[np.float64]:
    return np.array([values["hertz"], values["other"], seed])


def found(capsys: pytest.CaptureFixture[str], **options: float) -> tuple[search.Found, str]:
    result = search.search("bell", render, RANGES, seconds=0.5, **options)
    return result, capsys.readouterr().out


def test_finds_the_best_values(capsys: pytest.CaptureFixture[str]) -> None:
    result, printed = found(capsys)
    assert result.is_heard
    assert result.values["hertz"] == pytest.approx(300, rel=0.1)
    assert result.values["other"] < 0.15
    assert "on seeds 21 to 24: correct" in printed


def test_prints_values_that_python_reads(capsys: pytest.CaptureFixture[str]) -> None:
    result, printed = found(capsys)
    assert ast.literal_eval(printed[printed.index("{") :]) == result.values
    assert all(float(f"{value:.3g}") == value for value in result.values.values())


def test_begins_from_a_start(capsys: pytest.CaptureFixture[str]) -> None:
    start = {"hertz": 310.0, "other": 0.0}
    result = search.search("bell", render, RANGES, start=start, seconds=0)
    assert result.tries == 1
    assert result.judged.worth >= 0.9
    assert "start: 0." in capsys.readouterr().out


def test_a_start_with_other_names_is_refused() -> None:
    with pytest.raises(ValueError, match="differ in other"):
        search.search("bell", render, RANGES, start={"hertz": 300.0}, seconds=0)


def test_renders_stay_in_the_ranges() -> None:
    seen: list[dict[str, float]] = []

    def noted(values: dict[str, float], seed: int) -> npt.NDArray[np.float64]:
        seen.append(values)
        return render(values, seed)

    search.search("bell", noted, RANGES, seconds=0.3)
    assert len(seen) > 50
    for name, range_ in RANGES.items():
        values = [values[name] for values in seen]
        assert min(values) >= range_.low
        assert max(values) <= range_.high


@pytest.mark.parametrize(("low", "high", "is_logarithmic"), [(1, 1, False), (0, 1, True)])
def test_what_is_no_range_is_refused(low: float, high: float, is_logarithmic: bool) -> None:
    with pytest.raises(ValueError, match="not a range"):
        Range(low, high, is_logarithmic)
