"""Credits for a book or a film that uses some sounds, and the permission to sell it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.errors import SoundsNotFound
from backend.sidecar.licenses import CommercialUse, License, license_of


class Permission(StrEnum):
    """The permission to use some sounds in a product that is sold, the strictest first."""

    NO = "no"
    UNKNOWN = "unknown"
    UP_TO_REVENUE = "up_to_revenue"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class CreditedSound:
    """One of the sounds. `license` is None where it is unknown, `engine` where none made it."""

    id: int
    name: str
    engine: str | None
    license: License | None

    @property
    def permission(self) -> Permission:
        """Return the permission to use it in a product that is sold."""
        return _permission(self.license)


@dataclass(frozen=True, slots=True)
class CreditSheet:
    """The credits of some sounds, in the order of the request."""

    sounds: tuple[CreditedSound, ...]

    @property
    def attributions(self) -> list[str]:
        """Return the attributions that every use of the sounds requires, each line once."""
        lines = (sound.license.attribution for sound in self.sounds if sound.license)
        return list(dict.fromkeys(line for line in lines if line))

    @property
    def commercial_use(self) -> Permission:
        """Return the permission for all of the sounds together."""
        permissions = {sound.permission for sound in self.sounds}
        return next(each for each in Permission if each in permissions)

    @property
    def revenue_limit_usd(self) -> int | None:
        """Return the lowest limit that a licence sets, US$ a year, None where none sets one."""
        limits = (sound.license.revenue_limit_usd for sound in self.sounds if sound.license)
        return min((limit for limit in limits if limit is not None), default=None)

    @property
    def text(self) -> str:
        """Return the credits as plain text, sounds with the same licence together."""
        groups: dict[License | None, list[str]] = {}
        for sound in self.sounds:
            groups.setdefault(sound.license, []).append(" ".join(sound.name.split()))
        blocks = ["\n".join(_paragraph(terms, names)) for terms, names in groups.items()]
        return "\n\n".join(["Sounds", *blocks, *self.attributions]) + "\n"


class Credits:
    """The use case: credits of sounds.

    Args:
        database: The database of the rows.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def sheet(self, sound_ids: Sequence[int]) -> CreditSheet:
        """Return the credits of these sounds, at least one.

        Raises:
            SoundsNotFound: Some of them are not there, or deleted.
        """
        wanted = (
            select(Row)
            .where(Row.id.in_(sound_ids), Row.deleted_at.is_(None))
            .options(lazyload(Row.category), lazyload(Row.tags))
        )
        rows = await self._database.read(lambda session: list(session.scalars(wanted)))
        found = {row.id: _credited(row) for row in rows}
        missing = [sound_id for sound_id in sound_ids if sound_id not in found]
        if missing:
            raise SoundsNotFound(missing)
        return CreditSheet(tuple(found[sound_id] for sound_id in sound_ids))


def _credited(row: Row) -> CreditedSound:
    return CreditedSound(row.id, row.name, row.generation_model, license_of(row))


def _permission(terms: License | None) -> Permission:
    if terms is None or terms.commercial_use is None:
        return Permission.UNKNOWN
    return Permission(terms.commercial_use.value)


def _paragraph(terms: License | None, names: Sequence[str]) -> Iterator[str]:
    yield ", ".join(dict.fromkeys(names))
    yield f"Licence: {terms.name}" if terms is not None else "Licence: not known"
    if terms is not None and terms.terms_url:
        yield f"Terms: {terms.terms_url}"
    sentence = _sentence(terms)
    if sentence:
        yield sentence


def _sentence(terms: License | None) -> str:
    """Return who may sell a product with these sounds, empty where everyone may."""
    if terms is None or terms.commercial_use is None:
        return "Ask whoever made these sounds before they are used in what is sold."
    if terms.commercial_use is CommercialUse.NO:
        return "These sounds must not be used in what is sold."
    if terms.commercial_use is CommercialUse.YES:
        return ""
    limit = terms.revenue_limit_usd
    below = f"{limit:,} US dollars" if limit is not None else "the limit in the terms"
    return (
        f"These sounds may be used in what is sold by those whose yearly revenue is below {below}."
    )
