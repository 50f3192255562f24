"""The table of requests whose result is still to be discarded."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.models.base import Base


class DiscardedRequest(Base):
    """A request that ended without a result, of which the sidecar may have made a file.

    It is added in the transaction that ends the job, and removed once the sidecar has answered that
    nothing is left. It outlives the sound's row.
    """

    __tablename__ = "environment_sound_discarded_requests"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(36))
    # Of the request. A file without a row and with this prompt may be the one to be deleted.
    prompt: Mapped[str] = mapped_column(String(1000))
