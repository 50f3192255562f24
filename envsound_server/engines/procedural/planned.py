"""A scene in the terms of every engine: layers with their times, words, suggestions."""

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.domain.engine import EngineRequest, SoundKind
from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.layers import Layer, Motion, Swell
from envsound_server.engines.procedural.reading.prompt import MOST_LAYERS, Scene
from envsound_server.engines.procedural.reading.suggestions import nearest_kinds
from envsound_server.engines.procedural.timing import time_span
from envsound_server.engines.readings import PlannedLayer, PromptReader, PromptReading

_MOST_SUGGESTIONS = 5


def known_sound(name: str) -> SoundKind:
    """Return a kind in both languages."""
    kind = KINDS[name]
    return SoundKind(kind.name, kind.chinese_name, kind.ucs, *kind.examples)


def reading_of(scene: Scene, request: EngineRequest, reader: PromptReader) -> PromptReading:
    """Return how a request's prompt was read."""
    duration_seconds = request.frame_count / SAMPLE_RATE_HERTZ
    return PromptReading(
        reader,
        tuple(_planned(layer, duration_seconds) for layer in scene.layers),
        scene.excluded,
        scene.unknown,
        tuple(map(known_sound, suggestions(scene, request.prompt))),
        tuple(_surplus_notes(scene)),
    )


def suggestions(scene: Scene, prompt: str) -> tuple[str, ...]:
    """Return the kinds that are nearest to what was not understood, at most five."""
    named = {layer.kind for layer in scene.layers} | set(scene.excluded)
    near = nearest_kinds(scene.unknown, prompt, _MOST_SUGGESTIONS + len(named))
    return tuple(kind for kind in near if kind not in named)[:_MOST_SUGGESTIONS]


def notes_of(scene: Scene) -> list[str]:
    """Return the notes for the listener on how a prompt was read, a sentence each."""
    notes = [f"Heard in the prompt: {'; '.join(map(str, scene.layers))}."]
    if scene.excluded:
        notes.append(f"Left out as asked: {'; '.join(scene.excluded)}.")
    if scene.unknown:
        notes.append(f"Not understood, so left out: {', '.join(scene.unknown)}.")
    return [*notes, *_surplus_notes(scene)]


def _surplus_notes(scene: Scene) -> list[str]:
    if not scene.surplus:
        return []
    surplus = "; ".join(map(str, scene.surplus))
    return [f"Left out, for {MOST_LAYERS} sounds at once are the most: {surplus}."]


def _planned(layer: Layer, duration_seconds: float) -> PlannedLayer:
    kind, span = KINDS[layer.kind], time_span(layer, duration_seconds)
    return PlannedLayer(
        kind.name,
        kind.chinese_name,
        str(layer),
        layer.intensity.value,
        layer.distance.value,
        layer.pace.value,
        layer.place.value if layer.place else "",
        "" if layer.motion is Motion.STILL else layer.motion.name.lower(),
        layer.count,
        layer.every_seconds,
        round(span.start_seconds, 3),
        round(span.end_seconds, 3),
        "" if layer.swell is Swell.STEADY else layer.swell.name.lower(),
        layer.is_sudden,
    )
