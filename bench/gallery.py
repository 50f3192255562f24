"""A page with every kind of sound and its spectrogram, `build/gallery/index.html`.

Where the audio classifier is available (see `bench.listener`), each kind has its example prompt,
the classifier's verdict, and the spectrograms of its recordings beside its own. Without the
classifier the page has the sounds that the engine names.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path

import numpy as np

from bench import hearing, listener, spectrogram
from bench.listener import Kind
from envsound_server.audio.encoding import SoundEncoder
from envsound_server.audio.formats import AudioFormat
from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural import create
from envsound_server.errors import PromptNotUnderstood

FOLDER = Path("build/gallery")
DURATION_SECONDS = 12.0
SEED = 1

_PEAK = 0.7
_IMAGE_QUALITY = 85


@dataclass(frozen=True, slots=True)
class Entry:
    """A sound on the page.

    Attributes:
        name: Name of the sound.
        prompt: Prompt that is rendered.
        kind: The expected kind, where the classifier is available.
    """

    name: str
    prompt: str
    kind: Kind | None

    @property
    def slug(self) -> str:
        """The name as part of a file name."""
        return "-".join(self.name.split())


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry with its files written.

    Attributes:
        entry: The sound.
        state: "refused", "heard" (classified correctly), "missed" or "" (not classified).
        remark: The classifier's verdict, or the reason why there is no sound.
    """

    entry: Entry
    state: str
    remark: str


def main() -> None:
    """Render everything and write the page."""
    parser = argparse.ArgumentParser(prog="python -m bench.gallery", description=__doc__)
    parser.add_argument("--kinds", help="only these kinds, separated by commas")
    parser.add_argument(
        "--seconds", type=float, default=DURATION_SECONDS, help="duration of each sound"
    )
    parser.add_argument("--jobs", type=int, default=hearing.JOBS, help="number of processes")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="target folder")
    options = parser.parse_args()
    entries = _entries(options.kinds)
    recordings = sorted({name for entry in entries for name in _recordings(entry)})
    options.folder.mkdir(parents=True, exist_ok=True)
    with hearing.processes(min(options.jobs, len(entries))) as apply:
        drawn = apply(partial(_draw_recording, options.folder), recordings)
        list(hearing.progress(drawn, "recordings", len(recordings)))
        made = apply(partial(make, options.folder, duration_seconds=options.seconds), entries)
        shown = list(hearing.progress(made, "sounds", len(entries)))
    page = options.folder / "index.html"
    page.write_text(_page(shown), encoding="utf-8")
    print(f"{len(shown)} sounds: {page}")


def make(folder: Path, entry: Entry, duration_seconds: float = DURATION_SECONDS) -> Shown:
    """Render an entry, write its sound and its spectrogram, and classify it."""
    try:
        samples = hearing.render(entry.prompt, SEED, duration_seconds)
    except PromptNotUnderstood as refusal:
        return Shown(entry, "refused", f"The engine refuses the prompt: {refusal}")
    _write_sound(folder / f"{entry.slug}.mp3", samples)
    image = spectrogram.picture(samples, SAMPLE_RATE_HERTZ)
    image.save(folder / f"{entry.slug}.jpg", quality=_IMAGE_QUALITY)
    if entry.kind is None:
        return Shown(entry, "", "")
    scores = listener.listen(samples, SAMPLE_RATE_HERTZ)
    verdict = listener.judge(entry.kind.name, scores)
    is_heard = listener.is_heard(entry.kind.name, verdict)
    return Shown(entry, "heard" if is_heard else "missed", str(verdict))


def _entries(names: str | None) -> list[Entry]:
    if listener.is_here():
        kinds = hearing.chosen_kinds(names)
        return [Entry(kind.name, kind.prompts["english"], kind) for kind in kinds]
    known = [sound.name for sound in create({}).description.known_sounds]
    chosen = names.split(",") if names else known
    return [Entry(name.strip(), name.strip(), None) for name in chosen]


def _recordings(entry: Entry) -> tuple[str, ...]:
    return entry.kind.recordings if entry.kind else ()


def _draw_recording(folder: Path, name: str) -> None:
    samples, rate_hertz = listener.read_recording(name)
    cut = samples[:, : int(DURATION_SECONDS * rate_hertz)]
    image = spectrogram.picture(cut, rate_hertz)
    image.save(folder / f"recording_{name}.jpg", quality=_IMAGE_QUALITY)


def _write_sound(path: Path, samples: Samples) -> None:
    peak = float(np.abs(samples).max())
    with SoundEncoder(path, AudioFormat.MP3) as encoder:
        encoder.write(samples, _PEAK / peak if peak else 1.0)


def _page(shown: Sequence[Shown]) -> str:
    links = " ".join(
        f'<a class="{one.state}" href="#{one.entry.slug}">{escape(one.entry.name)}</a>'
        for one in shown
    )
    counts = ", ".join(
        f"{sum(one.state == state for one in shown)} {word}"
        for state, word in (
            ("heard", "classified correctly"),
            ("missed", "misclassified"),
            ("refused", "refused"),
        )
    )
    summary = f"{len(shown)} sounds, seed {SEED}" + (f": {counts}" if listener.is_here() else "")
    sections = "\n".join(map(_section, shown))
    return _PAGE.format(summary=escape(summary), links=links, sections=sections)


def _section(one: Shown) -> str:
    entry = one.entry
    chinese = f" {entry.kind.chinese} · {entry.kind.category}" if entry.kind else ""
    parts = [
        f'<section id="{entry.slug}"><h2 class="{one.state}">{escape(entry.name)}'
        f"<small>{escape(chinese)}</small></h2>",
        f"<p>{escape(entry.prompt)}</p><p>{escape(one.remark)}</p>",
    ]
    if one.state != "refused":
        parts.append(f'<audio controls preload="none" src="{entry.slug}.mp3"></audio>')
        parts.append(f'<div class="pictures">{_figure(entry.slug, "rendered")}')
        parts += [_figure(f"recording_{name}", f"recording: {name}") for name in _recordings(entry)]
        parts.append("</div>")
    return "\n".join([*parts, "</section>"])


def _figure(name: str, caption: str) -> str:
    return (
        f'<figure><img loading="lazy" src="{name}.jpg" alt="{escape(caption)}" '
        f'width="684" height="258"><figcaption>{escape(caption)}</figcaption></figure>'
    )


_PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sounds of the procedural engine</title>
<style>
body {{ background: #111; color: #ddd; font: 15px/1.5 sans-serif; margin: 2em; }}
nav a {{ display: inline-block; margin-right: .8em; color: #ddd; }}
h2 {{ margin: 2em 0 0; border-left: 6px solid #777; padding-left: .5em; }}
h2 small {{ color: #999; font-weight: normal; }}
p {{ margin: .2em 0; color: #bbb; }}
audio {{ margin: .5em 0; width: 684px; max-width: 100%; }}
.heard {{ color: #7c6 !important; border-color: #7c6; }}
.missed {{ color: #e83 !important; border-color: #e83; }}
.refused {{ color: #888 !important; }}
.pictures {{ display: flex; flex-wrap: wrap; gap: 1em; }}
figure {{ margin: 0; flex: 1 1 30rem; max-width: 684px; }}
figure img {{ width: 100%; }}
img {{ max-width: 100%; height: auto; }}
figcaption {{ color: #999; font-size: 13px; }}
</style>
<h1>Sounds of the procedural engine</h1>
<p>{summary}. Spectrograms: 40 Hz to 20 kHz, 80 dB.</p>
<nav>{links}</nav>
{sections}
</html>
"""


if __name__ == "__main__":
    main()
