"""The terms of sounds that are made from other sounds: those of both."""

from collections.abc import Mapping

from envsound_server.audio.tags import SoundTags
from envsound_server.domain.engine import CommercialUse, License

_STRICTEST_FIRST = (CommercialUse.NO, CommercialUse.UP_TO_REVENUE, CommercialUse.YES)


def license_in(tags: SoundTags | None, known: Mapping[str, License]) -> License | None:
    """Return the terms that a file's tags hold, or None where no known engine made it.

    Args:
        tags: The file's tags, if it has any.
        known: Terms by engine, for files that were made before tags held the terms.
    """
    if tags is None:
        return None
    if not tags.license_name:
        return known.get(tags.engine)
    # An unknown kind allows no commercial use.
    kinds = {kind.value: kind for kind in CommercialUse}
    return License(
        tags.license_name,
        kinds.get(tags.commercial_use, CommercialUse.NO),
        tags.revenue_limit_usd,
        tags.attribution,
        tags.terms_url,
    )


def combined(engine: License, source: License | None) -> License:
    """Return the terms of a sound: its engine's, and those of the sound that it was made from.

    Commercial use is what both allow, revenue is below both limits, and both attributions stay.
    """
    if source is None or source == engine:
        return engine
    if source.commercial_use is CommercialUse.YES and not source.attribution:
        return engine
    stricter = min(engine, source, key=lambda terms: _STRICTEST_FIRST.index(terms.commercial_use))
    limits = [terms.revenue_limit_usd for terms in (engine, source) if terms.revenue_limit_usd]
    is_limited = stricter.commercial_use is CommercialUse.UP_TO_REVENUE
    return License(
        name=_joined(engine.name, source.name, "; made from a sound under: "),
        commercial_use=stricter.commercial_use,
        revenue_limit_usd=min(limits) if is_limited else 0,
        attribution=_joined(engine.attribution, source.attribution, "; "),
        terms_url=stricter.terms_url,
    )


def _joined(engine: str, source: str, between: str) -> str:
    """Join two texts, unless one of them holds the other: sounds are made from sounds of sounds."""
    if engine in source:
        return source
    return engine if source in engine else f"{engine}{between}{source}"
