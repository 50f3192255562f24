"""The report of a rescan."""

from dataclasses import dataclass, field

from backend.files import Source
from backend.files.walking import Ignored


@dataclass(frozen=True, slots=True)
class Added:
    """A file that has a row now."""

    sound_id: int
    relative_path: str
    source: Source


@dataclass(frozen=True, slots=True)
class Moved:
    """A row whose file was moved or renamed by hand."""

    sound_id: int
    previous_path: str
    relative_path: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A row whose file is gone, is back, or was changed by hand."""

    sound_id: int
    relative_path: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was left alone, and the reason as a sentence."""

    relative_path: str
    reason: str


@dataclass(slots=True)
class RescanReport:
    """The findings and changes of a rescan."""

    file_count: int = 0
    row_count: int = 0
    added: list[Added] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    renewed: list[Marked] = field(default_factory=list)
    missing: list[Marked] = field(default_factory=list)
    returned: list[Marked] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)

    @property
    def added_count(self) -> int:
        """Return the number of files that have a row now."""
        return len(self.added)

    @property
    def moved_count(self) -> int:
        """Return the number of rows that follow their file."""
        return len(self.moved)

    @property
    def renewed_count(self) -> int:
        """Return the number of rows whose file was measured again."""
        return len(self.renewed)

    @property
    def missing_count(self) -> int:
        """Return the number of rows that were marked."""
        return len(self.missing)

    @property
    def returned_count(self) -> int:
        """Return the number of rows that were unmarked."""
        return len(self.returned)

    @property
    def skipped_count(self) -> int:
        """Return the number of sounds that were left alone."""
        return len(self.skipped)

    @property
    def ignored_count(self) -> int:
        """Return the number of other names that were passed over."""
        return len(self.ignored)

    @property
    def summary(self) -> str:
        """Return the numbers of it as a sentence."""
        return (
            f"{self.added_count} added, {self.moved_count} moved, {self.renewed_count} renewed, "
            f"{self.missing_count} missing, {self.returned_count} back, "
            f"{self.skipped_count} left alone, {self.ignored_count} ignored."
        )
