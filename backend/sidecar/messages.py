"""The conversion of the domain to protobuf and back."""

from backend.sidecar.engine_types import Engine, EngineList, EngineState, Range
from backend.sidecar.licenses import CommercialUse, License
from backend.sidecar.readings import known_sounds
from backend.sidecar.types import (
    AudioFormat,
    Event,
    FinishedSound,
    Priority,
    Progress,
    Queued,
    SoundRequest,
    Source,
    Stage,
)
from envsound.v1 import envsound_service_pb2 as pb

_FORMAT_NAMES = {
    pb.AudioFormat.Value(f"AUDIO_FORMAT_{audio_format.name}"): audio_format
    for audio_format in AudioFormat
}
_PRIORITIES = {
    Priority.INTERACTIVE: pb.PRIORITY_INTERACTIVE,
    Priority.BATCH: pb.PRIORITY_BATCH,
}
_STAGES = {
    pb.STAGE_PREPARING: Stage.PREPARING,
    pb.STAGE_GENERATING: Stage.GENERATING,
    pb.STAGE_DECODING: Stage.DECODING,
    pb.STAGE_FINISHING: Stage.FINISHING,
}
_ENGINE_STATES = {
    pb.ENGINE_STATE_READY: EngineState.READY,
    pb.ENGINE_STATE_LOADING: EngineState.LOADING,
}
_COMMERCIAL_USES = {
    pb.COMMERCIAL_USE_YES: CommercialUse.YES,
    pb.COMMERCIAL_USE_NO: CommercialUse.NO,
    pb.COMMERCIAL_USE_UP_TO_REVENUE: CommercialUse.UP_TO_REVENUE,
}


def request_message(request: SoundRequest) -> pb.GenerateSoundRequest:
    """Return the request on the wire. What is None stays unset."""
    return pb.GenerateSoundRequest(
        prompt=request.prompt,
        duration_seconds=request.duration_seconds or 0.0,
        steps=request.steps or 0,
        cfg_scale=request.cfg_scale or 0.0,
        seed=request.seed,
        engine=request.engine,
        name=request.name,
        category=request.category,
        loop=request.loop,
        format=f"AUDIO_FORMAT_{request.audio_format.name}",
        target_lufs=request.target_lufs,
        negative_prompt=request.negative_prompt,
        request_id=request.request_id,
        priority=_PRIORITIES[request.priority],
        source=_source_message(request.source) if request.source is not None else None,
        true_peak_ceiling_dbtp=request.true_peak_ceiling_dbtp,
    )


def _source_message(source: Source) -> pb.Source:
    return pb.Source(
        sound_file=source.sound_file,
        strength=source.strength,
        keep_ranges=[
            pb.TimeRange(start_seconds=kept.start_seconds, end_seconds=kept.end_seconds)
            for kept in source.keep_ranges
        ],
    )


def event_of(message: pb.GenerateSoundResponse) -> Event | None:
    """Return the event, or None for one that a newer sidecar added."""
    match message.WhichOneof("event"):
        case "queued":
            return Queued(
                position=message.queued.position,
                estimated_wait_seconds=_optional(message.queued, "estimated_wait_seconds"),
            )
        case "progress":
            return _progress(message.progress)
        case "sound":
            return _sound(message.sound)
        case _:
            return None


def _optional(message: pb.Queued | pb.Progress | pb.Sound, field: str) -> float | None:
    return float(getattr(message, field)) if message.HasField(field) else None


def _progress(progress: pb.Progress) -> Progress:
    return Progress(
        stage=_STAGES.get(progress.stage, Stage.GENERATING),
        step=progress.step,
        step_count=progress.step_count,
        fraction=progress.fraction,
        estimated_remaining_seconds=_optional(progress, "estimated_remaining_seconds"),
    )


def _sound(sound: pb.Sound) -> FinishedSound:
    return FinishedSound(
        relative_path=sound.relative_path,
        duration_seconds=sound.duration_seconds,
        frame_count=sound.frame_count,
        sample_rate_hertz=sound.sample_rate_hertz,
        channels=sound.channels,
        file_size_bytes=sound.file_size_bytes,
        sha256=sound.sha256,
        engine=sound.engine,
        model_revision=sound.model_revision,
        engine_prompt=sound.engine_prompt or None,
        seed=sound.seed,
        steps=sound.steps or None,
        cfg_scale=sound.cfg_scale or None,
        peak_dbfs=sound.peak_dbfs,
        true_peak_dbtp=_optional(sound, "true_peak_dbtp"),
        loudness_lufs=_optional(sound, "loudness_lufs"),
        generation_seconds=sound.generation_seconds,
        notes=tuple(sound.notes),
        license=_license(sound.license) if sound.HasField("license") else None,
        source_file=sound.source_file or None,
    )


def _license(terms: pb.License) -> License:
    return License(
        name=terms.name,
        commercial_use=_COMMERCIAL_USES.get(terms.commercial_use),
        revenue_limit_usd=terms.revenue_limit_usd or None,
        attribution=terms.attribution,
        terms_url=terms.terms_url,
    )


def engine_list(reply: pb.ListEnginesResponse) -> EngineList:
    """Return the answer of `ListEngines`, without formats that only a newer sidecar has."""
    return EngineList(
        engines=tuple(_engine(engine) for engine in reply.engines),
        default_engine=reply.default_engine,
        formats=tuple(_FORMAT_NAMES[n] for n in reply.formats if n in _FORMAT_NAMES),
        queue_capacity=reply.queue_capacity,
        queue_length=reply.queue_length,
        default_engine_reason=reply.default_engine_reason,
    )


def _engine(engine: pb.Engine) -> Engine:
    return Engine(
        name=engine.name,
        display_name=engine.display_name,
        description=engine.description,
        state=_ENGINE_STATES.get(engine.state, EngineState.UNAVAILABLE),
        unavailable_reason=engine.unavailable_reason,
        model_revision=engine.model_revision,
        license=engine.license,
        attribution=engine.attribution,
        duration_seconds=Range(
            engine.min_duration_seconds,
            engine.max_duration_seconds,
            engine.default_duration_seconds,
        ),
        steps=_range(engine.min_steps, engine.max_steps, engine.default_steps),
        cfg_scale=_range(engine.min_cfg_scale, engine.max_cfg_scale, engine.default_cfg_scale),
        supports_negative_prompt=engine.supports_negative_prompt,
        known_sounds=known_sounds(engine),
        languages=tuple(engine.languages),
        max_batch_size=engine.max_batch_size,
        sample_rate_hertz=engine.sample_rate_hertz,
        channels=engine.channels,
        terms=_license(engine.terms) if engine.HasField("terms") else None,
        supports_source=engine.supports_source,
        computation=engine.computation,
    )


def _range(low: float, high: float, default: float) -> Range | None:
    return Range(low, high, default) if high else None
