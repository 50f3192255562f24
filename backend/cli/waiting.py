"""The output of a command that waits: what it waits for, and for how long."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.status import Status

_SILENT_SECONDS = 1.0
_REPEAT_SECONDS = 10.0


class Waiting:
    """A wait that is shown: in one line of a terminal, elsewhere as a line now and then."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._status: Status | None = None
        self._began_at = time.monotonic()
        self._said = ""
        self._said_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _t: type[BaseException] | None, _e: BaseException | None, _b: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()

    @property
    def seconds(self) -> float:
        """The time since the start of the wait, s."""
        return time.monotonic() - self._began_at

    def tell(self, what: str) -> None:
        """Show what is waited for. A short wait shows nothing."""
        if self.seconds < _SILENT_SECONDS:
            return
        text = f"waiting for {what}, {self.seconds:.0f} s"
        if self._console.is_terminal:
            self._update(text)
        elif what != self._said or self.seconds - self._said_at >= _REPEAT_SECONDS:
            self._said, self._said_at = what, self.seconds
            self._console.print(text, markup=False)

    def _update(self, text: str) -> None:
        # A log line may look like markup.
        shown = escape(text)
        if self._status is None:
            self._status = self._console.status(shown)
            self._status.start()
        self._status.update(shown)
