"""Prompts and their expected layers, read from tables.

A table has one prompt per line: prompt, topic, layers and absent kinds, separated by tabs. `#`
begins a comment. Layers are separated by semicolons:
`rain{intensity=heavy, distance=distant}; thunder`.

- `intensity`, `distance` and `count` are normal where they are not given.
- `place`, `motion`, `pace`, `swell`, `every`, `start`, `end` and `sudden` are checked where they
  are told. `start=later`: not from the beginning; `end=early`: not to the end; `start=5s`: after
  5 s.
- `*` among the layers: others are allowed, and omitted properties are not checked.
- `-` alone: there is no layer, and the prompt is refused.
- Absent kinds are separated by semicolons. None of them may occur.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.layers import END, START, Layer, Moment

TABLES = Path(__file__).parents[1] / "reading" / "prompts"

_LAYER = re.compile(r"^(?P<kind>[a-z ]+?)\s*(?:\{(?P<settings>[^}]*)\})?$")
_ALWAYS_CHECKED = {"intensity": "", "distance": "", "count": ""}


@dataclass(frozen=True, slots=True)
class Expected:
    """An expected layer: its kind, and its given properties by name."""

    kind: str
    settings: Mapping[str, str]

    def fits(self, layer: Layer, *, is_strict: bool) -> bool:
        wanted = {**(_ALWAYS_CHECKED if is_strict else {}), **self.settings}
        return layer.kind == self.kind and all(
            _fits(layer, name, value) for name, value in wanted.items()
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A prompt and its expected layers."""

    where: str
    prompt: str
    topic: str
    layers: tuple[Expected, ...]
    is_open: bool
    absent: frozenset[str]

    def faults(self, layers: tuple[Layer, ...]) -> Iterator[str]:
        """Yield the faults of the layers, a sentence each."""
        left = list(layers)
        for expected in self.layers:
            found = [layer for layer in left if expected.fits(layer, is_strict=not self.is_open)]
            if found:
                left.remove(found[0])
            else:
                yield f"missing: {expected.kind} {dict(expected.settings)}"
        for layer in left:
            if not self.is_open:
                yield f"not asked for: {layer}"
        for layer in layers:
            if layer.kind in self.absent:
                yield f"must not be heard: {layer}"


def rows(language: str) -> list[Row]:
    """Return the rows of a language, `en` or `zh`."""
    return [row for path in sorted(TABLES.glob(f"*.{language}.tsv")) for row in _rows(path)]


def _rows(path: Path) -> Iterator[Row]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        prompt, topic, layers, *absent = line.split("\t")
        parts = [part.strip() for part in layers.split(";") if part.strip() not in ("", "-")]
        yield Row(
            f"{path.name}:{number}",
            prompt,
            topic,
            tuple(_expected(part) for part in parts if part != "*"),
            "*" in parts,
            frozenset(_known(name.strip()) for name in "".join(absent).split(";") if name.strip()),
        )


def _expected(text: str) -> Expected:
    match = _LAYER.match(text)
    assert match, f"not a layer: {text!r}"
    pairs = [pair.split("=") for pair in (match["settings"] or "").split(",") if pair.strip()]
    return Expected(_known(match["kind"]), {name.strip(): value.strip() for name, value in pairs})


def _known(kind: str) -> str:
    assert kind in KINDS, f"not a kind: {kind!r}"
    return kind


def _fits(layer: Layer, name: str, value: str) -> bool:
    match name:
        case "count":
            return str(layer.count or "") == value
        case "every":
            return layer.every_seconds is not None and f"{layer.every_seconds:g}" == value
        case "start":
            return _starts(layer.start, value)
        case "end":
            return layer.end < END if value == "early" else layer.end == END
        case "sudden":
            return layer.is_sudden is (value == "yes")
        case "place":
            return layer.place is not None and layer.place.name.lower() == value
        case "intensity" | "distance" | "pace":
            told: str = getattr(layer, name).value
            return told == value
        case "motion" | "swell":
            word: str = getattr(layer, name).name.lower()
            return word == value
    raise AssertionError(f"not a setting: {name!r}")


def _starts(start: Moment, value: str) -> bool:
    if value.endswith("s"):
        return start == Moment(0.0, float(value[:-1]))
    return start > START if value == "later" else start == START
