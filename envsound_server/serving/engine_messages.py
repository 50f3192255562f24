"""Conversion of engines and their terms to protobuf."""

from envsound.v1 import envsound_service_pb2 as pb
from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ
from envsound_server.domain.engine import CommercialUse, License, Range
from envsound_server.engines.registry import EngineSlot, EngineState
from envsound_server.serving.reading_messages import known_sound

_ENGINE_STATES = {
    EngineState.LOADING: pb.ENGINE_STATE_LOADING,
    EngineState.READY: pb.ENGINE_STATE_READY,
    EngineState.UNAVAILABLE: pb.ENGINE_STATE_UNAVAILABLE,
}
_COMMERCIAL_USES = {
    CommercialUse.YES: pb.COMMERCIAL_USE_YES,
    CommercialUse.NO: pb.COMMERCIAL_USE_NO,
    CommercialUse.UP_TO_REVENUE: pb.COMMERCIAL_USE_UP_TO_REVENUE,
}


def license_message(terms: License) -> pb.License:
    """Return the message of terms."""
    return pb.License(
        name=terms.name,
        commercial_use=_COMMERCIAL_USES[terms.commercial_use],
        revenue_limit_usd=terms.revenue_limit_usd,
        attribution=terms.attribution,
        terms_url=terms.terms_url,
    )


def engine_message(slot: EngineSlot) -> pb.Engine:
    """Return the message of an engine: its description and its state."""
    engine = slot.engine.description
    none = Range(0, 0, 0)
    steps, cfg_scale = engine.steps or none, engine.cfg_scale or none
    return pb.Engine(
        name=engine.name,
        display_name=engine.display_name,
        description=engine.description,
        state=_ENGINE_STATES[slot.state],
        unavailable_reason=slot.unavailable.message if slot.unavailable else "",
        model_revision=engine.model_revision,
        license=engine.license.name,
        attribution=engine.license.attribution,
        terms=license_message(engine.license),
        min_duration_seconds=engine.duration_seconds.low,
        max_duration_seconds=engine.duration_seconds.high,
        default_duration_seconds=engine.duration_seconds.default,
        min_steps=int(steps.low),
        max_steps=int(steps.high),
        default_steps=int(steps.default),
        min_cfg_scale=cfg_scale.low,
        max_cfg_scale=cfg_scale.high,
        default_cfg_scale=cfg_scale.default,
        supports_negative_prompt=engine.supports_negative_prompt,
        supports_source=engine.supports_source,
        known_sounds=[sound.name for sound in engine.known_sounds],
        sounds=map(known_sound, engine.known_sounds),
        languages=engine.languages,
        max_batch_size=engine.max_batch_size,
        computation=engine.computation,
        sample_rate_hertz=SAMPLE_RATE_HERTZ,
        channels=CHANNEL_COUNT,
    )
