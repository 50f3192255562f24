"""The sounds that credits are wanted for, and the credits."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from backend.api.schemas.license import LicensePublic
from backend.api.schemas.listing import checked_ids
from backend.sounds.credits import Permission

_MAX_SOUNDS = 1000
_LONGEST_ID = 10


def _sound_ids(text: str) -> str:
    ids = checked_ids(text, "sound", _MAX_SOUNDS)
    if not ids:
        raise ValueError("has to name at least one sound, such as 1,2")
    return ids


class CreditsWanted(BaseModel):
    """The choice of sounds, and the form of the credits."""

    sound_ids: Annotated[str, AfterValidator(_sound_ids)] = Field(
        max_length=_MAX_SOUNDS * (_LONGEST_ID + 1),
        description=f"Ids of at most {_MAX_SOUNDS} sounds, with commas between them.",
        examples=["1,2"],
    )
    format: Literal["json", "text"] | None = Field(
        None, description="Default: what the Accept header prefers, else JSON."
    )

    @property
    def ids(self) -> list[int]:
        """Return the ids, each once."""
        return list(dict.fromkeys(int(part) for part in self.sound_ids.split(",")))


class CreditedSoundPublic(BaseModel):
    """One of the sounds."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    engine: str | None = Field(description="Null where it was uploaded or found.")
    license: LicensePublic | None = Field(description="Null where they are unknown.")


class CreditsReply(BaseModel):
    """The attributions that some sounds require, and whether works with them may be sold."""

    model_config = ConfigDict(from_attributes=True)

    text: str = Field(description="All of it as plain text, for the end of a book.")
    sounds: list[CreditedSoundPublic] = Field(description="In the order that was asked for.")
    attributions: list[str] = Field(
        description="The text to show wherever the sounds are used, each line once."
    )
    commercial_use: Permission = Field(
        description="The strictest of the sounds; `unknown` where a sound has no known terms."
    )
    revenue_limit_usd: int | None = Field(
        description="The lowest limit that a licence sets, US$ a year; null where none sets one."
    )
