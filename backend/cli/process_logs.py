"""The ends of the logs of both processes."""

from pathlib import Path

_TAIL_BYTES = 10_000


class ProcessLogs:
    """The logs that supervisord writes for the processes."""

    def __init__(self, log_dir: Path) -> None:
        self._log_dir = log_dir
        self._ends: dict[str, int] = {}

    def remember_ends(self) -> None:
        """Ignore from now on what the logs hold already."""
        self._ends = {path.stem: path.stat().st_size for path in self._log_dir.glob("*.log")}

    def last_line(self, name: str) -> str:
        """Return the last line of a process's log. Empty: it wrote nothing."""
        try:
            with (self._log_dir / f"{name}.log").open("rb") as stream:
                size = stream.seek(0, 2)
                begin = self._ends.get(name, 0)
                if begin > size:  # rotated
                    begin = 0
                stream.seek(max(begin, size - _TAIL_BYTES))
                text = stream.read().decode(errors="replace")
        except OSError:
            return ""
        return text.strip().rpartition("\n")[2]
