"""The listener: YAMNet, an audio classifier of 521 AudioSet classes on windows of 0.975 s.

The classifier is not part of the project. `ENVSOUND_LISTENER` names a folder with `yamnet.tflite`
and `yamnet_class_map.csv` (TensorFlow's model garden, Apache-2.0), `kinds.csv` (the kinds of sounds
and the accepted labels of each) and `recordings/` (Ogg files, for measurements only).
"""

import csv
import os
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import soundfile
from scipy.signal import resample_poly

VARIABLE = "ENVSOUND_LISTENER"

RATE_HERTZ = 16_000
WINDOW_FRAMES = 15_600
HOP_FRAMES = WINDOW_FRAMES // 2

LOUD_DECIBELS = 25.0
"""Windows further than this below the loudest one are ignored."""

HEARD_SCORE = 0.3
LEAST_SCORE = 0.1
"""Minimum score of a kind whose recordings score low too."""

_PEAK = 0.5
_SILENCE = 1e-9
_FILES = ("yamnet.tflite", "yamnet_class_map.csv", "kinds.csv", "recordings")

# Labels of a place or a manner, or of a class so broad that it is no rival.
_GENERAL_LABELS = frozenset((
    "Animal", "Wild animals", "Domestic animals, pets", "Livestock, farm animals, working animals",
    "Fowl", "Insect", "Bird", "Vehicle", "Motor vehicle (road)", "Boat, Water vehicle",
    "Rail transport", "Alarm", "Tools", "Mechanisms", "Hands", "Wood", "Glass", "Liquid", "Water",
    "Musical instrument", "Outside, urban or manmade", "Outside, rural or natural",
    "Inside, small room", "Inside, large room or hall", "Inside, public space", "Sound effect",
    "Silence", "Noise", "Environmental noise", "Field recording", "Reverberation", "Echo",
))  # fmt: skip

Scores: TypeAlias = npt.NDArray[np.floating[Any]]
"""float [521]: score of each label, 0 to 1."""

Waveform: TypeAlias = npt.NDArray[np.floating[Any]]
"""float [frames] or [channels, frames], at any level."""


class ListenerMissing(Exception):
    """The classifier's folder or its package is not available."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sound.

    Attributes:
        name: In English, as `kinds.csv` has it.
        chinese: In Chinese.
        category: UCS CatID.
        is_bed: True for a continuous bed, false for one-shot events.
        accepted: Labels that count as correct.
        recordings: Names of files in `recordings/`, without their suffix.
        prompts: Example prompts, by language: "english" and "chinese".
    """

    name: str
    chinese: str
    category: str
    is_bed: bool
    accepted: tuple[str, ...]
    recordings: tuple[str, ...]
    prompts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The classifier's verdict on a sound.

    Attributes:
        label: The accepted label of the kind with the highest score.
        score: Its score.
        rival: The label with the highest score that is neither accepted nor general.
        rival_score: Its score.
    """

    label: str
    score: float
    rival: str
    rival_score: float

    @property
    def lead(self) -> float:
        """The score minus the rival's, negative where the rival is ahead."""
        return self.score - self.rival_score

    def __str__(self) -> str:
        return f"{self.label} {self.score:.2f}, rival {self.rival} {self.rival_score:.2f}"


def is_here() -> bool:
    """Return True if the classifier is complete, see `folder`."""
    try:
        folder()
    except ListenerMissing:
        return False
    return True


@cache
def folder() -> Path:
    """Return the classifier's folder.

    Raises:
        ListenerMissing: The folder, a file in it or the package that runs it is missing.
    """
    named = os.environ.get(VARIABLE)
    if not named:
        raise ListenerMissing(
            f"The audio classifier is missing: set {VARIABLE} to a folder with {', '.join(_FILES)}."
        )
    missing = [name for name in _FILES if not (Path(named) / name).exists()]
    if missing:
        raise ListenerMissing(f"{VARIABLE} names {named}, which lacks {', '.join(missing)}.")
    try:
        import ai_edge_litert.interpreter  # noqa: F401
    except ImportError as error:
        raise ListenerMissing(
            "The audio classifier's package is missing: pip install 'envsound[hearing]'."
        ) from error
    return Path(named)


@cache
def labels() -> tuple[str, ...]:
    """Return the names of the 521 classes, in the order of the scores."""
    with (folder() / "yamnet_class_map.csv").open(encoding="utf-8") as file:
        return tuple(row["display_name"] for row in csv.DictReader(file))


@cache
def kinds() -> dict[str, Kind]:
    """Return all kinds by name, in the table's order."""
    with (folder() / "kinds.csv").open(encoding="utf-8") as file:
        table = [_kind(row) for row in csv.DictReader(file, delimiter=";")]
    return {kind.name: kind for kind in table}


def listen(samples: Waveform, rate_hertz: int) -> Scores:
    """Return the score of each label: its mean over the windows within 25 dB of the loudest.

    Channels are averaged and the peak is normalized to one half, so the level does not matter.

    Args:
        samples: float [frames] or [channels, frames].
        rate_hertz: Frames a second.

    Returns:
        float [521].
    """
    windows = _windows(_prepared(samples, rate_hertz))
    levels = np.array([np.sqrt(np.mean(window**2)) for window in windows])
    floor = levels.max() * 10 ** (-LOUD_DECIBELS / 20)
    loud = [window for window, level in zip(windows, levels, strict=True) if level >= floor]
    return np.mean([_scores(window) for window in loud], axis=0)


def judge(kind: str, scores: Scores) -> Verdict:
    """Return the best accepted label and the best rival."""
    accepted, others = _contestants(kind)
    best = accepted[int(np.argmax(scores[accepted]))]
    rival = others[int(np.argmax(scores[others]))]
    names = labels()
    return Verdict(names[best], float(scores[best]), names[rival], float(scores[rival]))


def is_heard(kind: str, verdict: Verdict, slack: float = 0.0) -> bool:
    """Return True if a kind is classified correctly.

    Its score has to be at least 0.3 and at least its rival's. Where the kind's recordings score
    lower than that, they set the threshold: at least their score, at least 0.1, and at least their
    lead. `slack` is added to score and lead.
    """
    score, lead = verdict.score + slack, verdict.lead + slack
    if score >= HEARD_SCORE and lead >= 0:
        return True
    reference = recorded(kind)
    return (
        reference is not None
        and reference.score < HEARD_SCORE
        and score >= max(LEAST_SCORE, reference.score)
        and lead >= reference.lead
    )


def recorded(kind: str) -> Verdict | None:
    """Return the verdict on the best of the kind's recordings, or None where it has none."""
    verdicts = [judge(kind, hear_recording(name)) for name in kinds()[kind].recordings]
    return max(verdicts, key=lambda verdict: (verdict.score, verdict.lead), default=None)


_heard_recordings: dict[str, Scores] = {}


def hear_recording(name: str) -> Scores:
    """Return the scores of a recording, computed once in a process."""
    if name not in _heard_recordings:
        _heard_recordings[name] = listen(*read_recording(name))
    return _heard_recordings[name]


def remember_recordings(heard: Iterable[tuple[str, Scores]]) -> None:
    """Cache scores of recordings that another process computed, by name."""
    _heard_recordings.update(heard)


def read_recording(name: str) -> tuple[npt.NDArray[np.float64], int]:
    """Return a recording's samples, float [channels, frames], and its rate (Hz)."""
    samples, rate_hertz = soundfile.read(
        folder() / "recordings" / f"{name}.ogg", always_2d=True, dtype="float64"
    )
    return samples.T, rate_hertz


def _kind(row: dict[str, str]) -> Kind:
    english, chinese = row["example prompts"].split("|")
    return Kind(
        name=row["kind"],
        chinese=row["zh"],
        category=row["ucs"],
        is_bed=row["group"] == "bed",
        accepted=_listed(row["accepted labels"]),
        recordings=_listed(row["recordings"]),
        prompts={"english": english, "chinese": chinese},
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


@cache
def _contestants(kind: str) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the numbers of the kind's accepted labels and of their possible rivals."""
    names, accepted = labels(), kinds()[kind].accepted
    known = {name: number for number, name in enumerate(names)}
    unknown = set(accepted) - set(known)
    if unknown:
        raise ValueError(f"kinds.csv accepts unknown labels for {kind}: {', '.join(unknown)}")
    rivals = [known[name] for name in names if name not in _GENERAL_LABELS.union(accepted)]
    return np.array([known[name] for name in accepted]), np.array(rivals)


def _prepared(samples: Waveform, rate_hertz: int) -> npt.NDArray[np.float64]:
    """Return one channel at the classifier's rate, float64 [frames], with its peak at one half."""
    mono = np.atleast_2d(np.asarray(samples, dtype=np.float64)).mean(axis=0)
    ratio = Fraction(RATE_HERTZ, rate_hertz).limit_denominator(1000)
    mono = resample_poly(mono, ratio.numerator, ratio.denominator)
    return _PEAK * mono / max(float(np.abs(mono).max()), _SILENCE)


def _windows(mono: npt.NDArray[np.float64]) -> list[npt.NDArray[np.float64]]:
    starts = range(0, max(1, len(mono) - WINDOW_FRAMES + 1), HOP_FRAMES)
    return [mono[start : start + WINDOW_FRAMES] for start in starts]


def _scores(window: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    model, source, result = _model()
    padded = np.pad(window, (0, WINDOW_FRAMES - len(window))).astype(np.float32)
    model.set_tensor(source, padded)
    model.invoke()
    return np.array(model.get_tensor(result)[0], dtype=np.float32)


@cache
def _model() -> tuple[Any, int, int]:
    """Return the interpreter, with the indices of its input and its output."""
    from ai_edge_litert.interpreter import Interpreter

    model = Interpreter(str(folder() / "yamnet.tflite"), num_threads=1)
    model.allocate_tensors()
    return model, model.get_input_details()[0]["index"], model.get_output_details()[0]["index"]
