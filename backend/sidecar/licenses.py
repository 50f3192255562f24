"""Terms under which sounds may be used, on the wire and in columns of a row."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


class CommercialUse(StrEnum):
    """The permission to sell works with a sound. The values are those in JSON and the database."""

    YES = "yes"
    NO = "no"
    UP_TO_REVENUE = "up_to_revenue"
    """By those whose yearly revenue is below `License.revenue_limit_usd`."""


@dataclass(frozen=True, slots=True)
class License:
    """Terms under which sounds may be used.

    Attributes:
        name: For people: `Stability AI Community License`.
        commercial_use: Whether they may be used in what is sold. None: the sidecar sent a kind
            that this backend does not know.
        revenue_limit_usd: Yearly revenue below which `UP_TO_REVENUE` allows it, US$. None: no
            such limit.
        attribution: The text to show wherever the sounds are used, or empty.
        terms_url: Where the terms are; empty where there is nothing to read.
    """

    name: str
    commercial_use: CommercialUse | None
    revenue_limit_usd: int | None = None
    attribution: str = ""
    terms_url: str = ""


OLDER_LICENSES = {
    "procedural": License("Apache-2.0; the sounds are free to use", CommercialUse.YES),
    "tangoflux": License(
        "non-commercial, research only (Stability AI Community License; "
        "trained on WavCaps, academic use)",
        CommercialUse.NO,
        attribution="Powered by Stability AI",
        terms_url="https://huggingface.co/declare-lab/TangoFlux",
    ),
}
"""Terms by engine, for sounds that were made before sounds carried theirs."""


LICENSE_COLUMNS = (
    "license_name",
    "commercial_use",
    "revenue_limit_usd",
    "attribution",
    "terms_url",
)
"""Columns of the terms under which a sound may be used."""


class HasLicense(Protocol):
    """A row with the columns of `LICENSE_COLUMNS`."""

    license_name: Any
    commercial_use: Any
    revenue_limit_usd: Any
    attribution: Any
    terms_url: Any


def license_of(row: HasLicense) -> License | None:
    """Return the terms under which the sound may be used, None where they are unknown."""
    if row.license_name is None:
        return None
    return License(
        name=row.license_name,
        commercial_use=CommercialUse(row.commercial_use) if row.commercial_use else None,
        revenue_limit_usd=row.revenue_limit_usd,
        attribution=row.attribution or "",
        terms_url=row.terms_url or "",
    )


def license_columns(sent: License | None, engine: str | None) -> dict[str, Any]:
    """Return the columns of the terms under which a sound may be used, all None for no terms.

    Args:
        sent: The terms that came with the sound.
        engine: The engine that made it, which decides where no terms came. None: no engine of ours.
    """
    terms = sent or OLDER_LICENSES.get(engine or "")
    if terms is None:
        return dict.fromkeys(LICENSE_COLUMNS)
    return {
        "license_name": terms.name,
        "commercial_use": terms.commercial_use and terms.commercial_use.value,
        "revenue_limit_usd": terms.revenue_limit_usd,
        "attribution": terms.attribution,
        "terms_url": terms.terms_url,
    }
