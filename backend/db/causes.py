"""The causes for which databases refuse, in words for people."""

from sqlalchemy.exc import SQLAlchemyError

_CAUSES = {
    "readonly": "it is read-only, check the rights of its file and folder, and the mount",
    "read-only": "it is read-only, as a standby is, or as its administrator has set",
    "is full": "its disk is full, free some space on it",
    "no space left": "its disk is full, free some space on it",
    "is locked": "another program keeps it locked",
    "lock timeout": "another program keeps it locked",
    "unable to open": "its file cannot be opened, check the mount",
    "malformed": "its file is damaged, restore the backup",
    "in time": "it does not answer",
    "no answer": "it does not answer",
    "timeout": "it does not answer",
    "refused": "nothing listens at its address",
}
"""The causes by words of the drivers' messages."""


def cause_of(error: SQLAlchemyError) -> str:
    """Return why a database refuses, in words without its address, statements or values."""
    message = str(getattr(error, "orig", error)).lower()
    known = (cause for words, cause in _CAUSES.items() if words in message)
    return next(known, "the log has the reason")
