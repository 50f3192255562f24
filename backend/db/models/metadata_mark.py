"""The table of changes that `metadata.json` does not show yet."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.models.base import Base


class MetadataMark(Base):
    """A change of a sound, or the end of a file, that `metadata.json` does not show yet.

    Marks are only added and removed. A mark that is set again is another row, so that removing
    the first one does not lose it. For the same reason no id is ever used twice.
    """

    __tablename__ = "environment_sound_metadata_marks"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    # The sound's id, or the relative path of a file. No foreign key: a mark outlives its sound.
    sound_id: Mapped[int | None]
    relative_path: Mapped[str | None] = mapped_column(String(512))
