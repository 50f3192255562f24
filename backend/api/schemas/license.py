"""Terms under which sounds may be used, as clients see them."""

from pydantic import BaseModel, ConfigDict, Field

from backend.sidecar.licenses import CommercialUse


class LicensePublic(BaseModel):
    """Terms under which sounds may be used."""

    model_config = ConfigDict(from_attributes=True)

    name: str = Field(description="For people.")
    commercial_use: CommercialUse | None = Field(
        description="Whether they may be used in what is sold. `up_to_revenue`: by those whose "
        "yearly revenue is below `revenue_limit_usd`. Null: not known."
    )
    revenue_limit_usd: int | None = Field(description="US$ a year; null where there is no limit.")
    attribution: str = Field(
        description="The text to show wherever the sounds are used; often empty."
    )
    terms_url: str = Field(description="Where the terms are; empty where there are none to read.")
