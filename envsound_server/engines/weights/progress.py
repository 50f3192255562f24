"""The progress of long tasks on files, reported by readers and downloads to the command."""

from typing import Protocol


class ProgressReporter(Protocol):
    """A display of the progress of tasks."""

    def begin(self, task: str, total_bytes: int) -> None:
        """Begin a task of so many bytes."""
        ...

    def advance(self, byte_count: int) -> None:
        """Add completed bytes. The count is negative where a part has to be repeated."""
        ...
