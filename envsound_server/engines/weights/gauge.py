"""How far long work on files is: what reads or fetches tells a gauge, the command shows it."""

from typing import Protocol


class Gauge(Protocol):
    """Shows how far a piece of work is."""

    def begin(self, what: str, total_bytes: int) -> None:
        """A piece of work of so many bytes begins."""
        ...

    def advance(self, byte_count: int) -> None:
        """So many bytes more are done; negative where some have to be done again."""
        ...
